import { sql } from '#db'
import type { ProviderMatch } from '#shared/contract/providers'
import { looseKey, searchKey } from '#shared/search-key'
import type { Engine } from '../engine.ts'

/** The register is small, so it is read whole, with each name that a provider has had. */
export const providerSearchQuery = () =>
  sql
    .selectFrom('providers')
    .innerJoin('providerNames as names', 'names.providerId', 'providers.id')
    .select([
      ...(['providers.id', 'providers.name', 'kana', 'status'] as const),
      ...(['clientId', 'registrationNumber', 'contact'] as const),
      ...([
        'providers.servicePersonal as personal',
        'providers.serviceBusiness as business',
      ] as const),
      ...(['names.name as called', 'names.servicePersonal', 'names.serviceBusiness'] as const),
    ])

const contacts = ['party.complaints', 'party.technical', 'party.incident', 'party.contract']
/** Whom to ask there, as the ledgers have it. */
export const providerContactsQuery = () =>
  sql
    .selectFrom('providers')
    // From the providers to their four items each: a ledger with its checklist has hundreds.
    .leftJoin('ledgerEntries as entries', (on) =>
      on
        .onRef('entries.providerId', '=', 'providers.id')
        .on('entries.item', 'in', contacts)
        .on('entries.removed', '=', 0),
    )
    .select(['providers.id', 'entries.value'])

/** Shorter parts of an identifier or of a telephone number would be found in each other one; a name has two characters. */
const leastOfCode = 4
const leastOfWords = 2

const loose = (text: string): string => looseKey(searchKey(text))

/** Whether a registration number is meant by its number alone, or by a part that names it. */
function isNumber(registered: string, wanted: string): boolean {
  const number = /第(\d+)号$/.exec(registered)?.[1]
  return /^\d+$/.test(wanted)
    ? number === wanted
    : wanted.length >= leastOfCode && loose(registered).includes(wanted)
}

export interface FoundProvider {
  id: number
  name: string
  kana: string
  status: string
  /** What it was found by, where that is not a name that it has now. */
  by: ProviderMatch | null
}

/**
 * The providers that a text may mean, by any of the names that they have or had, client_id, registration number, or a contact; in the
 * order of their readings.
 */
export function searchProviders({ store }: Pick<Engine, 'store'>, text: string): FoundProvider[] {
  const wanted = loose(text)
  if (wanted === '') return []
  const has = (words: string | null): boolean => words !== null && loose(words).includes(wanted)
  const least = /\d/.test(wanted) ? leastOfCode : leastOfWords
  const asked = wanted.length >= least ? store.read(providerContactsQuery()) : []
  const found = new Map<number, FoundProvider>()
  for (const row of store.read(providerSearchQuery())) {
    const { id, name, kana, status, clientId, registrationNumber, contact } = row
    const match = (): ProviderMatch | null | undefined => {
      if ([name, kana, row.personal, row.business].some(has)) return null
      const former = [row.called, row.servicePersonal, row.serviceBusiness].find(has)
      if (former !== undefined) return { kind: 'formerName', words: former }
      if (wanted.length >= leastOfCode && has(clientId))
        return { kind: 'clientId', words: clientId }
      if (registrationNumber !== null && isNumber(registrationNumber, wanted))
        return { kind: 'registrationNumber', words: registrationNumber }
      const person =
        wanted.length >= least &&
        [contact, ...asked.flatMap((one) => (one.id === id ? [one.value] : []))].find(has)
      return person ? { kind: 'contact', words: person } : undefined
    }
    const by = match()
    if (by !== undefined && (by === null || !found.has(id)))
      found.set(id, { id, name, kana, status, by })
  }
  return [...found.values()].sort((a, b) => (searchKey(a.kana) < searchKey(b.kana) ? -1 : 1))
}
