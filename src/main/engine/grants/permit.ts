import type { BusinessService } from '#shared/business-service'
import type { Language } from '#shared/consent-texts'
import { AppError } from '#shared/errors'
import { dayMs } from '#shared/japanese-date'
import { consentActor } from '../consent/actor.ts'
import { gate, type Walked } from '../consent/gate.ts'
import type { Engine } from '../engine.ts'
import { validityDays } from '../policy.ts'
import { providerById } from '../providers/provider.ts'
import { termsLabel } from '../texts/current.ts'
import { replacedBy } from './former.ts'
import { recordChange } from './history.ts'

export interface PermitInput extends Walked {
  grantId: number
  customerId: number
  /** 利用業務 chosen in business banking. */
  services: readonly BusinessService[]
  /** The accounts that the permission screen showed. */
  accountIds: readonly number[]
  /** Accounts whose 照会用暗証番号 was proven on the way: it takes effect here and nowhere else (R26). */
  inquiryPins: readonly number[]
  /** Who permits; a completed business link resets the wrong entries of that login. */
  loginKey: number
  evidence: Evidence
  /** Whether what was shown is what would be permitted now; asked in the commit. */
  unchanged?: () => boolean
  correlationId: string
}

/** What the customer saw (R83). */
export interface Evidence {
  textVersion: number
  termsNumber: number
  language: Language
  /** The permission screen's view without its texts, which are in the version. */
  view: string
  /** SHA-256 of the screen as shown, without what differs at each rendering. */
  shownHash: Uint8Array
}

/**
 * A customer's 許可: the grant for `validityDays` × 24 h to the second (R38), with the accounts that were shown; the former
 * grant of the same customer, provider and channel ends when the provider has redeemed the code (R40). Runs inside a commit unit.
 * @throws AppError consent.refused with what the gate found, consent.changed
 */
export function permitGrant(engine: Engine, input: PermitInput): void {
  const { store, bank, clock } = engine
  const provider = providerById(engine, input.providerId)
  const stands = gate(engine, input)
  if (stands || !provider)
    throw new AppError('consent.refused', { detail: stands ?? 'no-provider' })
  if (input.unchanged?.() === false) throw new AppError('consent.changed')
  const days = validityDays(engine, input.channel, provider)
  const actor = consentActor(engine, input.customerId, input.loginKey)
  const ctx = { engine, actor, correlationId: input.correlationId }
  const asked = { requester: 'self', requestChannel: 'consent-screen' } as const

  // Later than an ending of all of the provider's grants, if only by a millisecond.
  const grantedAt = Math.max(clock.now(), (provider.grantsEndedAt ?? -1) + 1)
  const former = replacedBy(engine, input)
  if (input.channel === 'business') {
    for (const id of input.inquiryPins) bank.registerInquiryPin(id, grantedAt)
    bank.clearWrongEntries(input.loginKey)
  }
  const { evidence } = input
  store.insert('grants', {
    id: input.grantId,
    customerId: input.customerId,
    providerId: input.providerId,
    channel: input.channel,
    scopes: input.scopes.join(' '),
    services: input.services.length > 0 ? input.services.join(' ') : null,
    status: 'active',
    grantedAt,
    expiresAt: grantedAt + days * dayMs,
    formerGrantId: former?.id ?? null,
    textVersion: evidence.textVersion,
    termsVersion: termsLabel(evidence.termsNumber),
    shownHash: evidence.shownHash,
    loginKey: input.loginKey,
  })
  const { grantId } = input
  store.insert('grantEvidence', { grantId, language: evidence.language, view: evidence.view })
  for (const accountId of input.accountIds) store.insert('grantAccounts', { grantId, accountId })
  recordChange(ctx, asked, {
    grantId,
    action: 'grants.permit',
    type: 'permitted',
    from: null,
    to: 'active',
    after: {
      provider: provider.name,
      scopes: input.scopes,
      accounts: input.accountIds.length,
      ...(input.services.length > 0 && { services: input.services }),
      ...(input.inquiryPins.length > 0 && { inquiryPins: input.inquiryPins.length }),
      termsVersion: termsLabel(evidence.termsNumber),
      textVersion: evidence.textVersion,
    },
  })
}
