import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import { SecretQuestions } from '#shared/contract/customers'
import { Button, DialogButtons, TextInput } from '#ui'
import { Failure, inputErrors, ProofAgain, useAct, useWords } from '#words'
import style from './request.module.css'

const three = [0, 1, 2] as const
const empty = three.map(() => ({ question: '', answer: '' }))

/** 合言葉 that the customer at the counter chooses and types; what was typed is shown to nobody. */
export function QuestionsForm({ requestId }: { requestId: number }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [set, setSet] = useState(false)
  const [typed, setTyped] = useState(empty)
  const [tried, setTried] = useState(false)
  /** Closes the form and forgets what was typed: somebody else may look at the window next. */
  const close = (): void => {
    setTyped(empty)
    setTried(false)
    setOpen(false)
  }
  const { act, busy, error, proof } = useAct(desk.customers.setQuestions, () => {
    close()
    setSet(true)
  })
  const change = (i: number, part: Partial<(typeof empty)[number]>): void =>
    setTyped(typed.map((one, n) => (n === i ? { ...one, ...part } : one)))
  const wrongAt = inputErrors(t, SecretQuestions, typed)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (wrongAt([]) === undefined) act({ requestId, questions: typed })
  }
  if (!open)
    return (
      <div className={style.last}>
        {set && (
          <p role="status" data-told="">
            {t('request.questions.done')}
          </p>
        )}
        <Button small onPress={() => setOpen(true)}>
          {t('request.questions')}
        </Button>
      </div>
    )
  return (
    <form className={style.panel} autoComplete="off" onSubmit={submit}>
      <h3>{t('request.questions')}</h3>
      <p>{t('request.questions.lead')}</p>
      {error !== null && <Failure error={error} />}
      {three.map((i) => (
        <div key={i} className={style.pair}>
          <TextInput
            half={false}
            label={t('request.questions.question', { n: i + 1 })}
            value={typed[i]?.question ?? ''}
            onChange={(question) => change(i, { question })}
            error={tried ? wrongAt([i, 'question']) : undefined}
          />
          <TextInput
            half={false}
            label={t('request.questions.answer', { n: i + 1 })}
            masked
            autoComplete="off"
            value={typed[i]?.answer ?? ''}
            onChange={(answer) => change(i, { answer })}
            error={tried ? wrongAt([i, 'answer']) : undefined}
          />
        </div>
      ))}
      <ProofAgain proof={proof} />
      <DialogButtons>
        <Button onPress={close}>{t('word.abort')}</Button>
        <Button kind="primary" type="submit" isPending={busy}>
          {t('request.questions.set')}
        </Button>
      </DialogButtons>
    </form>
  )
}
