import { query, type Store, sql } from '#db'
import { allProviders, latencyMeasure, type Measure } from '#shared/traffic'
import { Recent } from './recent.ts'
import { Usage } from './usage.ts'

export interface AccessRecord {
  at: number
  providerId: number
  grantId: number | null
  endpoint: string
  accountId: number | null
  status: number
  result: string
  rows: number | null
  /** Whether the provider named a customer as present; left out where no call is counted by that. */
  attended?: 0 | 1 | null
}

/** One of the future was written while the clock was wrong. */
const touch = query<{ id: number; at: number; before: number; ahead: number }>()((k, v) =>
  k
    .updateTable('grants')
    .set({ lastAccessAt: v('at') })
    .where('id', '=', v('id'))
    .where((e) =>
      e.or([
        e('lastAccessAt', 'is', null),
        e('lastAccessAt', '<=', v('before')),
        e('lastAccessAt', '>', v('ahead')),
      ]),
    ),
)

const addUp = query<{ hour: number; providerId: number; measure: string; n: number }>()((k, v) =>
  k
    .insertInto('trafficHours')
    .values({ hour: v('hour'), providerId: v('providerId'), measure: v('measure'), n: v('n') })
    .onConflict((on) =>
      on
        .columns(['hour', 'providerId', 'measure'])
        .doUpdateSet((e) => ({ n: e('trafficHours.n', '+', e.ref('excluded.n')) })),
    ),
)

const flushMs = 250
const minuteMs = 60_000
export const hourMs = 3_600_000
/** How many records of the last hour are read after a start, to know which providers were failing. */
const readAgain = 20_000

/** Counts of one hour, by provider and measure. */
type Counts = Map<number, Map<number, Map<Measure, number>>>

/**
 * One record for every call of a provider (R82), kept in memory for at most a quarter second and then committed together, with what
 * they add to the counts of their hour; 最終アクセス of a grant is written at most once a minute. A crash may lose that quarter second
 * of reads, never an act.
 */
export class AccessLog {
  readonly #store: Store
  #buffer: AccessRecord[] = []
  #counts: Counts = new Map()
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  readonly usage: Usage
  readonly #recent = new Recent()
  /** When the first call since the start came: records before it were written by former runs. */
  #firstAt: number | undefined
  /** The last calls of the former run, once they have been asked for. */
  #former: Recent | undefined
  /** From when on calls are counted, where the former run had more than are read again, epoch ms. */
  #readFrom: number | null = null
  /** When each grant's 最終アクセス was last written: most calls need no write, and no query to know so. */
  readonly #touched = new Map<number, number>()

  constructor(store: Store) {
    this.#store = store
    this.usage = new Usage(store)
  }

  /**
   * @param ms how long the answer took
   * @param cause why it was refused, where that is known better than the record tells
   */
  add(record: AccessRecord, ms: number | null = null, cause: string = record.result): void {
    const { at, providerId } = record
    this.#firstAt ??= at
    this.#buffer.push(record)
    const refused = record.status >= 400
    this.#recent.note(at, providerId, refused ? cause : null)
    const counts = this.#countsOf(at, providerId)
    addOne(counts, `call:${record.endpoint}`)
    if (refused) addOne(counts, `refused:${cause}`)
    if (ms !== null) addOne(counts, latencyMeasure(ms))
    this.#soon()
  }

