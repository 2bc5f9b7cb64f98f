import { sql as raw } from 'kysely'
import { sql } from '#db'
import { dayMs, isoDate, startOfDay } from '#shared/japanese-date'
import { countedRequests } from '#shared/request'
import { failingProviders } from '../access/failing.ts'
import { manySearchesToday } from '../customers/search.ts'
import type { Engine } from '../engine.ts'
import { grantCounts } from '../grants/counts.ts'
import { dueCounts } from '../ledger/due.ts'
import { keysDue } from '../providers/keys.ts'
import { failedChanges } from '../providers/planned.ts'

export interface RequestListFilter {
  view: 'unfinished' | 'to-approve' | 'to-look' | 'overdue' | 'today' | 'complaints' | 'all'
  branchCode: string | null
  /** The branch to which the person who looks is confined (R124). */
  own?: string | null
  after: number | null
  limit: number
}

/** Newest first, by the primary key or one small index. */
export function requestListQuery(filter: RequestListFilter, now: number) {
  let query = sql
    .selectFrom('requests')
    .leftJoin('customers', 'customers.id', 'requests.customerId')
    .leftJoin('providers', 'providers.id', 'requests.providerId')
    .leftJoin('branches', 'branches.code', 'requests.branchCode')
    .select((e) => [
      'requests.id',
      'requests.number',
      'requests.openedAt',
      'requests.requestChannel',
      'requests.requester',
      'requests.customerId',
      e.fn.coalesce('customers.name', 'providers.name').as('customerName'),
      'branches.name as branchName',
      'requests.staffName',
      'requests.state',
      'requests.result',
      'requests.complaint',
      'requests.answer',
      e
        .selectFrom('requestActs')
        .select((a) => a.fn.min('dueAt').as('dueAt'))
        .whereRef('requestActs.requestId', '=', 'requests.id')
        .where('checkedBy', 'is', null)
        .as('dueAt'),
    ])
    .limit(filter.limit)
  if (filter.view === 'today') query = query.orderBy('requests.openedAt', 'desc')
  query = query.orderBy('requests.id', 'desc')
  if (filter.view === 'unfinished') query = query.where('requests.state', '=', 'open')
  if (filter.view === 'today')
    query = query
      .where('requests.openedAt', '>=', startOfDay(now))
      .where('requests.openedAt', '<', startOfDay(now) + dayMs)
  if (filter.view === 'to-look')
    query = query.where('requests.lookDueAt', 'is not', null).where('requests.lookedAt', 'is', null)
  if (filter.view === 'complaints') query = query.where('requests.complaint', '=', 1)
  if (filter.view === 'to-approve' || filter.view === 'overdue')
    query = query.where('requests.id', 'in', (e) => {
      const waiting = e
        .selectFrom('requestActs')
        .select('requestId')
        .where('checkedBy', 'is', null)
        // As in the index of acts without an approval.
        .where(raw<boolean>`"approval" <> 'none'`)
      return filter.view === 'overdue' ? waiting.where('dueAt', '<', now) : waiting
    })
  if (filter.branchCode !== null) query = query.where('requests.branchCode', '=', filter.branchCode)
  if (filter.after !== null) query = query.where('requests.id', '<', filter.after)
  const { own } = filter
  if (own != null)
    query = query.where((e) =>
      e.or([
        e('requests.branchCode', '=', own),
        e('customers.branchCode', '=', own),
        e('requests.customerId', 'is', null),
      ]),
    )
  return query
}

export function listRequests(engine: Engine, filter: RequestListFilter) {
  const found = engine.store.read(
    requestListQuery({ ...filter, limit: filter.limit + 1 }, engine.clock.now()),
  )
  const rows = found.slice(0, filter.limit).map((row) => ({
    ...row,
    customerName: row.customerName ?? '',
    complaint: row.complaint === 1,
  }))
  return { rows, next: found.length > filter.limit ? (rows.at(-1)?.id ?? null) : null }
}

/**
 * The numbers of the first page; each is the length of a list: those of requests of the list of this branch, or of all, up to
 * `countedRequests`.
 * @param own the branch to which the person who looks is confined (R124)
 */
export function dayCounts(engine: Engine, branchCode: string | null, own: string | null = null) {
  const now = engine.clock.now()
  const count = (view: RequestListFilter['view']): number =>
    engine.store.read(
      sql
        .selectFrom(
          requestListQuery({ view, branchCode, own, after: null, limit: countedRequests }, now).as(
            'r',
          ),
        )
        .select((e) => e.fn.countAll<number>().as('n')),
    )[0]?.n ?? 0
  return {
    branchCode,
    unfinished: count('unfinished'),
    toApprove: count('to-approve'),
    toLook: count('to-look'),
    overdue: count('overdue'),
    ...grantCounts(engine, own),
    failingProviders: failingProviders(engine).length,
    dueDates: dueCounts(engine),
    dueStops: stopsDueBy(engine, isoDate(now)),
    dueKeys: keysDue(engine),
    failedPlans: failedChanges(engine),
    manySearches: manySearchesToday(engine),
  }
}

/** Providers whose stop was meant up to a day that has come. */
const stopsDueBy = (engine: Engine, today: string): number =>
  engine.store.read(
    sql
      .selectFrom('providers')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('statusUntil', '<=', today),
  )[0]?.n ?? 0
