import { query } from '#db'
import { AppError } from '#shared/errors'
import { type EndReason, type RequestChannel, type Requester, statusAt } from '#shared/grant'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { recordHistory } from './history.ts'
import { closeHold } from './hold.ts'
import { grantLabel } from './number.ts'

const endAccess = query<{ id: number; at: number; machineNow: number }>()((k, v) =>
  k
    .updateTable('accessTokens')
    .set({ endedAt: v('at') })
    .where('grantId', '=', v('id'))
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', v('machineNow')),
)
export interface EndInput {
  grantId: number
  to: 'revoked' | 'terminated' | 'superseded' | 'expired'
  actor: Actor
  requester: Requester
  requestChannel: RequestChannel
  reason: EndReason
  note?: string | undefined
  action: string
  /** 受付番号, where there is one (R87). */
  requestNumber?: string | undefined
  correlationId: string
}

/**
 * The one way a grant ends, whoever asks: status, every token, history and audit in the caller's commit unit, so that no
 * crash leaves half of it (T3). Codes need no row of their own: each check of one asks the grant.
 * @returns how many live tokens it ended
 * @throws AppError grant.not-found, grant.already-ended
 */
export function endGrant(engine: Engine, input: EndInput): number {
  const { store, clock } = engine
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
      endedAt: now,
      endedBy: `${input.actor.kind}:${input.actor.id}`,
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
  recordHistory(engine, {
    grantId: grant.id,
    type: 'ended',
    fromStatus: grant.status,
    toStatus: input.to,
    actor: input.actor,
    requester: input.requester,
    requestChannel: input.requestChannel,
    reason: input.reason,
    note: input.note,
    endedTokens,
    correlationId: input.correlationId,
    snapshot: {
      scopes: grant.scopes,
      expiresAt: grant.expiresAt,
      lastAccessAt: grant.lastAccessAt,
    },
  })
  recordAudit(engine, {
    actor: input.actor,
    action: input.action,
    target: { kind: 'grant', id: grant.id, label: grantLabel(grant.id) },
    before: { status: grant.status },
    after: {
      status: input.to,
      endedTokens,
      requester: input.requester,
      requestChannel: input.requestChannel,
      ...(input.requestNumber !== undefined && { request: input.requestNumber }),
    },
    reason: input.reason,
    correlationId: input.correlationId,
  })
  return endedTokens
}
