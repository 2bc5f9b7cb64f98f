import { sql as raw } from 'kysely'
import { sql } from '#db'
import type { EndReason, GrantStatus, RequestChannel, Requester } from '#shared/grant'
import { dayMs, japanOffsetMs } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'
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
}

const dayOfJapan = raw<number>`("at" + ${raw.lit(japanOffsetMs)}) / ${raw.lit(dayMs)}`
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
}

/** A grant's life, newest first: its history, what was provided per day (as 第三者提供記録 counts it), and what was refused. */
export function timelineOf(engine: Engine, grantId: number): TimelineLine[] {
  const history = engine.store.read(
    sql
      .selectFrom('grantHistory')
      .select([
        'at',
        'type',
        'actorName',
        'approvedByName',
        'toStatus',
        'requester',
        'requestChannel',
        'reason',
        'note',
        'endedTokens',
      ])
      .where('grantId', '=', grantId)
      .orderBy('seq'),
  )
  const days = engine.store.read(
    sql
      .selectFrom('accessRecords')
      .select((e) => [e.fn.max('at').as('at'), e.fn.countAll<number>().as('count')])
      .where('grantId', '=', grantId)
      .where(isProvision)
      .groupBy(dayOfJapan)
      .orderBy('at', 'desc')
      .limit(100),
  )
  const refused = engine.store.read(
    sql
      .selectFrom('accessRecords')
      .select((e) => [e.fn.max('at').as('at'), 'endpoint', e.fn.countAll<number>().as('count')])
      .where('grantId', '=', grantId)
      .where('status', '>=', 400)
      .groupBy([dayOfJapan, 'endpoint'])
      .orderBy('at', 'desc')
      .limit(100),
  )
  return [
    ...history.map(({ type, ...row }) => ({
      ...nothing,
      ...row,
      kind: type as TimelineLine['kind'],
    })),
    ...days.map((row) => ({
      ...nothing,
      at: row.at,
      count: row.count,
      kind: 'access-day' as const,
    })),
    ...refused.map((row) => ({ ...nothing, ...row, kind: 'refused' as const })),
  ].sort((a, b) => b.at - a.at)
}
