import { sql as raw } from 'kysely'
import { query } from '#db'
import type { Channel, Scope } from '#shared/grant'
import { isAnswered } from '#shared/provider-status'
import { consentActor } from '../consent/actor.ts'
import type { Engine } from '../engine.ts'
import { policyFor } from '../policy.ts'
import { providerById } from '../providers/provider.ts'
import type { Provider } from '../providers/shape.ts'
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
    .select(['id', 'scopes', 'grantedAt', 'expiresAt', 'formerGrantId'])
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
  formerGrantId: number | null
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

interface Wanted {
  customerId: number
  providerId: number
  channel: Channel
  scopes: readonly Scope[]
  /** Undefined while they are not known yet. */
  accountIds?: readonly number[] | undefined
}

/** Whether a provider may only have links renewed that live (新規停止). */
export function isClosedToNew(engine: Engine, providerId: number): boolean {
  const status = providerById(engine, providerId)?.status
  return status !== undefined && isAnswered(status, 'renew') && !isAnswered(status, 'authorise')
}

/**
 * The link that a new one takes the place of: the newest; with a provider that is closed to new links the newest that gives all of
 * what the new one would give, since another would be new (R129).
 */
export function replacedBy(engine: Engine, wanted: Wanted): FormerGrant | undefined {
  const like = liveGrantsLike(engine, wanted)
  if (!isClosedToNew(engine, wanted.providerId)) return like[0]
  return like.find(
    ({ id, scopes }) =>
      wanted.scopes.every((scope) => scopes.includes(scope)) &&
      isWithin(wanted.accountIds, () => accountIdsOf(engine, id)),
  )
}

const isWithin = (wanted: readonly number[] | undefined, given: () => readonly number[]): boolean =>
  wanted === undefined || wanted.every((id) => given().includes(id))

/**
 * Ends what a new link replaces, in the commit that redeems its code: a code that is lost on the way costs nobody a working
 * link. Links permitted later than this one stay. Where the house lets former links live, a provider that is closed to new ones gets
 * none more: the renewed one ends, and whatever else was to take its place.
 */
export function supersedeFormer(engine: Engine, grantId: number, correlationId: string): void {
  const grant = engine.store.find('grants', { id: grantId })
  const provider = grant && providerById(engine, grant.providerId)
  if (!grant) return
  const all = policyFor(engine, grant.channel, provider).supersedeFormerGrant
  if (!all && !isClosedToNew(engine, grant.providerId)) return
  // Not looked for where all end: somebody who links anew each day has a long line of former links.
  const renewed = all ? undefined : renewedLink(engine, grant, provider)
  const actor = consentActor(engine, grant.customerId, undefined)
  for (const one of liveGrantsLike(engine, grant)) {
    const { id } = one
    if (id < grantId && (all || renewedLink(engine, one, provider) === renewed))
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
}

/**
 * The link that was there before the provider was closed to new ones, and that this one renews, if by others in between. One of the
 * very millisecond of that closing is a renewal only if it gives no account that the former does not.
 */
function renewedLink(
  engine: Engine,
  grant: Pick<FormerGrant, 'id' | 'grantedAt' | 'formerGrantId'>,
  provider: Pick<Provider, 'statusAt'> | undefined,
): number {
  let one = grant
  while (provider && one.grantedAt >= provider.statusAt && one.formerGrantId !== null) {
    const former = engine.store.find('grants', { id: one.formerGrantId })
    if (!former) break
    const asClosed = one.grantedAt === provider.statusAt
    if (asClosed && !isWithin(accountIdsOf(engine, one.id), () => accountIdsOf(engine, former.id)))
      break
    one = former
  }
  return one.id
}

export function accountIdsOf(engine: Engine, grantId: number): number[] {
  return engine.store
    .statement(accounts)
    .all({ grantId })
    .map((row) => row.accountId)
}
