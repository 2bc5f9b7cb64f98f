import { query, type Store } from '#db'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { type CallLimits, leastNear, nearLimit } from '#shared/traffic'
import { idBefore } from '../retention/id-before.ts'

/** Why a call is not answered now, and after how many seconds it may be (RFC 6585 §4). */
export interface OverLimit {
  limit: 'calls.per-day' | 'calls.per-minute'
  seconds: number
}

/** A link, or (`grantId` 0) a provider's busiest minute, that came near its limit on a day. */
interface Near {
  day: number
  providerId: number
  grantId: number
  most: number
  allowed: number
  refused: number
  lastAt: number
}
type NearRows = ReadonlyMap<string, Near>

const minuteMs = 60_000

const countedOn = query<{ grantId: number; from: number; day: number; until: number }>()((k, v) =>
  k
    .selectFrom('accessRecords')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('grantId', '=', v('grantId'))
    .where('id', '>=', v('from'))
    .where('at', '>=', v('day'))
    .where('at', '<', v('until'))
    .where('attended', '=', 0)
    .where('status', '<>', 429),
)
const note = query<Near>()((k, v) =>
  k
    .insertInto('nearLimits')
    .values({
      ...{ day: v('day'), providerId: v('providerId'), grantId: v('grantId'), most: v('most') },
      ...{ allowed: v('allowed'), refused: v('refused'), lastAt: v('lastAt') },
    })
    .onConflict((on) =>
      on.columns(['day', 'providerId', 'grantId']).doUpdateSet((e) => ({
        most: e.fn('max', ['nearLimits.most', 'excluded.most']),
        allowed: e.ref('excluded.allowed'),
        refused: e('nearLimits.refused', '+', e.ref('excluded.refused')),
        lastAt: e.ref('excluded.lastAt'),
      })),
    ),
)

/**
 * How much providers call, in memory: a call costs two looks into a map and no commit. After a start, and after the clock was set back,
 * the day's count of a link is read once from its records, which are written anyway; the minute begins anew.
 */
export class Usage {
  readonly #store: Store
  readonly #monotonicMs: () => number
  /** When the day began whose calls are counted, epoch ms. */
  #day = Number.NaN
  #newestDay: number | undefined
  /** The first record that may be of the day; undefined: the day began in this run, and all its calls are in memory. */
  #recordedFrom: number | undefined
  readonly #ofLinks = new Map<number, number>()
  readonly #minutes = new Map<number, { begun: number; n: number }>()
  #near = new Map<string, Near>()

  /** @param monotonicMs a clock that nobody sets: a minute is one, whatever becomes of the machine's time */
  constructor(store: Store, monotonicMs = () => performance.now()) {
    this.#store = store
    this.#monotonicMs = monotonicMs
  }

  /** Counts a call, or tells by which limit it is refused; what is refused uses nothing up. */
  take(
    { at, providerId, grantId, attended }: Call,
    { unattendedPerDay, callsPerMinute }: CallLimits,
  ): OverLimit | null {
    if (!(at >= this.#day && at < this.#day + dayMs)) this.#turnTo(startOfDay(at))
    const minute = this.#minute(providerId)
    const ofMinute = { providerId, grantId: 0, allowed: callsPerMinute, at }
    if (minute.n >= callsPerMinute) {
      this.#note(ofMinute, minute.n, 1)
      const left = minute.begun + minuteMs - this.#monotonicMs()
      return { limit: 'calls.per-minute', seconds: Math.max(1, Math.ceil(left / 1_000)) }
    }
    if (!attended) {
      const n = this.#ofLinks.get(grantId) ?? this.#recorded(grantId)
      const ofDay = { providerId, grantId, allowed: unattendedPerDay, at }
      const isOver = n >= unattendedPerDay
      this.#ofLinks.set(grantId, isOver ? n : n + 1)
      this.#note(ofDay, isOver ? n : n + 1, isOver ? 1 : 0)
      if (isOver)
        return { limit: 'calls.per-day', seconds: Math.ceil((this.#day + dayMs - at) / 1_000) }
    }
    minute.n += 1
    this.#note(ofMinute, minute.n, 0)
    return null
  }

  /** What came near a limit since it was last asked; the caller writes it, or puts it back. */
  takeNear(): NearRows {
    const rows = this.#near
    this.#near = new Map()
    return rows
  }

  /** Inside a commit unit. */
  write(rows: NearRows): void {
    for (const row of rows.values()) this.#store.statement(note).run(row)
  }

  putBack(rows: NearRows): void {
    for (const [key, row] of rows) {
      const later = this.#near.get(key)
      this.#near.set(key, {
        ...(later ?? row),
        most: Math.max(row.most, later?.most ?? 0),
        refused: row.refused + (later?.refused ?? 0),
      })
    }
  }

  #turnTo(day: number): void {
    const known = this.#newestDay !== undefined && day > this.#newestDay
    this.#recordedFrom = known ? undefined : idBefore(this.#store, 'provisions', day)
    this.#newestDay = Math.max(day, this.#newestDay ?? day)
    this.#day = day
    this.#ofLinks.clear()
  }

  #recorded(grantId: number): number {
    if (this.#recordedFrom === undefined) return 0
    const [from, day] = [this.#recordedFrom, this.#day]
    return this.#store.statement(countedOn).get({ grantId, from, day, until: day + dayMs })?.n ?? 0
  }

  #minute(providerId: number): { begun: number; n: number } {
    const now = this.#monotonicMs()
    const known = this.#minutes.get(providerId)
    if (known && now - known.begun < minuteMs) return known
    const begun = { begun: now, n: 0 }
    this.#minutes.set(providerId, begun)
    return begun
  }

  #note(
    { providerId, grantId, allowed, at }: Omit<Call, 'attended'> & { allowed: number },
    n: number,
    refused: number,
  ): void {
    if (refused === 0 && (allowed < leastNear || n < nearLimit * allowed)) return
    const key = `${this.#day} ${providerId} ${grantId}`
    const row = this.#near.get(key)
    this.#near.set(key, {
      ...{ day: this.#day, providerId, grantId, allowed, lastAt: at },
      most: Math.max(n, row?.most ?? 0),
      refused: refused + (row?.refused ?? 0),
    })
  }
}

interface Call {
  /** Epoch ms, by the engine's clock. */
  at: number
  providerId: number
  grantId: number
  /** The provider names a customer as present. */
  attended: boolean
}
