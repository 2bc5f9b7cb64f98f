import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import { CloseReason, closingResults } from '#shared/request'
import { Button, Choices, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, inputError, useAct, useDraft, useWords } from '#words'
import style from './request.module.css'

type Result = (typeof closingResults)[number]

/** Closes a request that came to nothing, with how it ended (R59). */
export function CloseDialog({
  requestId,
  onClose,
  onDone,
}: {
  requestId: number
  onClose: () => void
  onDone: (request: StaffRequest) => void
}) {
  const { t } = useWords()
  const [result, setResult] = useDraft<Result>('dialog.result', 'broken-off')
  const [reason, setReason] = useDraft('dialog.reason', '')
  const [tried, setTried] = useState(false)
  const { act, busy, error } = useAct(desk.requests.close, onDone)
  const wrong =
    reason.trim() === '' ? t('request.break.reason.error') : inputError(t, CloseReason, reason)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (wrong === undefined) act({ id: requestId, result, reason })
  }
  return (
    <Dialog title={t('request.break.title')} open onClose={onClose}>
      <form onSubmit={submit} className={style.form}>
        {error && <Failure error={error} />}
        <Choices<Result>
          label={t('request.break.result')}
          single
          values={[result]}
          onChange={([value]) => value && setResult(value)}
          options={closingResults.map((value) => ({ value, label: t(`requestResult.${value}`) }))}
        />
        <TextInput
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
