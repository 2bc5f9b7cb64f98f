import type { CustomerView } from '#shared/contract/customers'
import type { StaffRequest } from '#shared/contract/requests'
import type { ActScope, ActScopeKind } from '#shared/request'
import { Banner, Button, SelectInput } from '#ui'
import { keyOf, useDraft, useForgetDialogs, useRecordActs, useWords } from '#words'
import { HoldDialog } from './hold-dialog.tsx'
import style from './request.module.css'
import { ResumeDialog } from './resume-dialog.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { UnlockButton } from './unlock-button.tsx'
import { useReach } from './use-reach.ts'

const noReach: { kind: ActScopeKind; provider: string | null; account: string | null } = {
  kind: 'grants',
  provider: null,
  account: null,
}
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
  const [{ kind, provider, account }, setReach] = useDraft('reach', noReach)
  const [dialog, setDialog] = useDraft<'revoke' | 'hold' | 'resume' | null>('dialog', null)
  const forgetTyped = useForgetDialogs()
  const mayRevoke = request.reachable.includes('revoke')
  const scope = scopeOf(kind, { chosen, provider, account })
  const reach = useReach(request.id, 'revoke', mayRevoke ? scope : null)
  const mayResume = request.reachable.includes('resume') && isResumable(page)
  useRecordActs({
    revoke: mayRevoke && scope !== null && (() => setDialog('revoke')),
    hold: mayRevoke && kind === 'grants' && scope !== null && (() => setDialog('hold')),
    resume: mayRevoke && mayResume && (() => setDialog('resume')),
  })
  if (!mayRevoke) return <Banner tone="warn" title={t('request.agent')} />

  const { grants = [], accounts = [] } = page.full ?? {}
  const live = grants.filter((grant) => grant.endedAt === null)
  const providers = [...new Map(live.map((grant) => [grant.providerId, grant.providerName]))]
  const acting = {
    request,
    onClose: forgetTyped,
    onDone: () => {
      forgetTyped()
      setReach(noReach)
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
        onChange={(next) => setReach((before) => ({ ...before, kind: next }))}
        options={scopes.map((value) => ({ value, label: t(`actScope.${value}`) }))}
      />
      {kind === 'customer-provider' && (
        <SelectInput
          label={t('word.provider')}
          placeholder={t('revoke.choose')}
          value={provider}
          onChange={(next) => setReach((before) => ({ ...before, provider: next }))}
          options={providers.map(([id, name]) => ({ value: String(id), label: name }))}
        />
      )}
      {kind === 'account' && (
        <SelectInput
          label={t('request.account')}
          placeholder={t('revoke.choose')}
          value={account}
          onChange={(next) => setReach((before) => ({ ...before, account: next }))}
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
        <Button
          kind="danger"
          shortcut={keyOf('revoke')}
          isDisabled={scope === null}
          onPress={() => setDialog('revoke')}
        >
          {t('actKind.revoke')}
        </Button>
        {kind === 'grants' && (
          <Button
            shortcut={keyOf('hold')}
            isDisabled={scope === null}
            onPress={() => setDialog('hold')}
          >
            {t('request.hold')}
          </Button>
        )}
        {mayResume && (
          <Button shortcut={keyOf('resume')} onPress={() => setDialog('resume')}>
            {t('actKind.resume')}
          </Button>
        )}
      </div>
      {dialog === 'revoke' && scope && <RevokeDialog {...acting} scope={scope} />}
      {dialog === 'hold' && scope && <HoldDialog {...acting} scope={scope} />}
      {dialog === 'resume' && <ResumeDialog {...acting} />}
    </div>
  )
}

const isResumable = ({ counts, stoppedAt, full }: CustomerView): boolean =>
  counts.held > 0 || stoppedAt !== null || (full?.barred.length ?? 0) > 0

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
