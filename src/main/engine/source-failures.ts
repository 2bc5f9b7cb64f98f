import { query } from '#db'
import type { Engine } from './engine.ts'
import { sourceOf } from './tokens/pseudonyms.ts'

const longestWindowMs = 60 * 60_000

/** What wrong entries are counted under, how many are too many, and from the first of them on for how long. */
export interface Source {
  name: string
  most: number
  /** At most an hour, after which the count is not kept. */
  windowMs: number
}

const find = query<{ source: string }>()((k, v) =>
  k.selectFrom('sourceFailures').selectAll().where('source', '=', v('source')),
)
const dropOld = query<{ before: number }>()((k, v) =>
  k.deleteFrom('sourceFailures').where('firstAt', '<=', v('before')),
)

/** The count within the window; none where that is over. */
function counted(engine: Engine, { name, windowMs }: Source) {
  const row = engine.store.statement(find).get({ source: sourceOf(engine, name) })
  return row && row.firstAt > engine.clock.now() - windowMs ? row : undefined
}

export function sourceIsFull(engine: Engine, source: Source): boolean {
  return (counted(engine, source)?.wrongEntries ?? 0) >= source.most
}

/** Inside a commit unit: one wrong entry more under each. */
export function countSources(engine: Engine, sources: readonly Source[]): void {
  for (const one of sources) {
    const source = sourceOf(engine, one.name)
    const { wrongEntries, firstAt } = counted(engine, one) ?? {
      wrongEntries: 0,
      firstAt: engine.clock.now(),
    }
    engine.store.put('sourceFailures', { source }, { wrongEntries: wrongEntries + 1, firstAt })
  }
}

/** Counts whose window is over are not kept (R43). */
export function forgetSources(engine: Engine): Promise<number> {
  const before = engine.clock.now() - longestWindowMs
  return engine.store.write(() => engine.store.statement(dropOld).run({ before }))
}
