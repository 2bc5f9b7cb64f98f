import { putSearchWords, searchColumns } from '#bank'
import { query } from '#db'
import { searchKeyVersion } from '#shared/search-key'
import { type Engine, inCommits } from '../engine.ts'

const mark = 'search-key'
const chunk = 20

const next = query<{ after: number; limit: number }>()((k, v) =>
  k
    .selectFrom('customers')
    .select(['id', 'name', 'kana', 'phone'])
    .where('id', '>', v('after'))
    .orderBy('id')
    .limit(v('limit')),
)
/** Whether some customers still have search keys of another version, by which not everything finds them. */
export function isReindexing({ settings }: Engine): boolean {
  const made = settings.mark(mark)
  return made !== null && made !== searchKeyVersion
}

/**
 * Makes search keys of another version anew (R65), in commits of a few milliseconds while the service runs. After a stop it
 * begins again.
 * @returns how many customers it wrote
 */
export async function reindexCustomers(engine: Engine): Promise<number> {
  const { store, settings, clock, closing } = engine
  if (settings.mark(mark) === searchKeyVersion) return 0
  const { written } = await inCommits(engine, { after: 0, written: 0 }, (at) => {
    const rows = store.statement(next).all({ after: at.after, limit: chunk })
    for (const { id, ...person } of rows) {
      store.update('customers', { id }, searchColumns(person))
      putSearchWords(store, id)
    }
    const last = rows.at(-1)
    return last ? { after: last.id, written: at.written + rows.length } : null
  })
  if (!closing.aborted) await settings.saveMark(mark, searchKeyVersion, clock.now())
  return written
}
