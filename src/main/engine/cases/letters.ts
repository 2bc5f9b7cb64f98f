import type { Customer } from '#bank'
import { AppError } from '#shared/errors'
import { type Channel, grantLabel } from '#shared/grant'
import { isoDate } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'
import { providerById } from '../providers/provider.ts'
import { concernedOf } from './concerned.ts'
import type { ProviderCase } from './steps.ts'

/** One letter that tells a customer of the end of their links with a provider. */
export interface EndingLetter {
  channel: Channel
  customer: Pick<Customer, 'customerNumber' | 'name' | 'address'>
  links: { label: string; grantedAt: number; expiresAt: number }[]
}

export interface EndingLetters {
  institution: { name: string; phone: string; phoneHours: string }
  provider: { name: string; servicePersonal: string; serviceBusiness: string; contact: string }
  /** Who takes over; null: nobody. */
  successor: string | null
  /** `YYYY-MM-DD`; the day on which the links ended, once they have. */
  endsOn: string
  ended: boolean
  words: string
  /** `YYYY-MM-DD` on which the letters are made. */
  on: string
  practice: boolean
  letters: EndingLetter[]
}

/**
 * The letters of an ending to some customers, as they read now. Whose links it no longer concerns gets none.
 * @throws AppError input.invalid (an incident has none), provider.not-found
 */
export function lettersTo(
  engine: Engine,
  found: ProviderCase,
  customerIds: readonly number[],
): EndingLetters {
  if (found.kind !== 'ending') throw new AppError('input.invalid', { detail: 'id' })
  const provider = providerById(engine, found.providerId)
  if (!provider) throw new AppError('provider.not-found')
  const { successorId, letterWords, endsOn } = found.facts
  const letters = customerIds.flatMap((customerId): EndingLetter[] => {
    const customer = engine.bank.customer(customerId)
    const links = concernedOf(engine, found, customerId).map(({ id, grantedAt, expiresAt }) => ({
      ...{ label: grantLabel(id), grantedAt, expiresAt },
    }))
    if (!customer || links.length === 0) return []
    const { customerNumber, name, address, channel } = customer
    return [{ channel, customer: { customerNumber, name, address }, links }]
  })
  const { name, phone, phoneHours } = engine.settings.get('institution')
  const { servicePersonal, serviceBusiness, contact } = provider
  const ended = provider.status === 'ended'
  return {
    institution: { name, phone, phoneHours },
    provider: { name: provider.name, servicePersonal, serviceBusiness, contact },
    successor: successorId === null ? null : (providerById(engine, successorId)?.name ?? null),
    endsOn: ended ? isoDate(provider.statusAt) : endsOn,
    ended,
    words: letterWords,
    on: isoDate(engine.clock.now()),
    practice: engine.settings.mark('demo') === true,
    letters,
  }
}
