import { query } from '#db'
import type { EndReason } from '#shared/grant'
import type { ActContext } from '../actor.ts'
import { revokeGrant } from './end.ts'
import { type Asked, recordChange } from './history.ts'

const left = query<{ grantId: number }>()((k, v) =>
  k
    .selectFrom('grantAccounts')
    .select('accountId')
    .where('grantId', '=', v('grantId'))
    .where('removedAt', 'is', null),
)

export interface NarrowInput extends Asked {
  grantId: number
  accountId: number
  to: 'revoked' | 'terminated'
  reason: EndReason
}

/**
 * One account out of a grant, the others stay (R99); a grant that has none left ends. Inside a commit unit.
 * @returns how many tokens ended with it: 0 where the grant lives on
 */
export function narrowGrant(
  ctx: ActContext,
  input: NarrowInput,
): { outcome: 'narrowed' | 'ended' | 'already'; endedTokens: number } {
  const { engine } = ctx
  const { store } = engine
  const { grantId, accountId } = input
  const before = store.statement(left).all({ grantId })
  const still = { grantId, accountId, removedAt: null }
  if (store.update('grantAccounts', still, { removedAt: engine.clock.now() }) === 0)
    return { outcome: 'already', endedTokens: 0 }
  engine.authority.changed()
  if (before.length === 1) {
    const endedTokens = revokeGrant(ctx, input)
    return { outcome: 'ended', endedTokens }
  }
  const status = store.find('grants', { id: grantId })?.status ?? 'active'
  recordChange(ctx, input, {
    grantId,
    action: 'grants.narrow',
    type: 'narrowed',
    from: status,
    to: status,
    snapshot: { accounts: before.map((row) => row.accountId), removed: accountId },
    before: { accounts: before.length },
    after: { accounts: before.length - 1 },
  })
  return { outcome: 'narrowed', endedTokens: 0 }
}
