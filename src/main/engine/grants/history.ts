import { query } from '#db'
import type { EndReason, GrantStatus, RequestChannel, Requester } from '#shared/grant'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'

const lastSeq = query<{ grantId: number }>()((k, v) =>
  k
    .selectFrom('grantHistory')
    .select((e) => e.fn.max('seq').as('seq'))
    .where('grantId', '=', v('grantId')),
)

export interface HistoryInput {
  grantId: number
  type: 'permitted' | 'ended' | 'held' | 'resumed' | 'narrowed'
  fromStatus: GrantStatus | null
  toStatus: GrantStatus
  actor: Actor
  requester?: Requester
  requestChannel?: RequestChannel
  reason?: EndReason
  note?: string | undefined
  endedTokens?: number
  correlationId: string
  snapshot?: unknown
}

/** One line of a grant's life, in the same commit as the change itself; the numbers of a grant have no gaps. */
export function recordHistory(engine: Engine, entry: HistoryInput): void {
  const { grantId } = entry
  // A grant is born with its first line.
  const seq =
    entry.type === 'permitted'
      ? 1
      : Number(engine.store.statement(lastSeq).get({ grantId })?.seq ?? 0) + 1
  engine.store.insert('grantHistory', {
    grantId,
    seq,
    at: engine.clock.now(),
    type: entry.type,
    fromStatus: entry.fromStatus,
    toStatus: entry.toStatus,
    actorKind: entry.actor.kind,
    actorId: entry.actor.id,
    actorName: entry.actor.name,
    requester: entry.requester ?? null,
    requestChannel: entry.requestChannel ?? null,
    reason: entry.reason ?? null,
    note: entry.note ?? null,
    endedTokens: entry.endedTokens ?? null,
    correlationId: entry.correlationId,
    snapshot: entry.snapshot === undefined ? null : JSON.stringify(entry.snapshot),
  })
}
