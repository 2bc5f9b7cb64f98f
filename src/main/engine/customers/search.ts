import type { CustomerHit } from '#bank'
import { sql } from '#db'
import { grantLabel } from '#shared/grant'
import { maskNumber } from '#shared/request'
import { digitsKey, looseKey, searchKey } from '#shared/search-key'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { parseGrantLabel } from '../grants/labels.ts'
import { grantById } from '../grants/list.ts'
import { parseRequestNumber } from '../requests/number.ts'
import { requestByNumber } from '../requests/slip.ts'

const most = 20

/** The register is small, so it is read whole; each name, reading and service, former ones too, is compared with the key. */
export const providerSearchQuery = () =>
  sql
    .selectFrom('providers')
    .innerJoin('providerNames as names', 'names.providerId', 'providers.id')
    .select([
      'providers.id',
      'providers.name',
      'kana',
      'status',
      'names.name as called',
      'names.servicePersonal',
      'names.serviceBusiness',
    ])

function searchProviders(engine: Engine, key: string) {
  const wanted = looseKey(key)
  const hits = engine.store
    .read(providerSearchQuery())
    .filter(({ called, kana, servicePersonal, serviceBusiness }) =>
      [called, kana, servicePersonal, serviceBusiness].some((text) =>
        looseKey(searchKey(text)).includes(wanted),
      ),
    )
  return [...new Map(hits.map((hit) => [hit.id, hit])).values()]
    .sort((a, b) => (searchKey(a.kana) < searchKey(b.kana) ? -1 : 1))
    .slice(0, 5)
    .map(({ id, name, status }) => ({ id, name, status }))
}

/** A hint for a number that finds nobody: account numbers have 7 digits, telephone numbers 10 or 11 (R64, R68). */
function hintFor(typed: string, found: number): 'digits' | null {
  const digits = digitsKey(typed)
  const numeric = /^[\d\s\-+()ー－‐−―]+$/u.test(typed.normalize('NFKC'))
  return found === 0 &&
    numeric &&
    (digits.length > 11 || digits.length === 8 || digits.length === 9)
    ? 'digits'
    : null
}

/** Everything that a text may mean: customers, providers, a 連携番号, a 受付番号 (U1, U4). */
export function searchAll(engine: Engine, text: string) {
  const typed = text.trim()
  const hits = typed === '' ? [] : engine.bank.search(typed, most + 1)
  const key = searchKey(typed)
  const providers = key === '' ? [] : searchProviders(engine, key)
  const grantId = parseGrantLabel(typed)
  const grant = grantId === undefined ? undefined : grantById(engine, grantId)
  const number = parseRequestNumber(typed)
  const request = number === undefined ? undefined : requestByNumber(engine, number)
  return {
    requests: request ? [request] : [],
    customers: withGrantCounts(engine, hits.slice(0, most)),
    more: hits.length > most,
    hint: hintFor(typed, hits.length),
    providers,
    grants: grant
      ? [
          {
            id: grant.id,
            label: grantLabel(grant.id),
            customerId: grant.customerId,
            customerName: grant.customerName,
          },
        ]
      : [],
  }
}

export function withGrantCounts(engine: Engine, hits: CustomerHit[]) {
  const ids = hits.map((hit) => hit.id)
  const now = engine.clock.now()
  const counts =
    ids.length === 0
      ? []
      : engine.store.read(
          sql
            .selectFrom('grants')
            .select((e) => ['customerId', e.fn.countAll<number>().as('n')])
            .where('customerId', 'in', ids)
            .where('status', 'in', ['active', 'held'])
            .where('expiresAt', '>', now)
            .groupBy('customerId'),
        )
  const byId = new Map(counts.map((row) => [row.customerId, row.n]))
  return hits.map(({ customerNumber, ...hit }) => ({
    ...hit,
    maskedNumber: maskNumber(customerNumber),
    liveGrants: byId.get(hit.id) ?? 0,
  }))
}

/** A search as the audit keeps it (R71): a name by its first character, digits by their last two. */
export function maskTerm(text: string): string {
  return text
    .trim()
    .split(/(\s+)/)
    .map((part) =>
      /^\d/.test(part.normalize('NFKC'))
        ? `${'•'.repeat(Math.max(0, part.length - 2))}${part.slice(-2)}`
        : `${[...part][0] ?? ''}${'•'.repeat(Math.max(0, [...part].length - 1))}`,
    )
    .join('')
}

/** Records a search that rests on the screen, with the number of results (R71). */
export const noteSearch = act(
  'customers.search',
  (_, { text, found }: { text: string; found: number }) => ({
    target: null,
    after: { term: maskTerm(text), found },
  }),
)
