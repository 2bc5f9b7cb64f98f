import { query } from '#db'
import type { Channel, Scope } from '#shared/grant'
import type { Engine } from '../engine.ts'
import { providerById } from '../providers/provider.ts'

const live = query<{
  customerId: number
  providerId: number
  channel: Channel
  now: number
  over: number
}>()((k, v) =>
  k
    .selectFrom('grants')
    .select(['id', 'scopes', 'grantedAt', 'expiresAt'])
    .where('customerId', '=', v('customerId'))
    .where('providerId', '=', v('providerId'))
    .where('channel', '=', v('channel'))
    // Named so that SQLite uses the index of live grants; by the CHECK of the table it means active or held.
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', v('now'))
    // Without those that the row of the provider has ended (R61).
    .where('grantedAt', '>', v('over'))
    .orderBy('id', 'desc'),
)
const accounts = query<{ grantId: number }>()((k, v) =>
  k
    .selectFrom('grantAccounts')
    .select('accountId')
    .where('grantId', '=', v('grantId'))
    .where('removedAt', 'is', null),
)

export interface FormerGrant {
  id: number
  scopes: Scope[]
  grantedAt: number
  expiresAt: number
}

/** Live grants of the same customer, provider and channel, newest first: what a new link replaces (R40). */
export function liveGrantsLike(
  engine: Engine,
  of: { customerId: number; providerId: number; channel: Channel },
): FormerGrant[] {
  return engine.store
    .statement(live)
    .all({
      ...of,
      now: engine.clock.now(),
      over: providerById(engine, of.providerId)?.grantsEndedAt ?? -1,
    })
    .map((row) => ({ ...row, scopes: row.scopes.split(' ') as Scope[] }))
}

export function accountIdsOf(engine: Engine, grantId: number): number[] {
  return engine.store
    .statement(accounts)
    .all({ grantId })
    .map((row) => row.accountId)
}
