import { setImmediate as turn } from 'node:timers/promises'
import { type Reader, sql } from '#db'
import { chainHash, chainOrigin } from './chain.ts'

const page = 500

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
  /** The first that does not follow from the one before it: it, or one that stood there, was changed or taken away. */
  broken: { id: number; at: number; why: 'gap' | 'hash' | 'copy' } | null
}

/** Walks the whole chain (R86), a page at a time, leaving the thread to others in between. */
export async function verifyTrail(reader: Pick<Reader, 'read'>): Promise<TrailCheck> {
  // Months that retention has taken away end in a hash that was kept: the chain goes on from it.
  const [gone] = reader.read(newestSegment)
  let former: Uint8Array = gone?.lastHash ?? chainOrigin
  let at = gone?.lastId ?? 0
  for (;;) {
    const rows = reader.read(trailPage(at))
    for (const { hash, ...entry } of rows) {
      const broken = { id: at + 1, at: entry.at }
      if (entry.id !== at + 1) return { entries: at, broken: { ...broken, why: 'gap' } }
      if (!chainHash(former, entry).equals(hash))
        return { entries: at, broken: { ...broken, why: 'hash' } }
      former = hash
      at = entry.id
    }
    if (rows.length < page) return { entries: at, broken: null }
    await turn()
  }
}
