import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { desk, deskQuery } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import { mergeForms } from '#shared/three-way'
import { placeOfRequest, useDraftAt } from '#words'

const fields = ['requesterName', 'answer', 'callbackPhone', 'note', 'complaint'] as const
/** What is written of a request, for its 受付票. */
export type Described = Pick<StaffRequest, (typeof fields)[number]>

const keptOf = ({ requesterName, answer, callbackPhone, note, complaint }: Described) => ({
  ...{ requesterName, answer, callbackPhone, note, complaint },
})
const same = (one: Described, other: Described): boolean =>
  fields.every((name) => one[name] === other[name])

/** A person who asks for themself is named on the 受付票 too. */
const nameOf = ({ requesterName, requester, customer }: StaffRequest): string =>
  requesterName || (requester === 'self' && customer?.channel === 'personal' ? customer.name : '')

/**
 * What is written of a request and not saved: one draft, on whatever page it is typed, from what was saved when it was begun. It goes
 * once it is saved.
 */
export function useDescribed(request: StaffRequest) {
  const queries = useQueryClient()
  const read = keptOf(request)
  // The page may not have the request anew yet when it was saved a moment ago.
  const [last, setLast] = useState<{ before: Described; after: Described }>()
  const isStale = last !== undefined && same(last.before, read)
  if (last && !isStale) setLast(undefined)
  const kept = isStale ? last.after : read
  const theirs = { ...kept, requesterName: nameOf({ ...request, ...kept }) }
  const first = { base: theirs, typed: theirs }
  const [draft, setDraft] = useDraftAt(placeOfRequest(request.id), first)
  const { base, typed } = draft
  const isSaved = draft !== first && same(typed, theirs)
  useEffect(() => {
    if (isSaved) setDraft(first)
  })
  return {
    form: typed,
    /** What was saved since the draft was begun differs from what it began with. */
    isOld: !isSaved && !same(base, theirs),
    others: { base, mine: typed, theirs },
    set: (change: Partial<Described>): void =>
      setDraft((before) => ({ ...before, typed: { ...before.typed, ...change } })),
    merge: (): void => setDraft({ base: theirs, typed: mergeForms(base, typed, theirs) }),
    /** Saves the words, if they are not what is saved. What was typed on meanwhile stays. */
    save: async (words: Described): Promise<void> => {
      if (same(kept, words)) return
      const after = await desk.requests.describe({ id: request.id, ...words })
      // Its own page would otherwise begin with what was there before, and take what was saved here for what came since.
      queries.setQueryData(deskQuery.requests.find.queryKey({ input: { id: request.id } }), after)
      setLast({ before: read, after: keptOf(after) })
      setDraft((now) =>
        now === first || same(now.typed, words)
          ? first
          : { base: { ...keptOf(after), requesterName: nameOf(after) }, typed: now.typed },
      )
    },
  }
}
