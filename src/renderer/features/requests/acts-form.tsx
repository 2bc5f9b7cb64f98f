import { useState } from 'react'
import type { CustomerView } from '#shared/contract/customers'
import type { StaffRequest } from '#shared/contract/requests'
import type { ActScope, ActScopeKind } from '#shared/request'
import { Banner, Button, SelectInput } from '#ui'
import { useWords } from '#words'
import { HoldDialog } from './hold-dialog.tsx'
import style from './request.module.css'
import { ResumeDialog } from './resume-dialog.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { UnlockButton } from './unlock-button.tsx'
import { useReach } from './use-reach.ts'

const scopes: ActScopeKind[] = ['grants', 'customer-provider', 'account', 'customer']

/**
 * The acts that are possible once the identity check is met: the reach is chosen here, and each act explains itself in its
 * dialog.
 */
export function ActsForm({
  page,
  request,
  chosen,
  onDone,
}: {
  page: CustomerView
  request: StaffRequest
  chosen: number[]
  onDone: () => void
}) {
  const { t } = useWords()
  const [kind, setKind] = useState<ActScopeKind>('grants')
  const [provider, setProvider] = useState<string | null>(null)
  const [account, setAccount] = useState<string | null>(null)
  const [dialog, setDialog] = useState<'revoke' | 'hold' | 'resume' | null>(null)
  const mayRevoke = request.reachable.includes('revoke')
  const scope = scopeOf(kind, { chosen, provider, account })
  const reach = useReach(request.id, 'revoke', mayRevoke ? scope : null)
  if (!mayRevoke) return <Banner tone="warn" title={t('request.agent')} />

  const { grants = [], accounts = [], barred = [] } = page.full ?? {}
  const resumable = page.counts.held > 0 || page.stoppedAt !== null || barred.length > 0
  const live = grants.filter((grant) => grant.endedAt === null)
  const providers = [...new Map(live.map((grant) => [grant.providerId, grant.providerName]))]
  const acting = {
    request,
    onClose: () => setDialog(null),
    onDone: () => {
      setDialog(null)
      onDone()
    },
  }
  return (
    <div className={style.acts}>
      <UnlockButton page={page} request={request} onDone={onDone} />
      <SelectInput
        label={t('request.scope')}
        placeholder={t('revoke.choose')}
        value={kind}
        onChange={setKind}
        options={scopes.map((value) => ({ value, label: t(`actScope.${value}`) }))}
      />
      {kind === 'customer-provider' && (
        <SelectInput
          label={t('word.provider')}
          placeholder={t('revoke.choose')}
          value={provider}
          onChange={setProvider}
          options={providers.map(([id, name]) => ({ value: String(id), label: name }))}
        />
      )}
      {kind === 'account' && (
        <SelectInput
          label={t('request.account')}
          placeholder={t('revoke.choose')}
          value={account}
          onChange={setAccount}
          options={accounts.map((one) => ({
            value: String(one.id),
            label: `${one.branchName} ${t(`accountType.${one.typeCode}`)} ${one.number}`,
          }))}
        />
      )}
      <p role="status">
        {t('customer.selected', { count: scope ? (reach.data?.targets.length ?? 0) : 0 })}
      </p>
      <div className={style.buttons}>
        <Button kind="danger" isDisabled={scope === null} onPress={() => setDialog('revoke')}>
          {t('actKind.revoke')}
        </Button>
        {kind === 'grants' && (
          <Button isDisabled={scope === null} onPress={() => setDialog('hold')}>
            {t('request.hold')}
          </Button>
        )}
        {request.reachable.includes('resume') && resumable && (
          <Button onPress={() => setDialog('resume')}>{t('actKind.resume')}</Button>
        )}
      </div>
      {dialog === 'revoke' && scope && <RevokeDialog {...acting} scope={scope} />}
      {dialog === 'hold' && scope && <HoldDialog {...acting} scope={scope} />}
      {dialog === 'resume' && <ResumeDialog {...acting} />}
    </div>
  )
}

function scopeOf(
  kind: ActScopeKind,
  given: { chosen: number[]; provider: string | null; account: string | null },
): ActScope | null {
  const { chosen, provider, account } = given
  if (kind === 'grants') return chosen.length === 0 ? null : { kind, grantIds: chosen }
  if (kind === 'customer-provider')
    return provider === null ? null : { kind, providerId: Number(provider) }
  if (kind === 'account') return account === null ? null : { kind, accountId: Number(account) }
  return { kind: 'customer' }
}
