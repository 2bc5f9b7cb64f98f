import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import { Button, TextInput } from '#ui'
import { Failure, useAct, useWords } from '#words'
import style from './request.module.css'

/** Notes after the call: what was told, complaint, telephone (R46, R62). */
export function Afterwards({
  request,
  onChanged,
}: {
  request: StaffRequest
  onChanged: () => void
}) {
  const { t } = useWords()
  const [form, setForm] = useState({
    requesterName: request.requesterName,
    callbackPhone: request.callbackPhone,
    answer: request.answer,
    note: request.note,
    complaint: request.complaint,
  })
  const [saved, setSaved] = useState(false)
  const { act, busy, error } = useAct(desk.requests.describe, () => {
    setSaved(true)
    onChanged()
  })
  const set = (change: Partial<typeof form>): void => {
    setSaved(false)
    setForm({ ...form, ...change })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    act({ id: request.id, ...form })
  }
  return (
    <form onSubmit={submit} className={style.form}>
      <TextInput
        label={t('request.requesterName')}
        wide
        value={form.requesterName}
        onChange={(requesterName) => set({ requesterName })}
      />
      <TextInput
        label={t('request.callbackPhone')}
        wide
        value={form.callbackPhone}
        onChange={(callbackPhone) => set({ callbackPhone })}
      />
      <TextInput
        label={t('request.answer')}
        wide
        value={form.answer}
        onChange={(answer) => set({ answer })}
      />
      <TextInput label={t('word.note')} wide value={form.note} onChange={(note) => set({ note })} />
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
