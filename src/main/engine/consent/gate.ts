import { isLinkable } from '#bank'
import { type BusinessService, scopesOf } from '#shared/business-service'
import type { Step } from '#shared/consent-flow'
import type { Channel, Scope } from '#shared/grant'
import type { NoticeKind } from '#shared/preview'
import { noticeOf, takesWalks } from '#shared/provider-status'
import type { Engine } from '../engine.ts'
import { barsOf } from '../grants/bar.ts'
import { isClosedToNew, replacedBy } from '../grants/former.ts'
import { stoppedSince } from '../grants/hold.ts'
import { policyFor } from '../policy.ts'
import { providerById } from '../providers/provider.ts'
import type { Provider } from '../providers/shape.ts'
import { isHalted } from '../system/halt-state.ts'
import { isRefused } from './wrong-entries.ts'

/** What a walk has reached: from the sign-in on it has a customer, from the choice of accounts on it has accounts. */
export interface Walked {
  readonly providerId: number
  readonly channel: Channel
  readonly scopes: readonly Scope[]
  /** Where the provider wants the customer back; absent for a grant that no browser asked for. */
  readonly redirectUri?: string
  readonly customerId?: number | undefined
  readonly loginKey?: number | undefined
  /** The version of the password that the walk began with. */
  readonly password?: string | undefined
  readonly accountIds?: readonly number[] | undefined
  /** Of business banking, once they are chosen. */
  readonly services?: readonly BusinessService[] | undefined
  /** The customer chooses services, and so what the link gives is not known before. */
  readonly asksServices?: boolean
  /** The step due, while the customer walks. */
  readonly step?: Step
}

/** What a customer reads whose provider is not served now. */
export const notServed = (provider: Provider | undefined): NoticeKind =>
  (provider && noticeOf[provider.status]) ?? 'provider-stopped'

/** What the link would give; nothing while the customer has not chosen. */
function scopesGiven({
  channel,
  scopes,
  services,
  asksServices = false,
}: Walked): readonly Scope[] {
  if (channel === 'personal') return scopes
  if (services === undefined || services.length === 0) return asksServices ? [] : scopes
  return scopesOf(services, scopes)
}

/**
 * Everything that may change between two requests of a walk and forbids its 許可. Asked for each page, at the press of 許可, and
 * once more in the commit that writes the grant: an answer from an earlier request counts for nothing.
 * @returns the notice that tells the customer, or undefined while nothing stands in the way
 */
export function gate(engine: Engine, walk: Walked): NoticeKind | undefined {
  const { bank, clock } = engine
  if (isHalted(engine)) return 'unavailable'
  const provider = providerById(engine, walk.providerId)
  if (!provider || !takesWalks(provider.status)) return notServed(provider)
  const registered =
    provider.channels.includes(walk.channel) &&
    walk.scopes.every((scope) => provider.scopes.includes(scope)) &&
    (walk.redirectUri === undefined || provider.redirectUris.includes(walk.redirectUri))
  if (!registered) return 'request-refused'
  if (policyFor(engine, walk.channel, provider).validityDays === null) return 'unavailable'
  if (walk.customerId === undefined || walk.loginKey === undefined) return undefined
  if (walk.password !== undefined && bank.passwordVersion(walk.loginKey) !== walk.password)
    return 'password-changed'
  const login = bank.loginById(walk.loginKey)
  if (login?.customerId !== walk.customerId || login.channel !== walk.channel) return 'locked'
  // Before anything else is told of the company.
  if (login.hasLeft) return 'user-left'
  const { customerId, channel } = walk
  const wanted = { customerId, providerId: provider.id, channel, accountIds: walk.accountIds }
  if (
    isClosedToNew(engine, provider.id) &&
    !replacedBy(engine, { ...wanted, scopes: scopesGiven(walk) })
  )
    return notServed(provider)
  if (stoppedSince(engine, walk.customerId) !== null) return 'stopped'
  if (barsOf(engine, walk.customerId).some(({ providerId }) => providerId === walk.providerId))
    return 'link-barred'
  if (isRefused(login, clock.now())) return 'locked'
  if (login.serviceStopped) return 'service-stopped'
  if (!login.mayConsent) return 'not-entitled'
  if (
    walk.step === 'extra-challenge' &&
    !bank.questions(walk.customerId).some(({ position }) => position === login.questionPosition)
  )
    return 'no-question'
  if (walk.accountIds === undefined) return undefined
  const linkable = bank.openAccounts(walk.customerId).filter(isLinkable)
  return linkable.some(({ id }) => walk.accountIds?.includes(id)) ? undefined : 'no-account'
}
