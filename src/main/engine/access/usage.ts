import { sql as raw } from 'kysely'
import { query, type Store } from '#db'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { type CallLimits, leastNear, nearLimit } from '#shared/traffic'
import { idBefore } from '../retention/id-before.ts'

/** Why a call is not answered now, and after how many seconds it may be (RFC 6585 §4). */
export interface OverLimit {
  limit: 'calls.per-day' | 'calls.per-minute'
  seconds: number
}

/** How much of a limit was used up, and the limit: of one instant, whatever becomes of the limit. */
interface Used {
  most: number
  allowed: number
}
/** A link, or (`grantId` 0) a minute of a provider, when it came nearest to its limit on a day. */
interface Near extends Used {
  day: number
  providerId: number
  grantId: number
  /** Over the whole day. */
  refused: number
  lastAt: number
}
type NearRows = ReadonlyMap<string, Near>

const minuteMs = 60_000

/**
 * Of the newest records of a link on a day those that count, as far as `most`. An index of these alone would make each record twice as
 * dear, for what is read once after a start (decision 0048).
 */
const countedOn = query<{
  grantId: number
  from: number
  day: number
  until: number
  most: number
  read: number
}>()((k, v) =>
  k
    .selectFrom((counted) =>
      counted
        .selectFrom((newest) =>
          newest
            .selectFrom('accessRecords')
            .select(['at', 'attended', 'status'])
            .where('grantId', '=', v('grantId'))
            .where('id', '>=', v('from'))
            .orderBy('id', 'desc')
            .limit(v('read'))
            .as('newest'),
        )
        .select('newest.at')
        .where('newest.at', '>=', v('day'))
        .where('newest.at', '<', v('until'))
        .where('newest.attended', '=', 0)
        .where('newest.status', '<>', 429)
        .limit(v('most'))
        .as('counted'),
    )
    .select((e) => e.fn.countAll<number>().as('n')),
)
/** How many calls a link had made on a day when it came nearest to its limit: as many count at least, however many records stand before them. */
const nearest = query<{ day: number; providerId: number; grantId: number }>()((k, v) =>
  k
    .selectFrom('nearLimits')
    .select('most')
    .where('day', '=', v('day'))
    .where('providerId', '=', v('providerId'))
    .where('grantId', '=', v('grantId')),
)
/** How many records that do not count are passed over at most: a customer at the app, or a provider that hammers, may leave millions. */
const passedOver = 10_000
/** Whether what is noted now came at least as near to its limit as what stands there. */
const isNearer = raw<boolean>`"excluded"."most" * "nearLimits"."allowed" >= "nearLimits"."most" * "excluded"."allowed"`
const note = query<Near>()((k, v) =>
  k
    .insertInto('nearLimits')
    .values({
      ...{ day: v('day'), providerId: v('providerId'), grantId: v('grantId'), most: v('most') },
      ...{ allowed: v('allowed'), refused: v('refused'), lastAt: v('lastAt') },
    })
    .onConflict((on) =>
      on.columns(['day', 'providerId', 'grantId']).doUpdateSet((e) => ({
        most: e.fn<number>('iif', [isNearer, 'excluded.most', 'nearLimits.most']),
        allowed: e.fn<number>('iif', [isNearer, 'excluded.allowed', 'nearLimits.allowed']),
        refused: e('nearLimits.refused', '+', e.ref('excluded.refused')),
        lastAt: e.ref('excluded.lastAt'),
      })),
    ),
)

/**
 * How much providers call, in memory: a call costs two looks into a map and no commit. After a start, and after the clock was set back,
 * the day's count of a link is read once from its records, which are written anyway, as far as its limit; the minute begins anew.
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
  /** The limit up to which the records of a link were counted, where there may be more of them. */
  readonly #countedTo = new Map<number, number>()
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
      const n = this.#usedToday(providerId, grantId, unattendedPerDay)
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
        ...nearer(row, later),
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
    this.#countedTo.clear()
  }

  #usedToday(providerId: number, grantId: number, most: number): number {
    const known = this.#ofLinks.get(grantId)
    const countedTo = this.#countedTo.get(grantId) ?? Number.POSITIVE_INFINITY
    if (known !== undefined && most <= countedTo) return known
    const [from, day] = [this.#recordedFrom, this.#day]
    if (from === undefined) return 0
    const of = { grantId, from, day, until: day + dayMs, most, read: most + passedOver }
    const counted = this.#store.statement(countedOn).get(of)?.n ?? 0
    const near = this.#store.statement(nearest).get({ day, providerId, grantId })?.most ?? 0
    const n = Math.max(counted, near)
    // A limit that is raised meanwhile is counted to anew.
    if (n < most) this.#countedTo.delete(grantId)
    else this.#countedTo.set(grantId, most)
    return n
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
      ...{ day: this.#day, providerId, grantId, lastAt: at },
      // Of a limit that was lowered during the day no more than all of it is used up.
      ...nearer({ most: Math.min(n, allowed), allowed }, row),
      refused: refused + (row?.refused ?? 0),
    })
  }
}

/** Which of the two came nearer to its limit; the first, where both came as near. */
function nearer({ most, allowed }: Used, other: Used | undefined): Used {
  return !other || most * other.allowed >= other.most * allowed
    ? { most, allowed }
    : { most: other.most, allowed: other.allowed }
}

interface Call {
  /** Epoch ms, by the engine's clock. */
  at: number
  providerId: number
  grantId: number
  /** The provider names a customer as present. */
  attended: boolean
}
