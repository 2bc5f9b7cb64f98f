import { query } from '#db'
import { AppError } from '#shared/errors'
import { type EndReason, grantLabel, statusAt } from '#shared/grant'
import type { ActContext } from '../actor.ts'
import type { Action } from '../audit/record.ts'
import { type Asked, recordChange } from './history.ts'
import { closeHold } from './hold.ts'

const endAccess = query<{ id: number; at: number; machineNow: number }>()((k, v) =>
  k
    .updateTable('accessTokens')
    .set({ endedAt: v('at') })
    .where('grantId', '=', v('id'))
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', v('machineNow')),
)

export interface EndInput extends Asked {
  grantId: number
  to: 'revoked' | 'terminated' | 'superseded' | 'lapsed' | 'expired'
  reason: EndReason
  action: Action
  /** The grant that took its place. */
  replacedBy?: number
}

/**
 * 解除: a grant ends because the customer, the institution or the provider asked for it. Ends for other causes (expiry, a new
 * link, a code used twice, an event at the bank) call endGrant themselves.
 * @returns how many live tokens it ended
 * @throws AppError grant.not-found, grant.already-ended
 */
export function revokeGrant(
  ctx: ActContext,
  input: Omit<EndInput, 'action'> & { to: 'revoked' | 'terminated' },
): number {
  return endGrant(ctx, { ...input, action: 'grants.revoke' })
}

/**
 * The only way in which a grant ends, whoever asks: status, every token, history and audit are written in the caller's
 * commit unit, so that no crash leaves half of it (T3). Codes need no row of their own: each check of a code asks the grant.
 * @returns how many live tokens it ended
 * @throws AppError grant.not-found, grant.already-ended
 */
export function endGrant(ctx: ActContext, input: EndInput): number {
  const { engine, actor } = ctx
  const { store, clock } = engine
  const { replacedBy } = input
  const now = clock.now()
  const grant = store.find('grants', { id: input.grantId })
  if (!grant) throw new AppError('grant.not-found')
  const status = statusAt(grant, now)
  if (grant.endedAt !== null || (status === 'expired' && input.to !== 'expired'))
    throw new AppError('grant.already-ended', { detail: status })
  store.update(
    'grants',
    { id: grant.id },
    {
      status: input.to,
      // By the clock a grant ends when its time is over, however late that is written.
      endedAt: input.to === 'expired' ? grant.expiresAt : now,
      endedBy: `${actor.kind}:${actor.id}`,
      requester: input.requester,
      requestChannel: input.requestChannel,
      reason: input.reason,
    },
  )
  engine.authority.changed()
  if (grant.status === 'held') closeHold(engine, grant.id)
  const endedTokens =
    store.statement(endAccess).run({ id: grant.id, at: now, machineNow: now - clock.offset }) +
    store.update('refreshTokens', { grantId: grant.id, endedAt: null }, { endedAt: now })
  recordChange(ctx, input, {
    grantId: grant.id,
    action: input.action,
    type: 'ended',
    from: grant.status,
    to: input.to,
    endedTokens,
    snapshot: {
      scopes: grant.scopes,
      expiresAt: grant.expiresAt,
      lastAccessAt: grant.lastAccessAt,
      ...(replacedBy !== undefined && { replacedBy }),
    },
    before: { status: grant.status },
    after: {
      status: input.to,
      endedTokens,
      requester: input.requester,
      requestChannel: input.requestChannel,
      ...(replacedBy !== undefined && { replacedBy: grantLabel(replacedBy) }),
    },
  })
  return endedTokens
}
