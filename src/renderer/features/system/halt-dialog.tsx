import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import { HaltReason, type SystemStatus } from '#shared/contract/system'
import { Button, DangerButton, Dialog, DialogButtons, TextInput } from '#ui'
import {
  Failure,
  inputError,
  ProofAgain,
  useAct,
  useDraft,
  useForgetDialogs,
  useWords,
} from '#words'
import style from './system-page.module.css'

/** 全体停止: what it reaches, and why. */
export function HaltDialog({
  counts,
  onClose,
}: {
  counts: SystemStatus['counts']
  onClose: () => void
}) {
  const { t } = useWords()
  const [reason, setReason] = useDraft('dialog.reason', '')
  const [tried, setTried] = useState(false)
  const forgetTyped = useForgetDialogs()
  const close = (): void => {
    forgetTyped()
    onClose()
  }
  const { act, busy, error, proof } = useAct(desk.system.halt, close)
  const wrong = inputError(t, HaltReason, reason)
  return (
    <Dialog title={t('halt.section')} open onClose={close} role="alertdialog">
      <form className={style.form} onSubmit={(event: FormEvent) => event.preventDefault()}>
        <p>{t('halt.lead')}</p>
        <p>{t('halt.impact', { grants: counts.liveGrants, providers: counts.providers })}</p>
        {error && <Failure error={error} />}
        <TextInput
          half={false}
          label={t('halt.reason')}
          rows={2}
          wide
          value={reason}
          onChange={setReason}
          error={tried ? wrong : undefined}
        />
        <ProofAgain proof={proof} />
        <DialogButtons>
          <Button autoFocus onPress={close}>
            {t('app.cancel')}
          </Button>
          <DangerButton
            label={t('halt.do')}
            busy={busy}
            disabled={false}
            onAct={() => {
              setTried(true)
              if (wrong === undefined) act({ reason })
            }}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
