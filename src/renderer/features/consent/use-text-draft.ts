import type { TextVersion } from '#shared/contract/texts'
import { useDraft } from '#words'

export type Body = Record<string, string | string[]>

/** What is typed of a version and not saved: only the texts that differ, and what they were when they were begun. */
interface Begun {
  /** When the version was saved from which the person began, epoch ms; 0: it is new. */
  seenAt: number
  was: Body
  typed: Body
  /** null: nothing is typed there. */
  note: string | null
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other)
const pick = (body: Body, keys: readonly string[]): Body =>
  Object.fromEntries(keys.flatMap((key) => (key in body ? [[key, body[key] ?? '']] : [])))

/** A version as it is saved with what is typed on top of it; the words of one who saves meanwhile stand beside it. */
export function useTextDraft(version: TextVersion | undefined, saved: Body) {
  const now = version?.updatedAt ?? 0
  const nothing: Begun = { seenAt: now, was: {}, typed: {}, note: null }
  const [begun, setBegun] = useDraft<Begun>('text', nothing)
  const { was, typed, note } = begun
  const isTyped = note !== null || Object.keys(typed).length > 0
  const seenAt = isTyped ? begun.seenAt : now
  const givenNote = version?.note ?? ''
  const body: Body = { ...saved, ...typed }
  const change = (next: Body): void => {
    const changed = Object.keys(next).filter((key) => !same(next[key], saved[key]))
    setBegun({
      ...{ seenAt, note },
      typed: pick(next, changed),
      was: pick({ ...saved, ...was }, changed),
    })
  }
  return {
    body,
    note: note ?? givenNote,
    isTyped,
    /** Somebody has saved since the person began. */
    isOld: seenAt !== now,
    seenAt,
    /** The three sides of what others have changed where this person has typed too. */
    forms: { base: { ...saved, ...was }, mine: body, theirs: saved },
    change,
    setNote: (text: string) =>
      setBegun({ seenAt, was, typed, note: text === givenNote ? null : text }),
    merge: () => setBegun({ ...begun, seenAt: now, was: pick(saved, Object.keys(typed)) }),
    forget: () => setBegun(nothing),
  }
}
