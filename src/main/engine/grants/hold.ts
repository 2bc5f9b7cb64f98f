import { AppError } from '#shared/errors'
import type { EndReason, RequestChannel, Requester } from '#shared/grant'
import { statusAt } from '#shared/grant'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { recordHistory } from './history.ts'
import { grantLabel } from './number.ts'

export interface HoldInput {
  grantId: number
  actId: number
  actor: Actor
  requester: Requester
  requestChannel: RequestChannel
  reason: EndReason
  note: string
  /** Without an end of its own: an emergency, which only a paper and a second person lift (R54). */
  emergency: boolean
  until: number | null
  afterwards: 'resume' | 'end' | null
  requestNumber: string
  correlationId: string
}

/** Marks the hold of a grant as over, whatever comes next; inside a commit unit. */
export function closeHold(engine: Engine, grantId: number): void {
  engine.store.update('holds', { grantId, endedAt: null }, { endedAt: engine.clock.now() })
}

/**
 * 停止: every token of the grant is refused from the next call on and kept; nothing is ended. Inside a commit unit.
 * @returns `held`, or what the grant is instead: a hold on top of a hold changes its end, an emergency outlasts it
 */
export function holdGrant(engine: Engine, input: HoldInput): 'held' | 'already' {
  const { store, clock } = engine
  const grant = store.find('grants', { id: input.grantId })
  if (!grant) throw new AppError('grant.not-found')
  const status = statusAt(grant, clock.now())
  if (status !== 'active' && status !== 'held') return 'already'
  const former = store.find('holds', { grantId: grant.id, endedAt: null })
  if (former && (former.emergency === 1 || !input.emergency)) return 'already'
  if (former) closeHold(engine, grant.id)
  else store.update('grants', { id: grant.id }, { status: 'held' })
  engine.authority.changed()
  store.insert('holds', {
    grantId: grant.id,
    customerId: grant.customerId,
    actId: input.actId,
    at: clock.now(),
    until: input.until,
    afterwards: input.afterwards,
    emergency: input.emergency ? 1 : 0,
  })
  recordHistory(engine, {
    grantId: grant.id,
    type: 'held',
    fromStatus: status,
    toStatus: 'held',
    actor: input.actor,
    requester: input.requester,
    requestChannel: input.requestChannel,
    reason: input.reason,
    note: input.note || undefined,
    correlationId: input.correlationId,
    snapshot: { until: input.until, afterwards: input.afterwards, emergency: input.emergency },
  })
  recordAudit(engine, {
    actor: input.actor,
    action: 'grants.hold',
    target: { kind: 'grant', id: grant.id, label: grantLabel(grant.id) },
    before: { status },
    after: {
      status: 'held',
      until: input.until,
      afterwards: input.afterwards,
      emergency: input.emergency,
      request: input.requestNumber,
    },
    reason: input.reason,
    correlationId: input.correlationId,
  })
  return 'held'
}

/** 再開: the same tokens work again, to the same end. Inside a commit unit. */
export function resumeGrant(
  engine: Engine,
  input: {
    grantId: number
    actor: Actor
    requester: Requester
    requestChannel: RequestChannel
    note?: string
    requestNumber?: string
    correlationId: string
  },
): 'resumed' | 'already' {
  const { store, clock } = engine
  const grant = store.find('grants', { id: input.grantId })
  if (!grant) throw new AppError('grant.not-found')
  if (statusAt(grant, clock.now()) !== 'held') return 'already'
  store.update('grants', { id: grant.id }, { status: 'active' })
  engine.authority.changed()
  closeHold(engine, grant.id)
  recordHistory(engine, {
    grantId: grant.id,
    type: 'resumed',
    fromStatus: 'held',
    toStatus: 'active',
    actor: input.actor,
    requester: input.requester,
    requestChannel: input.requestChannel,
    note: input.note || undefined,
    correlationId: input.correlationId,
  })
  recordAudit(engine, {
    actor: input.actor,
    action: 'grants.resume',
    target: { kind: 'grant', id: grant.id, label: grantLabel(grant.id) },
    before: { status: 'held' },
    after: {
      status: 'active',
      ...(input.requestNumber !== undefined && { request: input.requestNumber }),
    },
    correlationId: input.correlationId,
  })
  return 'resumed'
}

/** Since when an emergency stop keeps a customer from linking anything (R53), epoch ms; null where none does. */
export function stoppedSince(engine: Engine, customerId: number): number | null {
  return engine.store.find('customerStops', { customerId })?.at ?? null
}
