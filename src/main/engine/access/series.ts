import { sql as raw } from 'kysely'
import { sql } from '#db'
import { stepsFor } from '#shared/consent-flow'
import type { TrafficBucket, TrafficSeries } from '#shared/contract/traffic'
import { dayMs, isoDate, japanOffsetMs, startOfDay } from '#shared/japanese-date'
import { causeOf, type RefusalCause } from '#shared/refusal-causes'
import {
  allProviders,
  hoursKeptDays,
  latencyBounds,
  overSlowest,
  spanLengths,
  type TrafficSpan,
} from '#shared/traffic'
import type { Engine } from '../engine.ts'
import { hourMs } from './access-log.ts'

interface Row {
  at: number
  measure: string
  n: number
}

const monthStart = (year: number, month: number): number => Date.UTC(year, month, 1) - japanOffsetMs

/** When each of the last hours, days or months began, the present one last. */
function beginnings(now: number, span: TrafficSpan): number[] {
  const length = spanLengths[span]
  const back = Array.from({ length }, (_, i) => length - 1 - i)
  if (span === 'hour') return back.map((n) => now - (now % hourMs) - n * hourMs)
  if (span === 'day') return back.map((n) => startOfDay(now) - n * dayMs)
  const [year = 0, month = 1] = isoDate(now).split('-').map(Number)
  return back.map((n) => monthStart(year, month - 1 - n))
}

const hoursFrom = (from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / hourMs) + 1 }, (_, i) => from + i * hourMs)

/** Counts of single hours, by the key of each: the hours of other providers in between are not read. */
const hourRows = ({ store }: Engine, providerId: number, hours: readonly number[]): Row[] =>
  store.read(
    sql
      .selectFrom('trafficHours')
      .select(['hour as at', 'measure', 'n'])
      .where('hour', 'in', hours)
      .where('providerId', '=', providerId),
  )

const dayRows = ({ store }: Engine, providerId: number, from: number): Row[] =>
  store.read(
    sql
      .selectFrom('trafficDays')
      .select(['day as at', 'measure', 'n'])
      .where('providerId', '=', providerId)
      .where('day', '>=', from),
  )

/** Days summed up where they lie: three years of them are a thousand rows for each thing that is counted. */
const monthRows = ({ store }: Engine, providerId: number, from: number): Row[] =>
  store.read(
    sql
      .selectFrom('trafficDays')
      .select((e) => [e.fn.min('day').as('at'), 'measure', e.fn.sum<number>('n').as('n')])
      .where('providerId', '=', providerId)
      .where('day', '>=', from)
      .groupBy([
        raw`strftime('%Y%m', (day + ${raw.lit(japanOffsetMs)}) / 1000, 'unixepoch')`,
        'measure',
      ]),
  )

/** What of the days is still in hours: those of the last weeks, and of a day that is late in being folded. */
function openHours(engine: Engine, providerId: number, now: number): Row[] {
  const from = startOfDay(now) - (hoursKeptDays + 1) * dayMs
  return hourRows(engine, providerId, hoursFrom(from, now))
}

function rowsOf(engine: Engine, providerId: number, span: TrafficSpan, from: number[]): Row[] {
  const now = engine.clock.now()
  const first = from[0] ?? now
  if (span === 'hour') return hourRows(engine, providerId, from)
  const days = (span === 'day' ? dayRows : monthRows)(engine, providerId, first)
  return [...days, ...openHours(engine, providerId, now).filter(({ at }) => at >= first)]
}

/** The bound within which a share of the answers came. */
function within(times: ReadonlyMap<string, number>, share: number): number | null {
  const all = [...times.values()].reduce((sum, n) => sum + n, 0)
  if (all === 0) return null
  let sum = 0
  for (const bound of latencyBounds) {
    sum += times.get(String(bound)) ?? 0
    if (sum >= all * share) return bound
  }
  return overSlowest
}

const add = (sums: Map<string, number>, name: string, n: number): void =>
  void sums.set(name, (sums.get(name) ?? 0) + n)

interface Gathered {
  sums: Map<string, number>
  times: Map<string, number>
}

