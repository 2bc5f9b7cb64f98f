import type { EndReason, RequestChannel, Requester } from '#shared/grant'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { endGrant } from './end.ts'

export interface RevokeInput {
  grantIds: readonly number[]
  requester: Requester
  requestChannel: RequestChannel
  reason: EndReason
  note: string | undefined
  correlationId: string
}

/**
 * 連携の解除 by staff: all of the chosen grants in one commit, or none (R55). The answer is given after the commit, so
 * the provider's next call is refused.
 * @throws AppError grant.not-found, grant.already-ended
 */
export function revokeGrants(
  engine: Engine,
  actor: Actor,
  input: RevokeInput,
): Promise<{ grantId: number; endedTokens: number }[]> {
  return engine.store.write(() =>
    input.grantIds.map((grantId) => ({
      grantId,
      endedTokens: endGrant(engine, {
        grantId,
        to: 'revoked',
        actor,
        requester: input.requester,
        requestChannel: input.requestChannel,
        reason: input.reason,
        note: input.note,
        action: 'grants.revoke',
        correlationId: input.correlationId,
      }),
    })),
  )
}
