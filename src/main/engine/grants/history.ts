import { query } from '#db'
import {
  type EndReason,
  type GrantStatus,
  grantLabel,
  type RequestChannel,
  type Requester,
} from '#shared/grant'
import type { ActContext } from '../actor.ts'
import { type Action, recordAudit } from '../audit/record.ts'

const lastSeq = query<{ grantId: number }>()((k, v) =>
  k
    .selectFrom('grantHistory')
    .select((e) => e.fn.max('seq').as('seq'))
    .where('grantId', '=', v('grantId')),
)

/** Who asked for a change of a grant, through which channel, and why. */
export interface Asked {
  requester: Requester
  requestChannel: RequestChannel
  reason?: EndReason
  note?: string | undefined
  /** 受付番号, where there is one (R87). */
  requestNumber?: string | undefined
  /** Who agreed, where it waited for a second person (R45). */
  approvedBy?: string | undefined
}

interface GrantChange {
  grantId: number
  action: Action
  type: 'permitted' | 'ended' | 'held' | 'resumed' | 'narrowed'
  from: GrantStatus | null
  to: GrantStatus
  endedTokens?: number
  /** What the grant's history keeps beside it. */
  snapshot?: unknown
  before?: object
  after: object
}

/**
 * Writes a line of a grant's history and its audit entry, in the commit of the change itself. The lines of a grant are
 * numbered without gaps.
 */
export function recordChange(ctx: ActContext, asked: Asked, change: GrantChange): void {
  const { store, clock } = ctx.engine
  const { grantId, from, to, snapshot } = change
  const { requester, requestChannel, reason, note, requestNumber, approvedBy } = asked
  // The first line makes the grant.
  const seq = from === null ? 1 : Number(store.statement(lastSeq).get({ grantId })?.seq ?? 0) + 1
  store.insert('grantHistory', {
    grantId,
    seq,
    at: clock.now(),
    type: change.type,
    fromStatus: from,
    toStatus: to,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    approvedByName: approvedBy ?? null,
    requester,
    requestChannel,
    reason: reason ?? null,
    note: note || null,
    endedTokens: change.endedTokens ?? null,
    correlationId: ctx.correlationId,
    snapshot: snapshot === undefined ? null : JSON.stringify(snapshot),
  })
  recordAudit(ctx, {
    action: change.action,
    target: { kind: 'grant', id: grantId, label: grantLabel(grantId) },
    before: change.before,
    after: {
      ...change.after,
      ...(requestNumber !== undefined && { request: requestNumber }),
      ...(approvedBy !== undefined && { approvedBy }),
    },
    reason,
  })
}
