import type { ImportRow } from '#bank'
import { query } from '#db'
import type { EndReason } from '#shared/grant'
import { dayMs } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'

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

/** How many grants a file of events would end at most, by reason: each customer's live ones, under the first event. */
export class EndsCount {
  readonly #engine: Engine
  readonly #customers = new Set<number>()
  readonly #newestBefore: number
  readonly byReason: Partial<Record<EndReason, number>> = {}

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
    this.byReason[kind] = (this.byReason[kind] ?? 0) + live
  }

  /** With the grants that were permitted since the file was checked: asked in the commit that accepts it. */
  now(): number {
    const counted = Object.values(this.byReason).reduce((sum, n) => sum + n, 0)
    const later = this.#engine.store.statement(since).all({ id: this.#newestBefore })
    return counted + later.filter(({ customerId }) => this.#customers.has(customerId)).length
  }

  /** Whether a second person must agree. What one person accepted within a day counts, so that a file cannot be cut up. */
  get needsTwo(): boolean {
    const { settings, store, clock } = this.#engine
    const before = store.statement(endedByOne).get({ since: clock.now() - dayMs })?.n ?? 0
    return this.now() + before >= settings.get('policy').eventsNeedTwoFrom
  }
}
