import type { CustomerHit } from '#bank'
import { query, sql } from '#db'
import { grantLabel } from '#shared/grant'
import { startOfDay } from '#shared/japanese-date'
import { maskNumber } from '#shared/request'
import { digitsKey, looseKey, searchKey } from '#shared/search-key'
import { act } from '../act.ts'
import type { ActContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { parseGrantLabel } from '../grants/labels.ts'
import { grantById } from '../grants/list.ts'
import { isOtherBranch, mayOversee, type Viewer, viewerOf } from '../requests/access.ts'
import { parseRequestNumber } from '../requests/number.ts'
import { requestByNumber } from '../requests/slip.ts'
import { narrowedBy, withNamesakes } from './namesakes.ts'

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

/**
 * Everything that a text may mean: customers, providers, a 連携番号, a 受付番号 (U1, U4). Whoever needs a request to see a customer
 * finds telephone and account numbers as a whole only (R123).
 */
export function searchAll(engine: Engine, viewer: Viewer, text: string) {
  const typed = text.trim()
  const oversees = mayOversee(viewer)
  const { hits, partly, ignored, like } =
    typed === ''
      ? { hits: [], partly: false, ignored: [], like: [] }
      : engine.bank.search(typed, most + 1, oversees ? 'parts' : 'whole')
  const more = hits.length > most
  const shown = hits.slice(0, most)
  const key = searchKey(typed)
  const providers = key === '' ? [] : searchProviders(engine, key)
  const grantId = parseGrantLabel(typed)
  const named = grantId === undefined ? undefined : grantById(engine, grantId)
  const holder = named && engine.bank.customer(named.customerId)
  const grant = holder && !isOtherBranch(engine, viewer, holder.branchCode) ? named : undefined
  const number = parseRequestNumber(typed)
  const request = number === undefined ? undefined : requestByNumber(engine, viewer, number)
  return {
    requests: request ? [request] : [],
    customers: withNamesakes(withGrantCounts(engine, shown), shown, oversees),
    more,
    partly,
    ignored,
    narrow: more ? narrowedBy(like, oversees) : [],
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

type Summed = Pick<
  CustomerHit,
  'id' | 'customerNumber' | 'name' | 'kana' | 'branchName' | 'channel'
>
export function withGrantCounts(engine: Engine, hits: readonly Summed[]) {
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
  // Nothing else of a customer leaves with a list that needs no request.
  return hits.map(({ id, customerNumber, name, kana, branchName, channel }) => ({
    ...{ id, name, kana, branchName, channel },
    maskedNumber: maskNumber(customerNumber),
    liveGrants: byId.get(id) ?? 0,
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

const hourMs = 3_600_000
/** The searches of each person in the last hour, with the customers that they showed; a restart begins anew. */
const searched = new WeakMap<Engine, Map<string, { at: number; shown: number[] }[]>>()
/** When each person was last told of, so that it is done once an hour. */
const toldOf = new WeakMap<Engine, Map<string, number>>()

/** What of a person's searches in the last hour is more than the settings allow; this one among them. */
function tooMany(
  engine: Engine,
  staffId: string,
  shown: number[],
): { searches: number; ofOneCustomer: number } | undefined {
  const now = engine.clock.now()
  const people = searched.get(engine) ?? new Map<string, { at: number; shown: number[] }[]>()
  searched.set(engine, people)
  const mine = (people.get(staffId) ?? []).filter(({ at }) => now - at < hourMs)
  mine.push({ at: now, shown })
  people.set(staffId, mine)
  const ofEach = new Map<number, number>()
  for (const id of mine.flatMap((one) => one.shown)) ofEach.set(id, (ofEach.get(id) ?? 0) + 1)
  const ofOneCustomer = Math.max(0, ...shown.map((id) => ofEach.get(id) ?? 0))
  const { searchesPerHour, searchesPerCustomer } = engine.settings.get('requests')
  if (mine.length <= searchesPerHour && ofOneCustomer <= searchesPerCustomer) return undefined
  const told = toldOf.get(engine) ?? new Map<string, number>()
  toldOf.set(engine, told)
  if (now - (told.get(staffId) ?? Number.NEGATIVE_INFINITY) < hourMs) return undefined
  told.set(staffId, now)
  return { searches: mine.length, ofOneCustomer }
}

const noteSearch = act(
  'customers.search',
  (_, { text, found }: { text: string; found: number }) => ({
    target: null,
    after: { term: maskTerm(text), found },
  }),
)
/** Somebody searches more than their work needs: きょう tells those who read the audit. */
const noteManySearches = act(
  'customers.searchedMuch',
  ({ actor }, after: { searches: number; ofOneCustomer: number }) => ({
    target: { kind: 'staff', id: Number(actor.id), label: actor.name },
    after,
  }),
)

/** Searches for a person. Each search is in the audit, whatever the window does with it (R71, R123). */
export async function searchFor(ctx: ActContext, text: string) {
  const { engine, actor } = ctx
  const found = searchAll(engine, viewerOf(ctx), text)
  if (text.trim() === '') return found
  await noteSearch(ctx, { text, found: found.customers.length })
  const many = tooMany(
    engine,
    actor.id,
    found.customers.map(({ id }) => id),
  )
  if (many) await noteManySearches(ctx, many)
  return found
}

const much = query<{ since: number }>()((k, v) =>
  k
    .selectFrom('auditEntries')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('action', '=', 'customers.searchedMuch')
    .where('at', '>=', v('since')),
)
/** How often somebody was told of for many searches on this day. */
export function manySearchesToday({ store, clock }: Engine): number {
  return store.statement(much).get({ since: startOfDay(clock.now()) })?.n ?? 0
}
