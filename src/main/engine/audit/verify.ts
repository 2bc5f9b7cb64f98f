import { inSlices, type Reader, sql } from '#db'
import { chainHash, chainOrigin } from './chain.ts'

const page = 200

const trailPage = (after: number) =>
  sql.selectFrom('auditEntries').selectAll().where('id', '>', after).orderBy('id').limit(page)

const newestSegment = sql
  .selectFrom('auditSegments')
  .select(['lastId', 'lastHash'])
  .orderBy('lastId', 'desc')
  .limit(1)

export interface TrailCheck {
  /** Entries looked at. */
  entries: number
  /** The first entry that does not follow from the one before it: it was changed, or one before it is missing. */
  broken: { id: number; at: number; why: 'gap' | 'hash' | 'copy' } | null
}

/** Checks the whole chain (R86), giving way to other work in between. After `signal` was aborted the result is no verdict. */
export async function verifyTrail(
  reader: Pick<Reader, 'read'>,
  signal?: AbortSignal,
): Promise<TrailCheck> {
  // Retention keeps the last hash of each month that it deletes; the chain continues from it.
  const [gone] = reader.read(newestSegment)
  let former: Uint8Array = gone?.lastHash ?? chainOrigin
  let entries = gone?.lastId ?? 0
  let broken: TrailCheck['broken'] = null
  const step = (): true | null => {
    const rows = reader.read(trailPage(entries))
    for (const { hash, ...entry } of rows) {
      const id = entries + 1
      const whole = entry.id === id && chainHash(former, entry).equals(hash)
      if (!whole) {
        broken = { id, at: entry.at, why: entry.id === id ? 'hash' : 'gap' }
        return null
      }
      former = hash
      entries = id
    }
    return rows.length === 0 ? null : true
  }
  await inSlices(true, step, { signal })
  return { entries, broken }
}
