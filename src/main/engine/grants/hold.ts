import { AppError } from '#shared/errors'
import { type EndReason, statusAt } from '#shared/grant'
import type { ActContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { type Asked, recordChange } from './history.ts'

export interface HoldInput extends Asked {
  grantId: number
  actId: number
  reason: EndReason
  /** Without an end of its own: an emergency, which only a paper and a second person lift (R54). */
  emergency: boolean
  until: number | null
  afterwards: 'resume' | 'end' | null
}

/** Marks the hold of a grant as over, whatever comes next; inside a commit unit. */
export function closeHold(engine: Engine, grantId: number): void {
  engine.store.update('holds', { grantId, endedAt: null }, { endedAt: engine.clock.now() })
}

/**
 * 停止: every token of the grant is refused from the next call on and kept; nothing is ended. Inside a commit unit.
 * @returns `held`, or what the grant is instead: a hold on top of a hold changes its end, an emergency outlasts it
 */
export function holdGrant(ctx: ActContext, input: HoldInput): 'held' | 'already' {
  const { engine } = ctx
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
  const { until, afterwards, emergency } = input
  recordChange(ctx, input, {
    grantId: grant.id,
    action: 'grants.hold',
    type: 'held',
    from: status,
    to: 'held',
    snapshot: { until, afterwards, emergency },
    before: { status },
    after: { status: 'held', until, afterwards, emergency },
  })
  return 'held'
}

/** 再開: the same tokens work again, to the same end. Inside a commit unit. */
export function resumeGrant(
  ctx: ActContext,
  input: Asked & { grantId: number },
): 'resumed' | 'already' {
  const { engine } = ctx
  const { store, clock } = engine
  const grant = store.find('grants', { id: input.grantId })
  if (!grant) throw new AppError('grant.not-found')
  if (statusAt(grant, clock.now()) !== 'held') return 'already'
  store.update('grants', { id: grant.id }, { status: 'active' })
  engine.authority.changed()
  closeHold(engine, grant.id)
  // Why it was held is no reason of this change.
  const { reason: _, ...asked } = input
  recordChange(ctx, asked, {
    grantId: grant.id,
    action: 'grants.resume',
    type: 'resumed',
    from: 'held',
    to: 'active',
    before: { status: 'held' },
    after: { status: 'active' },
  })
  return 'resumed'
}

/** Since when an emergency stop keeps a customer from linking anything (R53), epoch ms; null where none does. */
export function stoppedSince(engine: Engine, customerId: number): number | null {
  return engine.store.find('customerStops', { customerId })?.at ?? null
}
