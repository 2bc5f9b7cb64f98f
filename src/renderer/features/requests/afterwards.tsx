import { type FormEvent, useState } from 'react'
import * as z from 'zod'
import { desk } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import { described } from '#shared/request'
import { Button, TextInput } from '#ui'
import { Failure, inputErrors, useAct, useDraft, useWords } from '#words'
import style from './request.module.css'

const fields = ['requesterName', 'callbackPhone', 'answer', 'note'] as const

/** Notes after the call: what was told, complaint, telephone (R46, R62). */
export function Afterwards({
  request,
  onChanged,
}: {
  request: StaffRequest
  onChanged: () => void
}) {
  const { t } = useWords()
  const { requesterName, callbackPhone, answer, note, complaint } = request
  const [form, setForm] = useDraft(`afterwards.${request.id}`, {
    ...{ requesterName, callbackPhone, answer, note, complaint },
  })
  const [tried, setTried] = useState(false)
  const [saved, setSaved] = useState(false)
  const { act, busy, error } = useAct(desk.requests.describe, () => {
    setSaved(true)
    onChanged()
  })
  const set = (change: Partial<typeof form>): void => {
    setSaved(false)
    setForm({ ...form, ...change })
  }
  const wrong = inputErrors(t, z.object(described), form)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (fields.every((name) => wrong([name]) === undefined)) act({ id: request.id, ...form })
  }
  return (
    <form onSubmit={submit} className={style.form}>
      {fields.map((name) => (
        <TextInput
          key={name}
          label={t(name === 'note' ? 'word.note' : `request.${name}`)}
          wide
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
      <div className={style.buttons}>
        <Button type="submit" isPending={busy}>
          {t('word.save')}
        </Button>
        {saved && <span role="status">{t('word.saved')}</span>}
      </div>
    </form>
  )
}
