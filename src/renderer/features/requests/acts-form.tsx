import { useState } from 'react'
import type { GrantSummary } from '#shared/contract/grants'
import type { DeskRequest } from '#shared/contract/requests'
import type { ActScope, ActScopeKind } from '#shared/request'
import { Banner, Button, SelectInput } from '#ui'
import { useWords } from '#words'
import { HoldDialog } from './hold-dialog.tsx'
import type { PanelProps } from './panel-props.ts'
import style from './request.module.css'
import { ResumeDialog } from './resume-dialog.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'

const scopes: ActScopeKind[] = ['grants', 'customer-provider', 'account', 'customer']

/** What can be done once it is known who asks: how far it reaches is chosen here, each act explains itself in its dialog. */
export function ActsForm({
  request,
  grants,
  accounts,
  chosen,
  customer,
  onDone,
}: PanelProps & { request: DeskRequest; onDone: () => void }) {
  const { t } = useWords()
  const [reach, setReach] = useState<ActScopeKind>('grants')
  const [provider, setProvider] = useState<string | null>(null)
  const [account, setAccount] = useState<string | null>(null)
  const [dialog, setDialog] = useState<'revoke' | 'hold' | 'resume' | null>(null)
  if (request.state === 'waiting' || request.state === 'closed') return null
  // Once something is done the panel is the proof; another choice brings this back.
  if (request.state === 'done' && chosen.length === 0) return null
  if (!request.reachable.includes('revoke'))
    return <Banner tone="warn" title={t('request.agent')} />

  const live = grants.filter((grant) => grant.endedAt === null)
  const providers = [...new Map(live.map((grant) => [grant.providerId, grant.providerName]))]
  const scope = scopeOf(reach, { chosen, provider, account })
  const chosenAccount = accounts.find((one) => String(one.id) === account)
  const targets: GrantSummary[] =
    reach === 'grants'
      ? chosen
      : reach === 'customer-provider'
        ? live.filter((grant) => String(grant.providerId) === provider)
        : reach === 'account'
          ? live.filter((grant) =>
              grant.accounts.some((text) => chosenAccount && text.endsWith(chosenAccount.number)),
            )
          : live
  const close = (): void => setDialog(null)
  const done = (): void => {
    close()
    onDone()
  }
  return (
    <div className={style.acts}>
      <SelectInput
        label={t('request.scope')}
        placeholder={t('revoke.choose')}
        value={reach}
        onChange={setReach}
        options={scopes.map((value) => ({ value, label: t(`actScope.${value}`) }))}
      />
      {reach === 'customer-provider' && (
        <SelectInput
          label={t('word.provider')}
          placeholder={t('revoke.choose')}
          value={provider}
          onChange={setProvider}
          options={providers.map(([id, name]) => ({ value: String(id), label: name }))}
        />
      )}
      {reach === 'account' && (
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
      <p role="status">{t('customer.selected', { count: targets.length })}</p>
      <div className={style.buttons}>
        <Button
          kind="danger"
          isDisabled={scope === null || (targets.length === 0 && reach !== 'customer')}
          onPress={() => setDialog('revoke')}
        >
          {t('actKind.revoke')}
        </Button>
        {reach === 'grants' && (
          <Button
            isDisabled={!chosen.some((grant) => grant.status === 'active')}
            onPress={() => setDialog('hold')}
          >
            {t('request.hold')}
          </Button>
        )}
        {request.reachable.includes('resume') && customer.counts.held > 0 && (
          <Button onPress={() => setDialog('resume')}>{t('actKind.resume')}</Button>
        )}
      </div>
      {dialog === 'revoke' && scope && (
        <RevokeDialog
          request={request}
          scope={scope}
          targets={targets}
          onClose={close}
          onDone={done}
        />
      )}
      {dialog === 'hold' && (
        <HoldDialog
          request={request}
          targets={chosen.filter((grant) => grant.status === 'active')}
          onClose={close}
          onDone={done}
        />
      )}
      {dialog === 'resume' && <ResumeDialog request={request} onClose={close} onDone={done} />}
    </div>
  )
}

function scopeOf(
  reach: ActScopeKind,
  given: { chosen: GrantSummary[]; provider: string | null; account: string | null },
): ActScope | null {
  if (reach === 'grants')
    return given.chosen.length === 0
      ? null
      : { kind: 'grants', grantIds: given.chosen.map((grant) => grant.id) }
  if (reach === 'customer-provider')
    return given.provider === null ? null : { kind: reach, providerId: Number(given.provider) }
  if (reach === 'account')
    return given.account === null ? null : { kind: reach, accountId: Number(given.account) }
  return { kind: 'customer' }
}
