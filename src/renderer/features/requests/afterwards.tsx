import { type FormEvent, useEffect, useRef, useState } from 'react'
import * as z from 'zod'
import { desk, engineNow } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import { described, forSlip } from '#shared/request'
import { isAsked } from '#shared/told'
import { Button, TextInput } from '#ui'
import { Failure, inputErrors, useAct, useDraft, useWords } from '#words'
import style from './request.module.css'
import { proposedAnswer } from './script.ts'
import { SlipButtons } from './slip-buttons.tsx'

const fields = ['requesterName', 'answer', 'callbackPhone', 'note'] as const
const schemas = { keep: z.object(described), print: z.object({ ...described, ...forSlip }) }

/** A person who asks for themself is named on the 受付票 too. */
const nameOf = ({ requesterName, requester, customer }: StaffRequest): string =>
  requesterName || (requester === 'self' && customer?.channel === 'personal' ? customer.name : '')

const same = (one: object, other: object | undefined): boolean =>
  other !== undefined &&
  Object.entries(one).every(([name, value]) => other[name as keyof typeof other] === value)

/** What the 受付票 says of the call: who asked, what was told, telephone, complaint (R46, R62); then the 受付票 itself. */
export function Afterwards({
  request,
  onChanged,
}: {
  request: StaffRequest
  onChanged: () => void
}) {
  const { t } = useWords()
  const { requesterName, callbackPhone, answer, note, complaint } = request
  const asked = isAsked(request)
  const kept = { requesterName, callbackPhone, answer, note, complaint }
  const [form, setForm] = useDraft(`afterwards.${request.id}`, {
    ...kept,
    requesterName: nameOf(request),
  })
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
  const sent = useRef<{ words: typeof form; before: typeof kept }>(undefined)
  const [saved, setSaved] = useState(false)
  const { act, busy, error } = useAct(desk.requests.describe, () => {
    setSaved(true)
    onChanged()
  })
  const set = (change: Partial<typeof form>): void => {
    setSaved(false)
    setForm({ ...form, ...change })
  }
  const wrong = inputErrors(t, schemas[tried ?? 'keep'], form)
  const fits = (to: keyof typeof schemas, words = form): boolean => {
    const good = schemas[to].safeParse(words).success
    setTried(to)
    if (!good) setMissed(missed + 1)
    return good
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (fits('keep')) act({ id: request.id, ...form })
  }
  const ready = async (words = form): Promise<boolean> => {
    if (!fits(asked ? 'print' : 'keep', words)) return false
    // The page may not have the request anew yet when the paper is asked for once more.
    const isSent = same(words, sent.current?.words) && same(kept, sent.current?.before)
    if (!same(kept, words) && !isSent) {
      await desk.requests.describe({ id: request.id, ...words })
      sent.current = { words, before: kept }
    }
    return true
  }
  // The program proposes and never says so by itself: it is written once the person who took the call says that it was told.
  const proposed = form.answer.trim() === '' ? proposedAnswer(t, request, engineNow()) : ''
  const takeProposed = (): typeof form => {
    const words = { ...form, answer: proposed }
    set(words)
    return words
  }
  const needed = (name: string) => (asked && name in forSlip ? t('request.slip.needed') : '')
  return (
    <form ref={frame} onSubmit={submit} className={style.form} aria-label={t('request.slip.form')}>
      {fields.map((name) => (
        <TextInput
          half={name === 'callbackPhone'}
          key={name}
          label={`${t(name === 'note' ? 'word.note' : `request.${name}`)}${needed(name)}`}
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
        {t('request.complaint')}
      </label>
      {error && <Failure error={error} />}
      {proposed !== '' && (
        <div className={style.script}>
          <h4>{t('request.told.proposal')}</h4>
          <p>{proposed}</p>
          <div className={style.buttons}>
            <Button small onPress={takeProposed}>
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
        <Button type="submit" isPending={busy}>
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
