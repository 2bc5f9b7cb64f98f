import { sql as raw } from 'kysely'
import { query } from '#db'
import type { Channel, Scope } from '#shared/grant'
import { consentActor } from '../consent/actor.ts'
import type { Engine } from '../engine.ts'
import { policyFor } from '../policy.ts'
import { providerById } from '../providers/provider.ts'
import { endGrant } from './end.ts'

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
    // Without those that the row of the provider has ended (R61). No term for an index, which would be of all its customers.
    .where(raw<number>`+"grantedAt"`, '>', v('over'))
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

/**
 * Ends what a new link replaces, in the commit that redeems its code: a code that is lost on the way costs nobody a working
 * link. Links permitted later than this one stay.
 */
export function supersedeFormer(engine: Engine, grantId: number, correlationId: string): void {
  const grant = engine.store.find('grants', { id: grantId })
  const provider = grant && providerById(engine, grant.providerId)
  if (!grant || !policyFor(engine, grant.channel, provider).supersedeFormerGrant) return
  const actor = consentActor(engine, grant.customerId, undefined)
  for (const { id } of liveGrantsLike(engine, grant))
    if (id < grantId)
      endGrant(
        { engine, actor, correlationId },
        {
          grantId: id,
          requester: 'self',
          requestChannel: 'consent-screen',
          to: 'superseded',
          reason: 'replaced-by-new',
          action: 'grants.supersede',
          replacedBy: grantId,
        },
      )
}

export function accountIdsOf(engine: Engine, grantId: number): number[] {
  return engine.store
    .statement(accounts)
    .all({ grantId })
    .map((row) => row.accountId)
}
