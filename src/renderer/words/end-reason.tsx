import { useEffect, useEffectEvent, useState } from 'react'
import { type EndReason, staffEndReasons } from '#shared/grant'
import { inputError } from '#shared/input-error'
import { ActNote } from '#shared/request'
import { Choices, TextInput } from '#ui'
import { useDraft } from './drafts.ts'
import { useWords } from './messages.tsx'
import { isComposing, isTyping } from './shortcuts.ts'

type Reason = (typeof staffEndReasons)[number]
export interface EndReasonState {
  reason: Reason | null
  note: string
  tried: boolean
  set: (next: { reason?: Reason | null; note?: string }) => void
}

const noReason: { reason: Reason | null; note: string } = { reason: null, note: '' }

/** The reason for which staff end or hold something (R47). `given` marks what is missing, and is null while something is. */
export function useEndReason(): EndReasonState & {
  given: () => { reason: Reason; note: string } | null
} {
  const [{ reason, note }, setBoth] = useDraft('dialog.why', noReason)
  const [tried, setTried] = useState(false)
  return {
    reason,
    note,
    tried,
    set: (next) => setBoth((before) => ({ ...before, ...next })),
    given: () => {
      setTried(true)
      return reason === null || isMissing(reason, note) || !ActNote.safeParse(note).success
        ? null
        : { reason, note }
    },
  }
}

/** その他 needs a note. */
const isMissing = (reason: Reason | null, note: string): boolean =>
  reason === 'other' && note.trim() === ''

export function EndReasonFields({
  state: { reason, note, tried, set },
  reasons = staffEndReasons,
  hint,
}: {
  state: EndReasonState
  reasons?: readonly Reason[]
  hint?: string
}) {
  const { t } = useWords()
  const choose = useEffectEvent((event: KeyboardEvent): void => {
    const chosen = /^[1-9]$/.test(event.key) ? reasons[Number(event.key) - 1] : undefined
    if (chosen === undefined || isComposing(event) || isTyping(event)) return
    event.preventDefault()
    set({ reason: chosen })
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => choose(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
  return (
    <>
      <Choices<EndReason>
        label={t('word.reason')}
        hint={t('revoke.reason.keys')}
        single
        numbered
        values={reason ? [reason] : []}
        onChange={([value]) => set({ reason: (value as Reason | undefined) ?? null })}
        error={tried && reason === null ? t('revoke.missing') : undefined}
        options={reasons.map((value) => ({ value, label: t(`reason.${value}`) }))}
      />
      <TextInput
        half={false}
        label={t('word.note')}
        {...(hint !== undefined && { hint })}
        wide
        value={note}
        onChange={(next) => set({ note: next })}
        error={
          tried
            ? isMissing(reason, note)
              ? t('revoke.note.missing')
              : inputError(t, ActNote, note)
            : undefined
        }
      />
    </>
  )
}
