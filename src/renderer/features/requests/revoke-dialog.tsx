import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { GrantSummary } from '#shared/contract/grants'
import type { DeskRequest } from '#shared/contract/requests'
import { type ActScope, approvalFor } from '#shared/request'
import { searchKey } from '#shared/search-key'
import { Banner, Button, DangerButton, Dialog, DialogButtons, TextInput } from '#ui'
import {
  dateText,
  EndReasonFields,
  Failure,
  ProofAgain,
  useAct,
  useEndReason,
  useWords,
} from '#words'
import style from './request.module.css'

/** U8: what stops and what does not, and why; focus on キャンセル, Enter never revokes, an error stays here. */
export function RevokeDialog({
  request,
  scope,
  targets,
  onClose,
  onDone,
}: {
  request: DeskRequest
  scope: ActScope
  targets: GrantSummary[]
  onClose: () => void
  onDone: (request: DeskRequest) => void
}) {
  const { t } = useWords()
  const why = useEndReason()
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const { act, busy, error, proof } = useAct(desk.requests.act, onDone)
  const live = targets.filter((grant) => grant.endedAt === null)
  const approval = approvalFor({ kind: 'revoke', scope: scope.kind }, request)
  const waits = approval === 'before' && live.length > 0
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
        <div>
          <h3>
            {t('revoke.targets')}
            {scope.kind !== 'grants' && `（${t(`actScope.${scope.kind}`)}）`}
          </h3>
          {live.length === 0 ? (
            <p>{t('request.dryRun.none')}</p>
          ) : (
            <p>
              {t('request.dryRun', {
                live: live.length,
                names: [...new Set(live.map((grant) => grant.providerName))].join('、'),
              })}
            </p>
          )}
          <ul className={style.targets}>
            {targets.map((grant) => (
              <li key={grant.id}>
                {grant.providerName}
                <span>
                  {grant.accounts.join('、')}　{t('grant.grantedAt')} {dateText(grant.grantedAt)}
                  {grant.endedAt !== null && `　${t(`grantStatus.${grant.status}`)}`}
                </span>
              </li>
            ))}
          </ul>
        </div>
        <div>
          <h3>{t('revoke.effects')}</h3>
          <ul className={style.effects}>
            <li>{t('revoke.effect.now')}</li>
            <li>{t('revoke.effect.final')}</li>
            <li>{t(`revoke.effect.data.${request.customer?.channel ?? 'personal'}`)}</li>
          </ul>
        </div>
        {waits && <Banner tone="warn" title={t('request.needsApproval')} />}
        {error && <Failure error={error} />}
        <EndReasonFields state={why} hint={t('revoke.note.hint')} />
        {typesName && (
          <TextInput
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
            disabled={targets.length === 0}
            onAct={send}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
