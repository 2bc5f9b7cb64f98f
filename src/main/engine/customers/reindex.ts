import { putSearchWords, searchColumns } from '#bank'
import { query } from '#db'
import { searchKeyVersion } from '#shared/search-key'
import type { Engine } from '../engine.ts'

const mark = 'search-key'
const sliceMs = 8

const next = query<{ after: number; limit: number }>()((k, v) =>
  k
    .selectFrom('customers')
    .select(['id', 'name', 'kana', 'phone'])
    .where('id', '>', v('after'))
    .orderBy('id')
    .limit(v('limit')),
)
/**
 * R65: keys that another version of the normaliser made are made anew, in commits of a few milliseconds, while the desk
 * works. A stop in between costs a new beginning, nothing else.
 * @returns how many customers it wrote
 */
export async function reindexCustomers(
  engine: Engine,
  stopped: () => boolean = () => false,
): Promise<number> {
  if (engine.settings.mark(mark) === searchKeyVersion) return 0
  let after = 0
  let written = 0
  while (!stopped()) {
    const done = await engine.store.write(() => {
      const until = performance.now() + sliceMs
      let last = 0
      let n = 0
      for (const { id, ...person } of engine.store.statement(next).all({ after, limit: 200 })) {
        const { grams: words, ...keys } = searchColumns(person)
        engine.store.update('customers', { id }, keys)
        putSearchWords(engine.store, id, words)
        last = id
        n += 1
        if (performance.now() > until) break
      }
      return { last, n }
    })
    if (done.n === 0) {
      await engine.settings.saveMark(mark, searchKeyVersion, engine.clock.now())
      return written
    }
    after = done.last
    written += done.n
    await new Promise((resume) => setImmediate(resume))
  }
  return written
}
