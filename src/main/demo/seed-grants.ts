import { bulkMs, SeededRandom } from '#bank'
import { inSlices } from '#db'
import type { OpenEngine } from '#engine'
import type { GrantStatus } from '#shared/grant'
import { dayMs } from '#shared/japanese-date'

const validityMs = 90 * dayMs

/** Invented grants of every age and state; no tokens, since no provider has asked for any. */
export async function seedGrants(
  engine: OpenEngine,
  options: {
    grants: number
    customers: number
    /** The first of them. */
    from?: number
    providers: number
    onSlice?: (done: number) => void
  },
): Promise<void> {
  if (options.customers === 0 || options.providers === 0) return
  const random = new SeededRandom(20_261_120)
  const now = engine.clock.now()
  const from = options.from ?? 1
  const addOne = (): void => {
    const id = engine.sequences.next('grants')
    const customerId = from + random.below(options.customers)
    const grantedAt = now - random.below(validityMs * 1.6)
    const expiresAt = grantedAt + validityMs
    const revoked = random.below(8) === 0
    const status: GrantStatus = revoked ? 'revoked' : expiresAt <= now ? 'expired' : 'active'
    const endedAt = revoked
      ? Math.min(now, grantedAt + random.below(validityMs))
      : status === 'expired'
        ? expiresAt
        : null
    const reason = revoked ? 'no-longer-used' : status === 'expired' ? 'period-ended' : null
    engine.store.insert('grants', {
      id,
      channel: 'personal',
      customerId,
      providerId: 1 + random.below(options.providers),
      scopes: random.below(3) === 0 ? 'accounts balances' : 'accounts balances transactions',
      status,
      grantedAt,
      expiresAt,
      endedAt,
      reason,
      lastAccessAt:
        random.below(10) === 0
          ? null
          : Math.min(endedAt ?? now, grantedAt + random.below(validityMs)),
      endedBy: revoked ? 'system:seed' : null,
      requester: revoked ? 'self' : null,
      requestChannel: revoked ? 'phone' : null,
      textVersion: 1,
      termsVersion: '第1版',
      shownHash: Buffer.alloc(32, id % 251),
    })
    engine.store.insert('grantAccounts', { grantId: id, accountId: (customerId - 1) * 3 + 1 })
    const by = {
      grantId: id,
      actorKind: 'system',
      actorId: 'seed',
      actorName: '見本データ',
      correlationId: 'seed',
    } as const
    engine.store.insert('grantHistory', {
      ...by,
      seq: 1,
      at: grantedAt,
      type: 'permitted',
      toStatus: 'active',
    })
    if (endedAt !== null)
      engine.store.insert('grantHistory', {
        ...by,
        seq: 2,
        at: endedAt,
        type: 'ended',
        fromStatus: 'active',
        toStatus: status,
        reason,
      })
  }
  const step = (done: number): number | null => {
    if (done >= options.grants) return null
    addOne()
    return done + 1
  }
  const { onSlice } = options
  await inSlices(0, step, { ms: bulkMs, commit: (slice) => engine.store.bulk(slice), onSlice })
}
