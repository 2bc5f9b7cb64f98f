import { useState } from 'react'
import { desk } from '#desk'
import { Button, DialogButtons, TextInput } from '#ui'
import { Failure, ProofAgain, useAct, useWords } from '#words'
import style from './request.module.css'

const three = [0, 1, 2] as const
const empty = three.map(() => ({ question: '', answer: '' }))

/** 合言葉 that the customer at the counter chooses and types; what was typed is shown to nobody. */
export function QuestionsForm({ requestId }: { requestId: number }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [set, setSet] = useState(false)
  const [typed, setTyped] = useState(empty)
  const { act, busy, error, proof } = useAct(desk.customers.setQuestions, () => {
    setTyped(empty)
    setOpen(false)
    setSet(true)
  })
  const change = (i: number, part: Partial<(typeof empty)[number]>): void =>
    setTyped(typed.map((one, n) => (n === i ? { ...one, ...part } : one)))
  const questions = typed.map(({ question }) => question.normalize('NFKC').trim())
  const whole =
    typed.every(({ question, answer }) => question.trim() !== '' && answer.trim() !== '') &&
    new Set(questions).size === three.length
  if (!open)
    return (
      <div className={style.last}>
        {set && <p role="status">{t('request.questions.done')}</p>}
        <Button small onPress={() => setOpen(true)}>
          {t('request.questions')}
        </Button>
      </div>
    )
  return (
    <form
      className={style.panel}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        if (whole) act({ requestId, questions: typed })
      }}
    >
      <h3>{t('request.questions')}</h3>
      <p>{t('request.questions.lead')}</p>
      {error !== null && <Failure error={error} />}
      {three.map((i) => (
        <div key={i} className={style.pair}>
          <TextInput
            label={t('request.questions.question', { n: i + 1 })}
            value={typed[i]?.question ?? ''}
            maxLength={40}
            onChange={(question) => change(i, { question })}
          />
          <TextInput
            label={t('request.questions.answer', { n: i + 1 })}
            type="password"
            autoComplete="off"
            value={typed[i]?.answer ?? ''}
            maxLength={64}
            onChange={(answer) => change(i, { answer })}
          />
        </div>
      ))}
      <ProofAgain proof={proof} />
      <DialogButtons>
        <Button onPress={() => setOpen(false)}>{t('word.abort')}</Button>
        <Button kind="primary" type="submit" isDisabled={!whole} isPending={busy}>
          {t('request.questions.set')}
        </Button>
      </DialogButtons>
    </form>
  )
}
