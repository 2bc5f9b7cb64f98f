import { type FormEvent, useState } from 'react'
import { desk, engineNow } from '#desk'
import { Instant } from '#shared/parse-instant'
import { type CaseStep, type StepOutcome, StepWords } from '#shared/provider-case'
import { Button, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, inputError, timeText, useAct, useDraft, useWords } from '#words'
import style from './cases.module.css'

/** Says when, to whom and with what a step was done, or why it is not needed. */
export function StepDialog({
  caseId,
  step,
  outcome,
  onClose,
  onDone,
}: {
  caseId: number
  step: CaseStep
  outcome: StepOutcome
  onClose: () => void
  onDone: () => void
}) {
  const { t } = useWords()
  const [first] = useState(() => ({
    ...{ at: timeText(engineNow()), whom: '', note: '', evidence: '' },
  }))
  const [typed, setTyped] = useDraft(`dialog.${step}.${outcome}`, first)
  const [tried, setTried] = useState(false)
  const { act, busy, error } = useAct(desk.cases.note, onDone)
  const { shape } = StepWords
  const at = Instant.safeParse(typed.at)
  const needless = outcome === 'not-needed'
  const wrong = {
    at:
      inputError(t, Instant, typed.at) ??
      // The minute that is shown may be the one that runs.
      (at.success && at.data > engineNow() ? t('case.step.at.future') : undefined),
    whom: inputError(t, shape.whom, typed.whom),
    note:
      needless && typed.note.trim() === ''
        ? t('case.step.words.missing')
        : inputError(t, shape.note, typed.note),
    evidence: inputError(t, shape.evidence, typed.evidence),
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!at.success || Object.values(wrong).some((one) => one !== undefined)) return
    act({ id: caseId, step, outcome, ...typed, at: at.data })
  }
  const change = (field: keyof typeof typed) => ({
    value: typed[field],
    onChange: (value: string) => setTyped((before) => ({ ...before, [field]: value })),
    error: tried ? wrong[field] : undefined,
  })
  return (
    <Dialog title={t(`caseStep.${step}`)} open onClose={onClose}>
      <form onSubmit={submit} className={style.form} noValidate>
        <p>{t(needless ? 'case.step.words.hint' : `caseStep.${step}.hint`, { most: 200 })}</p>
        {error && <Failure error={error} />}
        {!needless && (
          <>
            <TextInput
              half
              label={t('case.step.at')}
              hint={t('case.step.at.hint', { example: first.at })}
              {...change('at')}
            />
            <TextInput
              half={false}
              label={t('case.step.whom')}
              hint={t('case.step.whom.hint')}
              wide
              {...change('whom')}
            />
          </>
        )}
        <TextInput half={false} label={t('case.step.words')} rows={2} wide {...change('note')} />
        {!needless && (
          <TextInput
            half={false}
            label={t('case.step.evidence')}
            hint={t('case.step.evidence.hint')}
            wide
            {...change('evidence')}
          />
        )}
        <p className={style.hint}>{t('case.step.stays')}</p>
        <DialogButtons>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button kind="primary" type="submit" isPending={busy}>
            {t(needless ? 'case.step.needless' : 'case.step.note')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
