import { query } from '#db'
import type { EndReason, RequestChannel, Requester } from '#shared/grant'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { endGrant } from './end.ts'
import { recordHistory } from './history.ts'
import { grantLabel } from './number.ts'

const left = query<{ grantId: number }>()((k, v) =>
  k
    .selectFrom('grantAccounts')
    .select('accountId')
    .where('grantId', '=', v('grantId'))
    .where('removedAt', 'is', null),
)
export interface NarrowInput {
  grantId: number
  accountId: number
  to: 'revoked' | 'terminated'
  actor: Actor
  requester: Requester
  requestChannel: RequestChannel
  reason: EndReason
  note: string
  requestNumber: string
  correlationId: string
}

/**
 * One account out of a grant, the others stay (R99); a grant that has none left ends. Inside a commit unit.
 * @returns how many tokens ended with it: 0 where the grant lives on
 */
export function takeAccountOut(
  engine: Engine,
  input: NarrowInput,
): { outcome: 'narrowed' | 'ended' | 'already'; endedTokens: number } {
  const { store } = engine
  const { grantId, accountId } = input
  const before = store.statement(left).all({ grantId })
  const still = { grantId, accountId, removedAt: null }
  if (store.update('grantAccounts', still, { removedAt: engine.clock.now() }) === 0)
    return { outcome: 'already', endedTokens: 0 }
  engine.authority.changed()
  if (before.length === 1) {
    const { note, accountId: _, ...end } = input
    const endedTokens = endGrant(engine, {
      ...end,
      note: note || undefined,
      action: 'grants.revoke',
    })
    return { outcome: 'ended', endedTokens }
  }
  const status = store.find('grants', { id: grantId })?.status ?? 'active'
  recordHistory(engine, {
    grantId,
    type: 'narrowed',
    fromStatus: status,
    toStatus: status,
    actor: input.actor,
    requester: input.requester,
    requestChannel: input.requestChannel,
    reason: input.reason,
    note: input.note || undefined,
    correlationId: input.correlationId,
    snapshot: { accounts: before.map((row) => row.accountId), removed: accountId },
  })
  recordAudit(engine, {
    actor: input.actor,
    action: 'grants.narrow',
    target: { kind: 'grant', id: grantId, label: grantLabel(grantId) },
    before: { accounts: before.length },
    after: { accounts: before.length - 1, request: input.requestNumber },
    reason: input.reason,
    correlationId: input.correlationId,
  })
  return { outcome: 'narrowed', endedTokens: 0 }
}