/** The counts of each beginning, and of all of them together by measure. */
function gather(rows: readonly Row[], from: readonly number[]) {
  const buckets = from.map((): Gathered => ({ sums: new Map(), times: new Map() }))
  const all = new Map<string, number>()
  for (const { at, measure, n } of rows) {
    const bucket = buckets[from.findLastIndex((begins) => begins <= at)]
    if (!bucket) continue
    add(all, measure, n)
    const [kind = '', of = ''] = measure.split(':', 2)
    if (kind === 'ms') add(bucket.times, of, n)
    else
      add(
        bucket.sums,
        kind === 'link' && of !== 'begun' ? 'ended' : kind === 'link' ? 'begun' : kind,
        n,
      )
  }
  return { buckets, all }
}

/** What was counted of a provider, or of all of them, in the last hours, days or months. */
export function trafficSeries(
  engine: Engine,
  { providerId, span }: { providerId: number | null; span: TrafficSpan },
): TrafficSeries {
  const id = providerId ?? allProviders
  const from = beginnings(engine.clock.now(), span)
  const { buckets, all } = gather(rowsOf(engine, id, span, from), from)
  let living = livingNow(engine, providerId)
  const told = buckets
    .map((bucket, i) => ({ ...bucket, at: from[i] ?? 0 }))
    .reverse()
    .map(({ at, sums, times }): TrafficBucket => {
      const of = (name: string): number => sums.get(name) ?? 0
      const atItsEnd = living
      living += of('ended') - of('begun')
      return {
        at,
        calls: of('call'),
        refused: of('refused'),
        p50: within(times, 0.5),
        p99: within(times, 0.99),
        begun: of('begun'),
        ended: of('ended'),
        living: atItsEnd,
      }
    })
    .reverse()
  return {
    span,
    since: firstCounted(engine, id),
    buckets: told,
    causes: causesIn(all),
    funnel: (['personal', 'business'] as const).flatMap((channel) => {
      const found = funnelOf(all, channel)
      return found.some(({ n }) => n > 0) ? [{ channel, steps: found }] : []
    }),
    walks: all.get('walk:sign-in') ?? 0,
    cancelled: all.get('walk:cancelled') ?? 0,
  }
}

/** Kept with each change of a grant: see the triggers of `counters`. */
function livingNow({ store }: Engine, providerId: number | null): number {
  const name = providerId === null ? 'grants' : `provider:${providerId}`
  return store.read(sql.selectFrom('counters').select('n').where('name', '=', name))[0]?.n ?? 0
}

function firstCounted({ store }: Engine, providerId: number): number | null {
  const [day] = store.read(
    sql
      .selectFrom('trafficDays')
      .select((e) => e.fn.min<number | null>('day').as('at'))
      .where('providerId', '=', providerId),
  )
  if (day?.at != null) return day.at
  // No provider has what all of them together have not.
  const [hour] = store.read(sql.selectFrom('trafficHours').select('hour').orderBy('hour').limit(1))
  return hour?.hour ?? null
}

function causesIn(all: ReadonlyMap<string, number>): { cause: RefusalCause; n: number }[] {
  const causes = new Map<RefusalCause, number>()
  for (const [measure, n] of all) {
    if (!measure.startsWith('refused:')) continue
    const cause = causeOf(measure.slice('refused:'.length))
    causes.set(cause, (causes.get(cause) ?? 0) + n)
  }
  return [...causes].map(([cause, n]) => ({ cause, n })).sort((a, b) => b.n - a.n)
}

const asksAll = { riskAsks: true, asksServices: true, asksAccounts: true, pinMissing: true }

/** The steps of a channel that anybody came to; the sign-in stands before both channels. */
const funnelOf = (all: ReadonlyMap<string, number>, channel: 'personal' | 'business') =>
  [...stepsFor(channel, asksAll).slice(1), 'done']
    .map((step) => ({ step: String(step), n: all.get(`walk:${channel}:${step}`) ?? 0 }))
    .filter(({ step, n }) => n > 0 || step === 'permit' || step === 'done')
