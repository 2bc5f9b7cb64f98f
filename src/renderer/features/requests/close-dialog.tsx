import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import { CloseReason, ClosingResult } from '#shared/request'
import { Button, Choices, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, inputError, useAct, useDraft, useWords } from '#words'
import style from './request.module.css'

/** How a request most likely ended in which nothing was done, by its identity check. */
const likely = ({ met, failed }: StaffRequest['identity']): ClosingResult =>
  failed ? 'not-identified' : met ? 'inquiry-only' : 'broken-off'

/** Closes a request that came to nothing, with how it ended (R59). */
export function CloseDialog({
  request: { id, identity },
  onClose,
  onDone,
}: {
  request: StaffRequest
  onClose: () => void
  onDone: (request: StaffRequest) => void
}) {
  const { t } = useWords()
  const [result, setResult] = useDraft<ClosingResult>('dialog.result', likely(identity))
  const [reason, setReason] = useDraft('dialog.reason', '')
  const [tried, setTried] = useState(false)
  const { act, busy, error } = useAct(desk.requests.close, onDone)
  const wrong =
    reason.trim() === '' ? t('request.break.reason.error') : inputError(t, CloseReason, reason)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (wrong === undefined) act({ id, result, reason })
  }
  return (
    <Dialog title={t('request.break.title')} open onClose={onClose}>
      <form onSubmit={submit} className={style.form}>
        {error && <Failure error={error} />}
        <Choices<ClosingResult>
          label={t('request.break.result')}
          single
          values={[result]}
          onChange={([value]) => value && setResult(value)}
          options={ClosingResult.options
            .filter((value) => value !== 'not-identified' || !identity.met)
            .map((value) => ({ value, label: t(`requestResult.${value}`) }))}
        />
        <TextInput
          half={false}
          label={t('request.break.reason')}
          hint={t('request.break.reason.hint')}
          wide
          autoFocus
          value={reason}
          onChange={setReason}
          error={tried ? wrong : undefined}
        />
        <DialogButtons>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button kind="primary" type="submit" isPending={busy}>
            {t('request.break.button')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
