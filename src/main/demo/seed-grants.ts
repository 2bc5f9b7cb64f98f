import { SeededRandom } from '#bank'
import { query } from '#db'
import type { OpenEngine } from '#engine'
import type { EndReason, GrantStatus, RequestChannel, Requester } from '#shared/grant'

interface Row {
  id: number
  customerId: number
  providerId: number
  scopes: string
  status: GrantStatus
  grantedAt: number
  expiresAt: number
  lastAccessAt: number | null
  endedAt: number | null
  endedBy: string | null
  requester: Requester | null
  requestChannel: RequestChannel | null
  reason: EndReason | null
  shownHash: Uint8Array
}

const insert = query<Row>()((k, v) =>
  k.insertInto('grants').values({
    id: v('id'),
    customerId: v('customerId'),
    providerId: v('providerId'),
    channel: 'personal',
    scopes: v('scopes'),
    status: v('status'),
    grantedAt: v('grantedAt'),
    expiresAt: v('expiresAt'),
    lastAccessAt: v('lastAccessAt'),
    endedAt: v('endedAt'),
    endedBy: v('endedBy'),
    reason: v('reason'),
    requester: v('requester'),
    requestChannel: v('requestChannel'),
    textVersion: 1,
    termsVersion: '第1版',
    shownHash: v('shownHash'),
  }),
)
const addAccount = query<{ grantId: number; accountId: number }>()((k, v) =>
  k.insertInto('grantAccounts').values({ grantId: v('grantId'), accountId: v('accountId') }),
)
const addHistory = query<{
  grantId: number
  seq: number
  at: number
  type: string
  fromStatus: GrantStatus | null
  toStatus: GrantStatus
  reason: EndReason | null
}>()((k, v) =>
  k.insertInto('grantHistory').values({
    grantId: v('grantId'),
    seq: v('seq'),
    at: v('at'),
    type: v('type'),
    fromStatus: v('fromStatus'),
    toStatus: v('toStatus'),
    actorKind: 'system',
    actorId: 'seed',
    actorName: '見本データ',
    reason: v('reason'),
    correlationId: 'seed',
  }),
)
const dayMs = 86_400_000
const validityMs = 90 * dayMs
const chunk = 10_000

/** Invented grants of every age and state; no tokens, since no provider has asked for any. */
export async function seedGrants(
  engine: OpenEngine,
  options: {
    grants: number
    customers: number
    providers: number
    onProgress?: (done: number) => void
  },
): Promise<void> {
  if (options.customers === 0 || options.providers === 0) return
  const random = new SeededRandom(20_261_120)
  const now = engine.clock.now()
  const statements = {
    grant: engine.store.statement(insert),
    account: engine.store.statement(addAccount),
    history: engine.store.statement(addHistory),
  }
  const addOne = (): void => {
    const id = engine.sequences.next('grants')
    const customerId = 1 + random.below(options.customers)
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
    statements.grant.run({
      id,
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
      shownHash: Buffer.alloc(32, id % 251),
    })
    statements.account.run({ grantId: id, accountId: (customerId - 1) * 3 + 1 })
    statements.history.run({
      grantId: id,
      seq: 1,
      at: grantedAt,
      type: 'permitted',
      fromStatus: null,
      toStatus: 'active',
      reason: null,
    })
    if (endedAt !== null)
      statements.history.run({
        grantId: id,
        seq: 2,
        at: endedAt,
        type: 'ended',
        fromStatus: 'active',
        toStatus: status,
        reason,
      })
  }
  for (let done = 0; done < options.grants; ) {
    const until = Math.min(options.grants, done + chunk)
    engine.store.bulk(() => {
      for (; done < until; done += 1) addOne()
    })
    options.onProgress?.(done)
    await new Promise((resume) => setImmediate(resume))
  }
}
