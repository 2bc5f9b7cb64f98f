import { sql } from '#db'
import type { Engine } from '../engine.ts'
import { withGrantCounts } from './search.ts'

export interface CustomerListFilter {
  branchCode: string | null
  /** The branch to which the person who looks is confined (R124). */
  own?: string | null
  /** Persons who can sign in and have no 合言葉. */
  without?: 'questions' | null
  /** The last row of the former page: the key of its reading and its id. */
  after: { key: string; id: number } | null
  limit: number
}

/** In the order of the readings (R69), by walking one index. */
export function customerListQuery(filter: CustomerListFilter) {
  let query = sql
    .selectFrom('customers')
    .innerJoin('branches', 'branches.code', 'customers.branchCode')
    .select([
      'customers.id',
      'customers.customerNumber',
      'customers.name',
      'customers.kana',
      'customers.kanaKey',
      'branches.name as branchName',
      'customers.channel',
    ])
    .orderBy('customers.kanaKey')
    .orderBy('customers.id')
    .limit(filter.limit)
  const { branchCode, own, without, after } = filter
  // A literal: a bound value could not choose the index of these rows alone.
  if (without === 'questions') query = query.where('customers.lacksQuestions', '=', (e) => e.lit(1))
  if (branchCode !== null) query = query.where('customers.branchCode', '=', branchCode)
  if (own != null) query = query.where('customers.branchCode', '=', own)
  if (after !== null)
    query = query.where((e) =>
      e(e.refTuple('customers.kanaKey', 'customers.id'), '>', e.tuple(after.key, after.id)),
    )
  return query
}

export function listCustomers(engine: Engine, filter: CustomerListFilter) {
  const found = engine.store.read(customerListQuery({ ...filter, limit: filter.limit + 1 }))
  const rows = found.slice(0, filter.limit)
  const last = rows.at(-1)
  return {
    rows: withGrantCounts(
      engine,
      rows.map(({ kanaKey: _, ...hit }) => hit),
    ),
    next: last && found.length > filter.limit ? { key: last.kanaKey, id: last.id } : null,
  }
}
