import type { CustomerHit } from '#bank'
import { query, sql } from '#db'
import { grantLabel } from '#shared/grant'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { maskNumber } from '#shared/request'
import { digitsKey } from '#shared/search-key'
import { act } from '../act.ts'
import type { ActContext } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { parseGrantLabel } from '../grants/labels.ts'
import { grantById } from '../grants/list.ts'
import { searchProviders } from '../providers/search.ts'
import { isOtherBranch, mayOversee, type Viewer, viewerOf } from '../requests/access.ts'
import { parseRequestNumber } from '../requests/number.ts'
import { requestByNumber } from '../requests/slip.ts'
import { narrowedBy, withNamesakes } from './namesakes.ts'
import { isReindexing } from './reindex.ts'

const most = 20
const mostProviders = 5

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
  const providers = searchProviders(engine, typed)
    .slice(0, mostProviders)
    .map(({ id, name, status, by }) => ({ id, name, status, by }))
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
    remaking: isReindexing(engine),
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
            .select((e) => ['customerId', 'status', e.fn.countAll<number>().as('n')])
            .where('customerId', 'in', ids)
            .where('status', 'in', ['active', 'held'])
            .where('expiresAt', '>', now)
            .groupBy(['customerId', 'status']),
        )
  const counted = (id: number, status: 'active' | 'held'): number =>
    counts.find((row) => row.customerId === id && row.status === status)?.n ?? 0
  // Nothing else of a customer leaves with a list that needs no request.
  return hits.map(({ id, customerNumber, name, kana, branchName, channel }) => ({
    ...{ id, name, kana, branchName, channel },
    maskedNumber: maskNumber(customerNumber),
    activeGrants: counted(id, 'active'),
    heldGrants: counted(id, 'held'),
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
/** What was written while the clock was ahead is of no hour that anybody looks at now. */
const mine = query<{ staffId: string; since: number; now: number }>()((k, v) =>
  k
    .selectFrom('auditEntries')
    .select('after')
    .where('action', '=', 'customers.search')
    .where('at', '>', v('since'))
    .where('at', '<=', v('now'))
    .where('actorId', '=', v('staffId')),
)
const told = query<{ staffId: number; since: number; now: number }>()((k, v) =>
  k
    .selectFrom('auditEntries')
    .select('id')
    .where('action', '=', 'customers.searchedMuch')
    .where('at', '>', v('since'))
    .where('at', '<=', v('now'))
    .where('targetId', '=', v('staffId'))
    .limit(1),
)

/**
 * What of a person's searches in the last hour is more than the settings allow; this one, not written yet, among them. Counted from the
 * audit, which no restart forgets. Undefined also where it was told within the hour. Inside a commit unit.
 */
function tooMany(
  { engine, actor }: ActContext,
  shown: readonly number[],
): { searches: number; ofOneCustomer: number } | undefined {
  const now = engine.clock.now()
  const within = { since: now - hourMs, now }
  if (engine.store.statement(told).get({ staffId: Number(actor.id), ...within })) return undefined
  const former = engine.store.statement(mine).all({ staffId: actor.id, ...within })
  const before = (id: number): number =>
    former.filter(({ after }) => after?.includes(`/${id}/`)).length
  const searches = former.length + 1
  const ofOneCustomer = Math.max(0, ...shown.map((id) => before(id) + 1))
  const { searchesPerHour, searchesPerCustomer } = engine.settings.get('requests')
  const fits = searches <= searchesPerHour && ofOneCustomer <= searchesPerCustomer
  return fits ? undefined : { searches, ofOneCustomer }
}

/** Somebody who searches more than their work needs is told of to those who read the audit, on きょう. */
const noteSearch = act(
  'customers.search',
  (ctx, { text, shown }: { text: string; shown: readonly number[] }) => {
    const many = tooMany(ctx, shown)
    const { id, name } = ctx.actor
    const target = { kind: 'staff', id: Number(id), label: name } as const
    if (many) recordAudit(ctx, { action: 'customers.searchedMuch', target, after: many })
    const found = { term: maskTerm(text), found: shown.length }
    return {
      target: null,
      after: shown.length === 0 ? found : { ...found, shownCustomers: `/${shown.join('/')}/` },
    }
  },
)

/** Searches for a person. Each search is in the audit, whatever the window does with it (R71, R123). */
export async function searchFor(ctx: ActContext, text: string) {
  const found = searchAll(ctx.engine, viewerOf(ctx), text)
  if (text.trim() !== '')
    await noteSearch(ctx, { text, shown: found.customers.map(({ id }) => id) })
  return found
}

const much = query<{ since: number; until: number }>()((k, v) =>
  k
    .selectFrom('auditEntries')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('action', '=', 'customers.searchedMuch')
    .where('at', '>=', v('since'))
    .where('at', '<', v('until')),
)
/** How often somebody was told of for many searches on this day. */
export function manySearchesToday({ store, clock }: Engine): number {
  const since = startOfDay(clock.now())
  return store.statement(much).get({ since, until: since + dayMs })?.n ?? 0
}
