import { query, sql } from '#db'
import type { TimelineCursor } from '#shared/contract/grants'
import type { EndReason, GrantStatus, RequestChannel, Requester } from '#shared/grant'
import { dayMs, startOfDay } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'
import { idBefore } from '../retention/id-before.ts'
import { isProvision } from './provisions.ts'

export interface TimelineLine {
  at: number
  kind: 'permitted' | 'ended' | 'held' | 'resumed' | 'narrowed' | 'access-day' | 'refused'
  actorName: string | null
  approvedByName: string | null
  toStatus: GrantStatus | null
  requester: Requester | null
  requestChannel: RequestChannel | null
  reason: EndReason | null
  note: string | null
  endedTokens: number | null
  endpoint: string | null
  count: number | null
  /** More than `count`: so many were read of the day. */
  atLeast: boolean
}

const newest = query<{ grantId: number; before: number; most: number }>()((k, v) =>
  k
    .selectFrom('accessRecords')
    .select(['id', 'at', 'endpoint', 'status', isProvision.as('provided')])
    .where('grantId', '=', v('grantId'))
    .where('id', '<', v('before'))
    .orderBy('id', 'desc')
    .limit(v('most')),
)
/** Access records that one reading looks at (decision 0018): a link in daily use leaves as many in weeks, or in an hour. */
const most = 5_000

const nothing = {
  actorName: null,
  approvedByName: null,
  toStatus: null,
  requester: null,
  requestChannel: null,
  reason: null,
  note: null,
  endedTokens: null,
  endpoint: null,
  count: null,
  atLeast: false,
}

/**
 * A grant's life, newest first: its history, what was provided per day of Japan (as 第三者提供記録 counts it), and what was refused per
 * day and endpoint. A reading ends with a whole day, where one day alone is not more than it looks at.
 * @param after where the reading before ended
 */
export function timelineOf(
  engine: Engine,
  grantId: number,
  after: TimelineCursor | null = null,
): { entries: TimelineLine[]; next: TimelineCursor | null } {
  const { store } = engine
  const of = { grantId, before: after?.id ?? Number.MAX_SAFE_INTEGER, most }
  const { records, atLeast, next } = wholeDays(engine, store.statement(newest).all(of))
  const history = store
    .read(
      sql
        .selectFrom('grantHistory')
        .select([
          ...(['at', 'type', 'actorName', 'approvedByName', 'toStatus', 'requester'] as const),
          ...(['requestChannel', 'reason', 'note', 'endedTokens'] as const),
        ])
        .where('grantId', '=', grantId)
        .where('at', '>=', next?.at ?? Number.MIN_SAFE_INTEGER)
        .where('at', '<', after?.at ?? Number.MAX_SAFE_INTEGER)
        .orderBy('seq'),
    )
    .map(({ type, ...row }) => ({ ...nothing, ...row, kind: type as TimelineLine['kind'] }))
  const entries = [...history, ...counted(records, atLeast)].sort((a, b) => b.at - a.at)
  return { entries, next }
}

interface AccessRow {
  id: number
  at: number
  endpoint: string
  status: number
  provided: boolean
}

/** What of the newest records is told now. Where there may be more, the oldest day among them comes with the next reading. */
function wholeDays(
  engine: Engine,
  rows: readonly AccessRow[],
): { records: readonly AccessRow[]; atLeast: boolean; next: TimelineCursor | null } {
  const oldest = rows.length < most ? undefined : rows.at(-1)
  if (!oldest) return { records: rows, atLeast: false, next: null }
  const day = startOfDay(oldest.at)
  const first = rows.findIndex(({ at }) => startOfDay(at) === day)
  if (first > 0)
    return {
      records: rows.slice(0, first),
      atLeast: false,
      next: { id: (rows[first]?.id ?? 0) + 1, at: day + dayMs },
    }
  // Nothing but this day was read, and not all of it.
  const id = Math.min(oldest.id, idBefore(engine.store, 'provisions', day))
  return { records: rows, atLeast: true, next: { id, at: day } }
}

function counted(records: readonly AccessRow[], atLeast: boolean): TimelineLine[] {
  const lines = new Map<string, TimelineLine & { count: number }>()
  for (const { at, endpoint, status, provided } of records) {
    if (!provided && status < 400) continue
    const key = `${startOfDay(at)} ${provided ? '' : endpoint}`
    const line = lines.get(key) ?? {
      ...{ ...nothing, at, count: 0, atLeast },
      ...(provided ? { kind: 'access-day' as const } : { kind: 'refused' as const, endpoint }),
    }
    line.at = Math.max(line.at, at)
    line.count += 1
    lines.set(key, line)
  }
  return [...lines.values()]
}
