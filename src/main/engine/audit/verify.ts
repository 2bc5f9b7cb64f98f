import { inSlices, inThread, type Reader, sql, workerScript } from '#db'
import { dayNumber } from '#shared/japanese-date'
import { chainHash, chainOrigin } from './chain.ts'

const page = 200

const trailPage = (after: number) =>
  sql.selectFrom('auditEntries').selectAll().where('id', '>', after).orderBy('id').limit(page)

const newestSegment = sql
  .selectFrom('auditSegments')
  .select(['lastId', 'lastHash'])
  .orderBy('lastId', 'desc')
  .limit(1)

export interface ChainCheck {
  /** Entries looked at: what the list shows, where nothing is broken. */
  entries: number
  /** The first entry that does not follow from the one before it: it was changed, or one before it is missing. */
  broken: { id: number; at: number; why: 'gap' | 'hash' } | null
  /** The days on which there are entries, in Japan's time, as days since 1970. */
  days: ReadonlySet<number>
}

/** Checks the whole chain (R86) from the oldest entry that is kept, giving way to other work in between. */
export async function verifyTrail(reader: Pick<Reader, 'read'>): Promise<ChainCheck> {
  // Retention keeps the last hash of each month that it deletes; the chain continues from it.
  const [gone] = reader.read(newestSegment)
  let former: Uint8Array = gone?.lastHash ?? chainOrigin
  let last = gone?.lastId ?? 0
  let entries = 0
  let broken: ChainCheck['broken'] = null
  const days = new Set<number>()
  const step = (): true | null => {
    const rows = reader.read(trailPage(last))
    for (const { hash, ...entry } of rows) {
      const id = last + 1
      const whole = entry.id === id && chainHash(former, entry).equals(hash)
      if (!whole) {
        broken = { id, at: entry.at, why: entry.id === id ? 'hash' : 'gap' }
        return null
      }
      former = hash
      last = id
      entries += 1
      days.add(dayNumber(entry.at))
    }
    return rows.length === 0 ? null : true
  }
  await inSlices(true, step)
  return { entries, broken, days }
}

/**
 * The same in a thread of its own over its own connection: a million entries take the processor for seconds.
 * @returns a text: SQLite found the file damaged; undefined: `signal` was aborted before the end
 */
export const verifyInBackground = (
  path: string,
  signal: AbortSignal,
): Promise<ChainCheck | string | undefined> =>
  inThread(workerScript(import.meta.dirname, 'trail-worker'), path, signal)
