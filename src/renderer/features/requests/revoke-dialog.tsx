import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { Reach } from '#shared/contract/acts'
import type { StaffRequest } from '#shared/contract/requests'
import type { ActScope } from '#shared/request'
import { searchKey } from '#shared/search-key'
import { Banner, Button, DangerButton, Dialog, DialogButtons, TextInput } from '#ui'
import {
  CustomerLine,
  EndReasonFields,
  Failure,
  Loaded,
  ProofAgain,
  useAct,
  useDraft,
  useEndReason,
  useWords,
} from '#words'
import style from './request.module.css'
import { Targets } from './targets.tsx'
import { useReach } from './use-reach.ts'

/**
 * Revokes grants: effects, targets and reason; the focus is on キャンセル, Enter never revokes, and an error stays in the dialog
 * (U8).
 */
export function RevokeDialog({
  request,
  scope,
  onClose,
  onDone,
}: {
  request: StaffRequest
  scope: ActScope
  onClose: () => void
  onDone: (request: StaffRequest) => void
}) {
  const { t } = useWords()
  const why = useEndReason()
  const [name, setName] = useDraft('dialog.name', '')
  const [tried, setTried] = useState(false)
  const { act, busy, error, proof } = useAct(desk.requests.act, onDone)
  const reach = useReach(request.id, 'revoke', scope)
  const waits = reach.data?.approval === 'before'
  const typesName = scope.kind === 'customer'
  const nameWrong = typesName && searchKey(name) !== searchKey(request.customer?.name ?? '')
  const send = (): void => {
    setTried(true)
    const given = why.given()
    if (given && !nameWrong)
      act({ requestId: request.id, kind: 'revoke', scope, ...given, confirmation: name })
  }
  // A form so that assistive technology groups the fields; its submission does nothing.
  const never = (event: FormEvent): void => event.preventDefault()
  return (
    <Dialog title={t('revoke.title')} open onClose={onClose} role="alertdialog">
      <form onSubmit={never} className={style.form}>
        <CustomerLine customer={request.customer} />
        <div>
          <h3>
            {t('revoke.targets')}
            {scope.kind !== 'grants' && `（${t(`actScope.${scope.kind}`)}）`}
          </h3>
          <Loaded query={reach} lines={2}>
            {({ targets }) => (
              <>
                <p>{dryRun(t, targets)}</p>
                <Targets targets={targets} />
              </>
            )}
          </Loaded>
        </div>
        <div>
          <h3>{t('revoke.effects')}</h3>
          <ul className={style.effects}>
            {reach.data?.targets.some(({ outcome }) => outcome === 'ended') && (
              <li>{t('revoke.effect.now')}</li>
            )}
            <li>{t('revoke.effect.final')}</li>
            <li>{t(`revoke.effect.data.${request.customer?.channel ?? 'personal'}`)}</li>
          </ul>
        </div>
        {waits && <Banner tone="warn" title={t('request.needsApproval')} />}
        {error && <Failure error={error} />}
        <EndReasonFields state={why} hint={t('revoke.note.hint')} />
        {typesName && (
          <TextInput
            half={false}
            label={t('request.confirmation')}
            wide
            value={name}
            onChange={setName}
            error={tried && nameWrong ? t('request.confirmation.error') : undefined}
          />
        )}
        <ProofAgain proof={proof} />
        <DialogButtons>
          <Button autoFocus onPress={onClose}>
            {t('app.cancel')}
          </Button>
          {/* Enter never revokes (U8): a native button, so that its Enter can be stopped and its Space kept. */}
          <DangerButton
            label={t(waits ? 'request.toApproval' : 'revoke.button')}
            busy={busy}
            disabled={!reach.data?.targets.length}
            onAct={send}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}

/** What the act would end, or take an account out of, in one sentence. */
function dryRun(t: ReturnType<typeof useWords>['t'], targets: Reach['targets']): string {
  const names = (outcome: string): string[] =>
    targets.filter((one) => one.outcome === outcome).map((one) => one.providerName)
  const [ended, narrowed] = [names('ended'), names('narrowed')]
  const listed = (all: string[]): string => [...new Set(all)].join('、')
  if (ended.length + narrowed.length === 0) return t('request.dryRun.none')
  return [
    ended.length > 0 && t('request.dryRun', { live: ended.length, names: listed(ended) }),
    narrowed.length > 0 &&
      t('request.dryRun.narrowed', { live: narrowed.length, names: listed(narrowed) }),
  ]
    .filter(Boolean)
    .join('　')
}