  /** Counts what leaves no record, such as a step of a customer's walk, or what was refused before anybody knew whose it was. */
  count(at: number, providerId: number, measure: Measure): void {
    addOne(this.#countsOf(at, providerId), measure)
    this.#soon()
  }

  /** Resolves when everything added so far is committed, including a flush that is under way. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const records = this.#buffer.splice(0)
    const counts = this.#counts
    this.#counts = new Map()
    if (records.length > 0 || counts.size > 0)
      this.#writing = this.#writing.then(() => this.#write(records, counts))
    return this.#writing
  }

  async #write(records: AccessRecord[], counts: Counts): Promise<void> {
    const last = new Map<number, number>()
    const near = this.usage.takeNear()
    for (const { grantId, at, result } of records)
      if (
        grantId !== null &&
        result === 'ok' &&
        Math.abs(at - (this.#touched.get(grantId) ?? 0)) >= minuteMs
      )
        last.set(grantId, at)
    await this.#store
      .write(() => {
        for (const record of records) this.#store.insert('accessRecords', record)
        for (const [id, at] of last)
          this.#store.statement(touch).run({ id, at, before: at - minuteMs, ahead: at + minuteMs })
        for (const [hour, providers] of counts) this.#writeHour(hour, providers)
        this.usage.write(near)
      })
      .then(() => {
        if (this.#touched.size > 100_000) this.#touched.clear()
        for (const [id, at] of last) this.#touched.set(id, at)
      })
      .catch(() => {
        // A full disk: keeps the newest records in memory and tries again with the next call.
        this.#buffer = [...records, ...this.#buffer].slice(-10_000)
        this.usage.putBack(near)
        for (const [hour, providers] of counts)
          for (const [providerId, measures] of providers)
            for (const [measure, n] of measures)
              addOne(this.#countsOf(hour, providerId), measure, n)
      })
  }

  #writeHour(hour: number, providers: Map<number, Map<Measure, number>>): void {
    const add = this.#store.statement(addUp)
    const all = new Map<Measure, number>()
    for (const [providerId, measures] of providers)
      for (const [measure, n] of measures) {
        if (providerId !== allProviders) add.run({ hour, providerId, measure, n })
        addOne(all, measure, n)
      }
    for (const [measure, n] of all) add.run({ hour, providerId: allProviders, measure, n })
  }

  #countsOf(at: number, providerId: number): Map<Measure, number> {
    const hour = at - (at % hourMs)
    const providers = this.#counts.get(hour) ?? new Map<number, Map<Measure, number>>()
    this.#counts.set(hour, providers)
    const measures = providers.get(providerId) ?? new Map<Measure, number>()
    providers.set(providerId, measures)
    return measures
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => void this.flush(), flushMs)
  }

  /**
   * The calls of the last hour, with those of the former run.
   * @returns `since`: from when on they are counted, epoch ms, where the former run had more than are read again; null: the whole hour
   */
  lastHour(now: number): { calls: number; refused: number; since: number | null } {
    this.#former ??= this.#readFormer(now)
    const [own, former] = [this.#recent.lastHour(now), this.#former.lastHour(now)]
    const isCut = this.#readFrom !== null && this.#readFrom > now - hourMs
    return {
      calls: own.calls + former.calls,
      refused: own.refused + former.refused,
      since: isCut ? this.#readFrom : null,
    }
  }

  /**
   * What became of each provider's calls in the last hour, by cause (`ok`: answered), from the whole minute after `from` on. After a
   * start the records of the former run are read once, for an hour or 20,000 of them at most.
   */
  causesOfLastHour(
    now: number,
    from: (providerId: number) => number,
  ): Map<number, Map<string, number>> {
    this.#former ??= this.#readFormer(now)
    return this.#recent.causes(now, from, this.#former.causes(now, from))
  }

  #readFormer(now: number): Recent {
    const recent = new Recent()
    const newest = this.#store.read(
      sql
        .selectFrom('accessRecords')
        .select(['at', 'providerId', 'status', 'result'])
        .orderBy('id', 'desc')
        .limit(readAgain),
    )
    const before = this.#firstAt ?? Number.POSITIVE_INFINITY
    const oldest = newest.at(-1)?.at
    if (newest.length === readAgain && oldest !== undefined)
      this.#readFrom = Math.min(oldest, before)
    for (const { at, providerId, status, result } of newest.reverse())
      if (at > now - hourMs && at < before)
        recent.note(at, providerId, status >= 400 ? result : null)
    return recent
  }
}

function addOne(counts: Map<Measure, number>, measure: Measure, n = 1): void {
  counts.set(measure, (counts.get(measure) ?? 0) + n)
}
