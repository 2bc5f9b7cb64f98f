import { type FormEvent, useEffect, useRef, useState } from 'react'
import * as z from 'zod'
import { engineNow } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import { described, forSlip } from '#shared/request'
import { isAsked } from '#shared/told'
import { Button, TextInput } from '#ui'
import { Failure, inputErrors, OthersChanges, useAct, useWords } from '#words'
import style from './request.module.css'
import { proposedAnswer } from './script.ts'
import { SlipButtons } from './slip-buttons.tsx'
import { type Described, useDescribed } from './use-described.ts'

const fields = ['requesterName', 'answer', 'callbackPhone', 'note'] as const
const labels = {
  requesterName: 'request.requesterName',
  answer: 'request.answer',
  callbackPhone: 'request.callbackPhone',
  note: 'word.note',
  complaint: 'request.complaint',
} as const
const schemas = { keep: z.object(described), print: z.object({ ...described, ...forSlip }) }

/** What the 受付票 says of the call: who asked, what was told, telephone, complaint (R46, R62); then the 受付票 itself. */
export function Afterwards({
  request,
  onChanged,
}: {
  request: StaffRequest
  onChanged: () => void
}) {
  const { t } = useWords()
  const asked = isAsked(request)
  const { form, isOld, others, ...words } = useDescribed(request)
  const [tried, setTried] = useState<keyof typeof schemas | null>(null)
  // Each time that something was missing the first such field takes the focus, by whatever key or button it was asked for.
  const [missed, setMissed] = useState(0)
  const frame = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (missed > 0)
      frame.current
        ?.querySelector<HTMLElement>('[data-invalid] :is(input, textarea):not([type="hidden"])')
        ?.focus()
  }, [missed])
  const [saved, setSaved] = useState(false)
  const { act, busy, error } = useAct(words.save, () => {
    setSaved(true)
    onChanged()
  })
  const set = (change: Partial<Described>): void => {
    setSaved(false)
    words.set(change)
  }
  const wrong = inputErrors(t, schemas[tried ?? 'keep'], form)
  const fits = (to: keyof typeof schemas, given = form): boolean => {
    const good = schemas[to].safeParse(given).success
    setTried(to)
    if (!good) setMissed(missed + 1)
    return good
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isOld && fits('keep')) act(form)
  }
  const ready = async (given = form): Promise<boolean> => {
    // What was saved meanwhile is looked at before it is written over.
    if (isOld) frame.current?.querySelector<HTMLElement>('[role="status"] button')?.focus()
    if (isOld || !fits(asked ? 'print' : 'keep', given)) return false
    await words.save(given)
    return true
  }
  // The program proposes and never says so by itself: it is written once the person who took the call says that it was told.
  const proposed = form.answer.trim() === '' ? proposedAnswer(t, request, engineNow()) : ''
  const takeProposed = (): Described => {
    set({ answer: proposed })
    return { ...form, answer: proposed }
  }
  const needed = (name: string) => (asked && name in forSlip ? t('request.slip.needed') : '')
  return (
    <form ref={frame} onSubmit={submit} className={style.form} aria-label={t('request.slip.form')}>
      {isOld && (
        <OthersChanges
          title={t('request.others.title')}
          forms={others}
          label={(name) => t(labels[name])}
          words={(one, name) =>
            (name === 'complaint' ? one.complaint && t('word.complaint') : one[name]) || '—'
          }
          onUse={(name) => set({ [name]: others.theirs[name] })}
          onMerge={words.merge}
        />
      )}
      {fields.map((name) => (
        <TextInput
          half={name === 'callbackPhone'}
          key={name}
          label={`${t(labels[name])}${needed(name)}`}
          wide
          {...(name === 'answer' && { rows: 4, hint: t('request.answer.hint') })}
          value={form[name]}
          onChange={(text) => set({ [name]: text })}
          error={tried ? wrong([name]) : undefined}
        />
      ))}
      <label className={style.tick}>
        <input
          type="checkbox"
          checked={form.complaint}
          onChange={(event) => set({ complaint: event.target.checked })}
        />
        {t(labels.complaint)}
      </label>
      {error && <Failure error={error} />}
      {proposed !== '' && (
        <div className={style.script}>
          <h4>{t('request.told.proposal')}</h4>
          <p>{proposed}</p>
          <div className={style.buttons}>
            <Button
              small
              onPress={() => {
                // The button goes with the words that it takes.
                frame.current?.querySelector('textarea')?.focus()
                takeProposed()
              }}
            >
              {t('request.told.fill')}
            </Button>
          </div>
        </div>
      )}
      <SlipButtons
        id={request.id}
        ready={() => ready()}
        told={proposed !== '' && (() => ready(takeProposed()))}
        onPrinted={onChanged}
      />
      <div className={style.buttons}>
        <Button type="submit" isPending={busy} isDisabled={isOld}>
          {t('word.save')}
        </Button>
        {saved && (
          <span role="status" data-told="">
            {t('word.saved')}
          </span>
        )}
      </div>
    </form>
  )
}
