import { AppError } from '#shared/errors'
import { type EndReason, statusAt } from '#shared/grant'
import type { ActContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { type Asked, recordChange } from './history.ts'

export interface HoldInput extends Asked {
  grantId: number
  actId: number
  reason: EndReason
  /** An 緊急停止 has no end of its own: only a paper and an approval resume the grant (R54). */
  emergency: boolean
  until: number | null
  afterwards: 'resume' | 'end' | null
}

/** Closes the hold of a grant, whatever comes next; inside a commit unit. */
export function closeHold(engine: Engine, grantId: number): void {
  engine.store.update('holds', { grantId, endedAt: null }, { endedAt: engine.clock.now() })
}

/**
 * 停止: every token of the grant is refused from the next call on, but kept. Inside a commit unit.
 * @returns `held`, or the status that the grant has instead; a second hold changes the end of the first, an 緊急停止 replaces it
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

/** 再開: the same tokens work again, until the same end. Inside a commit unit. */
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
  // The reason of the hold is not the reason of this change.
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
