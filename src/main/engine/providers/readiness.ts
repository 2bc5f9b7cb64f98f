import { query } from '#db'
import { AppError } from '#shared/errors'
import type { Channel } from '#shared/grant'
import { parsePhone } from '#shared/phone'
import {
  areOwnTerms,
  type BeginItem,
  isPublicIssuer,
  nameUnset,
  type ReadinessItem,
} from '#shared/readiness'
import type { Institution } from '#shared/settings'
import type { Engine } from '../engine.ts'
import { firstMissing } from '../imports/order.ts'
import { policyFor } from '../policy.ts'
import { missingSecond } from '../staff/first-accounts.ts'
import { termsAt } from '../texts/current.ts'
import { asProvider } from './provider.ts'
import type { Provider } from './shape.ts'

const notEnded = query<Record<never, never>>()((k) =>
  k.selectFrom('providers').selectAll().where('status', '!=', 'ended'),
)

/** The name under which the address of the last start is kept: where customers and providers find this credit union. */
export const issuerMark = 'issuer'

/** What is missing before a customer may be shown a page, of the house and of every provider that has not ended. */
export function missing(engine: Engine): ReadinessItem[] {
  return missingFor(engine, engine.store.statement(notEnded).all({}).map(asProvider))
}

/** What a new house has still to do before anything else; nothing in practice mode. */
export function toBegin(engine: Engine): BeginItem[] {
  if (engine.settings.mark('demo') === true) return []
  return [missingSecond(engine), firstMissing(engine)].filter((item) => item !== null)
}

/**
 * Practice mode shows its invented texts to nobody but those who practise, so that nothing is missing there.
 * @throws AppError provider.not-ready, with what is missing as its detail
 */
export function refuseUnready(engine: Engine, provider: Provider): void {
  const items = missingFor(engine, [provider])
  if (items.length > 0) throw new AppError('provider.not-ready', { detail: items.join(' ') })
}

/** What an institution lacks to be shown to customers. */
export function missingOf({ name, phone, phoneHours }: Institution): ReadinessItem[] {
  const items: ReadinessItem[] = []
  if (name.trim() === '' || name === nameUnset) items.push('institution')
  if (parsePhone(phone) === undefined) items.push('phone')
  if (phoneHours === '') items.push('phoneHours')
  return items
}

function missingFor(engine: Engine, providers: Provider[]): ReadinessItem[] {
  if (engine.settings.mark('demo') === true) return []
  const lacksValidity = (channel: Channel): boolean =>
    providers.some(
      (provider) =>
        provider.channels.includes(channel) &&
        policyFor(engine, channel, provider).validityDays === null,
    )
  const items = missingOf(engine.settings.get('institution'))
  if (!areOwnTerms(termsAt(engine, engine.clock.now()).terms)) items.push('terms')
  if (lacksValidity('personal')) items.push('validityPersonal')
  if (lacksValidity('business')) items.push('validityBusiness')
  if (!isPublicIssuer(String(engine.settings.mark(issuerMark) ?? ''))) items.push('issuer')
  return items
}
