import { query } from '#db'
import type { Engine } from './engine.ts'

/** Longer than a noon, shorter than until tomorrow: what was typed for one caller must not wait for the next. */
const keptMs = 4 * 3_600_000
/** Of one person at once; the oldest gives way. */
const most = 60

const own = query<{ staffId: number; since: number }>()((k, v) =>
  k
    .selectFrom('drafts')
    .select(['place', 'value'])
    .where('staffId', '=', v('staffId'))
    .where('at', '>=', v('since')),
)
const surplus = query<{ staffId: number; most: number }>()((k, v) =>
  k
    .selectFrom('drafts')
    .select('place')
    .where('staffId', '=', v('staffId'))
    .orderBy('at', 'desc')
    .limit(-1)
    .offset(v('most')),
)
const dropOld = query<{ before: number }>()((k, v) =>
  k.deleteFrom('drafts').where('at', '<', v('before')),
)

/** What a person has typed and not sent, by place: theirs alone, also in another window. */
export function draftsOf({ store, clock }: Engine, staffId: number) {
  return store
    .statement(own)
    .all({ staffId, since: clock.now() - keptMs })
    .map(({ place, value }) => ({ place, value: JSON.parse(value) as never }))
}

/** Keeps what is typed; undefined: it was sent, or taken back. It is nobody's act and leaves no trace but its row. */
export function keepDraft(
  { store, clock }: Engine,
  staffId: number,
  { place, value }: { place: string; value?: unknown },
): Promise<void> {
  return store.write(() => {
    if (value === undefined) {
      store.delete('drafts', { staffId, place })
      return
    }
    store.put('drafts', { staffId, place }, { at: clock.now(), value: JSON.stringify(value) })
    for (const one of store.statement(surplus).all({ staffId, most }))
      store.delete('drafts', { staffId, place: one.place })
  })
}

export function forgetDrafts({ store, clock }: Engine): Promise<number> {
  return store.write(() => store.statement(dropOld).run({ before: clock.now() - keptMs }))
}
