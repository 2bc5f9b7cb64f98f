import { query } from '#db'
import { AppError } from '#shared/errors'
import type { Channel, Scope } from '#shared/grant'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { endGrant } from './end.ts'
import { recordHistory } from './history.ts'
import { grantLabel } from './number.ts'

export interface PermitInput {
  grantId: number
  customerId: number
  providerId: number
  channel: Channel
  scopes: readonly Scope[]
  termsVersion: string
  textVersion: number
  /** SHA-256 of the permission screen as shown (R83). */
  shownHash: Uint8Array
  correlationId: string
}

const insert = query<{
  id: number
  customerId: number
  providerId: number
  channel: Channel
  scopes: string
  grantedAt: number
  expiresAt: number
  formerGrantId: number | null
  textVersion: number
  termsVersion: string
  shownHash: Uint8Array
}>()((k, v) =>
  k.insertInto('grants').values({
    id: v('id'),
    customerId: v('customerId'),
    providerId: v('providerId'),
    channel: v('channel'),
    scopes: v('scopes'),
    status: 'active',
    grantedAt: v('grantedAt'),
    expiresAt: v('expiresAt'),
    formerGrantId: v('formerGrantId'),
    textVersion: v('textVersion'),
    termsVersion: v('termsVersion'),
    shownHash: v('shownHash'),
  }),
)
const addAccount = query<{ grantId: number; accountId: number }>()((k, v) =>
  k.insertInto('grantAccounts').values({ grantId: v('grantId'), accountId: v('accountId') }),
)
const former = query<{ customerId: number; providerId: number; channel: Channel; now: number }>()(
  (k, v) =>
    k
      .selectFrom('grants')
      .select('id')
      .where('customerId', '=', v('customerId'))
      .where('providerId', '=', v('providerId'))
      .where('channel', '=', v('channel'))
      // Said for the index of live grants; by its CHECK it means active or held.
      .where('endedAt', 'is', null)
      .where('expiresAt', '>', v('now'))
      .orderBy('id', 'desc'),
)
const providerStatus = query<{ id: number }>()((k, v) =>
  k.selectFrom('providers').select(['status', 'name']).where('id', '=', v('id')),
)

/**
 * A customer's 許可: the grant for `validityDays` × 24 h to the second (R38), with the accounts of this moment; the former
 * grant of the same customer, provider and channel ends as superseded (R40). Runs inside a commit unit.
 */
export function permitGrant(engine: Engine, input: PermitInput): void {
  const { store, bank, clock, settings } = engine
  const policy = settings.get('policy')
  const provider = store.statement(providerStatus).get({ id: input.providerId })
  if (provider?.status !== 'active') throw new AppError('provider.not-active')
  const accounts = bank.linkableAccounts(input.customerId)
  if (accounts.length === 0) throw new AppError('consent.no-eligible-account')
  const customer = bank.customer(input.customerId)
  const actor = {
    kind: 'customer' as const,
    id: String(input.customerId),
    name: customer?.name ?? '',
  }

  const grantedAt = clock.now()
  const formerGrants = store.statement(former).all({
    customerId: input.customerId,
    providerId: input.providerId,
    channel: input.channel,
    now: grantedAt,
  })
  if (policy.supersedeFormerGrant)
    for (const { id } of formerGrants)
      endGrant(engine, {
        grantId: id,
        to: 'superseded',
        actor,
        requester: 'self',
        requestChannel: 'consent-screen',
        reason: 'replaced-by-new',
        action: 'grants.supersede',
        correlationId: input.correlationId,
      })
  store.statement(insert).run({
    id: input.grantId,
    customerId: input.customerId,
    providerId: input.providerId,
    channel: input.channel,
    scopes: input.scopes.join(' '),
    grantedAt,
    expiresAt: grantedAt + policy.validityDays * 86_400_000,
    formerGrantId: formerGrants[0]?.id ?? null,
    textVersion: input.textVersion,
    termsVersion: input.termsVersion,
    shownHash: input.shownHash,
  })
  for (const { id } of accounts)
    store.statement(addAccount).run({ grantId: input.grantId, accountId: id })
  recordHistory(engine, {
    grantId: input.grantId,
    type: 'permitted',
    fromStatus: null,
    toStatus: 'active',
    actor,
    requester: 'self',
    requestChannel: 'consent-screen',
    correlationId: input.correlationId,
  })
  recordAudit(engine, {
    actor,
    action: 'grants.permit',
    target: { kind: 'grant', id: input.grantId, label: grantLabel(input.grantId) },
    after: {
      provider: provider.name,
      scopes: input.scopes,
      accounts: accounts.length,
      termsVersion: input.termsVersion,
    },
    correlationId: input.correlationId,
  })
}
