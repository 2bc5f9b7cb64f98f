import type { Customer } from '#bank'
import { AppError } from '#shared/errors'
import { type Channel, grantLabel } from '#shared/grant'
import { isoDate } from '#shared/japanese-date'
import { lettersInFile } from '#shared/provider-case'
import type { Engine } from '../engine.ts'
import { providerById } from '../providers/provider.ts'
import { type ConcernedGrant, concernedGrants } from './concerned.ts'
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

function byCustomer(grants: readonly ConcernedGrant[]): Map<number, ConcernedGrant[]> {
  const found = new Map<number, ConcernedGrant[]>()
  for (const grant of grants)
    found.set(grant.customerId, [...(found.get(grant.customerId) ?? []), grant])
  return found
}

/**
 * The letters of an ending to those after a customer, in the order of their numbers of ours, how many customers stand before them,
 * and how many there are. By the customer and not by the place: whoever has ended their links between two files is gone from the
 * list, and nobody behind them may be passed over.
 * @throws AppError input.invalid (an incident has none)
 */
export async function endingLetters(
  engine: Engine,
  found: ProviderCase,
  after: number,
): Promise<{ before: number; total: number; customerIds: number[]; made: EndingLetters }> {
  if (found.kind !== 'ending') throw new AppError('input.invalid', { detail: 'id' })
  const provider = providerById(engine, found.providerId)
  if (!provider) throw new AppError('provider.not-found')
  const { successorId, letterWords, endsOn } = found.facts
  const all = [...byCustomer(await concernedGrants(engine, found))]
  const before = all.filter(([customerId]) => customerId <= after).length
  const part = all.slice(before, before + lettersInFile)
  const letters = part.flatMap(([customerId, grants]): EndingLetter[] => {
    const customer = engine.bank.customer(customerId)
    if (!customer) return []
    const { customerNumber, name, address, channel } = customer
    const links = grants.map(({ id, grantedAt, expiresAt }) => ({
      ...{ label: grantLabel(id), grantedAt, expiresAt },
    }))
    return [{ channel, customer: { customerNumber, name, address }, links }]
  })
  const { name, phone, phoneHours } = engine.settings.get('institution')
  const ended = provider.status === 'ended'
  return {
    before,
    total: all.length,
    customerIds: part.map(([id]) => id),
    made: {
      institution: { name, phone, phoneHours },
      provider,
      successor: successorId === null ? null : (providerById(engine, successorId)?.name ?? null),
      endsOn: ended ? isoDate(provider.statusAt) : endsOn,
      ended,
      words: letterWords,
      on: isoDate(engine.clock.now()),
      practice: engine.settings.mark('demo') === true,
      letters,
    },
  }
}
