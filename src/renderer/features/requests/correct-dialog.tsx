import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import { CorrectionWords } from '#shared/request'
import { Button, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, inputError, useAct, useDraft, useWords } from '#words'
import style from './request.module.css'

/** Says what a request tells wrongly, beside what it tells (R58). */
export function CorrectDialog({
  id,
  onClose,
  onDone,
}: {
  id: number
  onClose: () => void
  onDone: () => void
}) {
  const { t } = useWords()
  const [words, setWords] = useDraft(`correct.${id}`, '')
  const [tried, setTried] = useState(false)
  const { act, busy, error } = useAct(desk.requests.correct, () => {
    setWords('')
    onDone()
  })
  const wrong = inputError(t, CorrectionWords, words)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (wrong === undefined) act({ id, words })
  }
  return (
    <Dialog title={t('request.correct.title')} open onClose={onClose}>
      <form onSubmit={submit} className={style.form}>
        {error && <Failure error={error} />}
        <p>{t('request.correct.lead')}</p>
        <TextInput
          half={false}
          label={t('request.correct.words')}
          hint={t('request.correct.hint')}
          wide
          autoFocus
          value={words}
          onChange={setWords}
          error={tried ? wrong : undefined}
        />
        <DialogButtons>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button kind="primary" type="submit" isPending={busy}>
            {t('request.correct')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
