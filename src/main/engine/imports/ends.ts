import type { ImportRow } from '#bank'
import { query } from '#db'
import type { EndReason } from '#shared/grant'
import { dayMs } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'

/** Whose links a file of events would end, and how many there were when it was counted. */
export interface Ends {
  byReason: Partial<Record<EndReason, number>>
  /** By id. */
  customers: readonly number[]
  /** The newest link that was counted. */
  newest: number
}

const liveOf = query<{ customerNumber: string; now: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('customers', 'customers.id', 'grants.customerId')
    .select('grants.customerId')
    .where('customers.customerNumber', '=', v('customerNumber'))
    .where('grants.endedAt', 'is', null)
    .where('grants.expiresAt', '>', v('now')),
)
const newest = query<Record<never, never>>()((k) =>
  k.selectFrom('grants').select((e) => e.fn.max('id').as('id')),
)
const since = query<{ id: number }>()((k, v) =>
  k.selectFrom('grants').select('customerId').where('id', '>', v('id')),
)
const idOf = query<{ customerNumber: string }>()((k, v) =>
  k.selectFrom('customers').select('id').where('customerNumber', '=', v('customerNumber')),
)

const endedByOne = query<{ since: number }>()((k, v) =>
  k
    .selectFrom('imports')
    .select((e) => e.fn.sum<number | null>('ends').as('n'))
    .where('createdAt', '>=', v('since'))
    .where('secondId', 'is', null)
    .where('state', 'in', ['accepted', 'done']),
)

/** Links of these customers that were permitted since they were counted. */
export function endsSince(engine: Engine, { customers, newest: id }: Ends): number {
  const among = new Set(customers)
  return engine.store
    .statement(since)
    .all({ id })
    .filter(({ customerId }) => among.has(customerId)).length
}

/** Links that would end now, at most: with those that were permitted since they were counted. */
export const endsNow = (engine: Engine, ends: Ends): number =>
  Object.values(ends.byReason).reduce((sum, n) => sum + n, endsSince(engine, ends))

/** Whether so many end that a second person must agree. What one person accepted within a day counts: a file cannot be cut up. */
export function endsMany(engine: Engine, ends: Ends): boolean {
  const { settings, store, clock } = engine
  const before = store.statement(endedByOne).get({ since: clock.now() - dayMs })?.n ?? 0
  return endsNow(engine, ends) + before >= settings.get('policy').eventsNeedTwoFrom
}

/** How many grants a file of events would end at most, by reason: each customer's live ones, under the first event. */
export class EndsCount {
  readonly #engine: Engine
  readonly #customers = new Set<number>()
  readonly #newestBefore: number
  readonly #byReason: Ends['byReason'] = {}

  constructor(engine: Engine) {
    this.#engine = engine
    this.#newestBefore = engine.store.statement(newest).get({})?.id ?? 0
  }

  see(row: ImportRow): void {
    const kind = row.kind as EndReason | 'service-resumed'
    const customerNumber = row.customerNumber ?? ''
    const id = this.#engine.store.statement(idOf).get({ customerNumber })?.id
    if (id === undefined || kind === 'service-resumed' || this.#customers.has(id)) return
    this.#customers.add(id)
    const now = this.#engine.clock.now()
    const live = this.#engine.store.statement(liveOf).all({ customerNumber, now }).length
    this.#byReason[kind] = (this.#byReason[kind] ?? 0) + live
  }

  get(): Ends {
    return {
      byReason: this.#byReason,
      customers: [...this.#customers],
      newest: this.#newestBefore,
    }
  }
}
