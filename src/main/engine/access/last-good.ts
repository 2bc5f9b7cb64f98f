import { query } from '#db'
import type { Engine } from '../engine.ts'
import { idBefore } from '../retention/id-before.ts'

const find = query<{ grantId: number; before: number; most: number }>()((k, v) =>
  k
    .selectFrom((newest) =>
      newest
        .selectFrom('accessRecords')
        .select(['id', 'at', 'status', 'result'])
        .where('grantId', '=', v('grantId'))
        .where('id', '<', v('before'))
        .orderBy('id', 'desc')
        .limit(v('most'))
        .as('newest'),
    )
    .select(['id', 'at'])
    .where('status', '<', 400)
    .where('result', '=', 'ok')
    .orderBy('id', 'desc')
    .limit(1),
)
/** How many records of a grant are read for it. */
const most = 2_000
/** `lastAccessAt` is written at most so often (access-log.ts). */
const minuteMs = 60_000

/**
 * The last call of a grant that was answered. A provider that is refused goes on for months with some: then the grant's
 * `lastAccessAt` tells up to where to look, and is the answer to the minute where a minute had more than are read.
 */
export function lastGood(
  { store }: Engine,
  grant: { id: number; lastAccessAt: number | null },
): { id: number; at: number } | undefined {
  if (grant.lastAccessAt === null) return undefined
  const of = { grantId: grant.id, most }
  const newest = store.statement(find).get({ ...of, before: Number.MAX_SAFE_INTEGER })
  if (newest) return newest
  const before = idBefore(store, 'provisions', grant.lastAccessAt + minuteMs)
  return store.statement(find).get({ ...of, before }) ?? { id: 0, at: grant.lastAccessAt }
}
