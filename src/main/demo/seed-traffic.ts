import { bulkMs, SeededRandom } from '#bank'
import { inSlices } from '#db'
import type { OpenEngine } from '#engine'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { allProviders, hoursKeptDays, latencyMeasure, type Measure } from '#shared/traffic'

const hourMs = 3_600_000
/** What is counted of a provider in an hour of work, and about how much of it. */
const counted: Readonly<Partial<Record<Measure, number>>> = {
  'call:balance': 40,
  'call:transactions': 60,
  'call:token': 20,
  'refused:token-expired': 3,
  'refused:grant-revoked': 1,
  'refused:invalid_grant': 1,
  [latencyMeasure(2)]: 70,
  [latencyMeasure(5)]: 30,
  [latencyMeasure(20)]: 15,
  [latencyMeasure(200)]: 2,
  'walk:sign-in': 4,
  'walk:personal:permit': 3,
  'walk:personal:done': 2,
  'walk:cancelled': 1,
}
const measures = Object.entries(counted) as [Measure, number][]

/**
 * Invented counts of the calls of so many providers for so many days, as the program itself would have kept them: by the day, and by
 * the hour for the last weeks.
 */
export async function seedTraffic(
  engine: OpenEngine,
  options: { providers: number; days: number; onSlice?: (done: number) => void },
): Promise<void> {
  const { store, clock } = engine
  const random = new SeededRandom(20_261_122)
  const now = clock.now()
  const today = startOfDay(now)
  const countsOf = (times: number): Map<number, [Measure, number][]> => {
    const all = new Map<Measure, number>()
    const found = new Map<number, [Measure, number][]>()
    for (let providerId = 1; providerId <= options.providers; providerId += 1) {
      const rows = measures.map(([measure, n]): [Measure, number] => [
        measure,
        times * (1 + random.below(2 * n)),
      ])
      for (const [measure, n] of rows) all.set(measure, (all.get(measure) ?? 0) + n)
      found.set(providerId, rows)
    }
    return found.set(allProviders, [...all])
  }
  const addDay = (day: number): void => {
    for (const [providerId, rows] of countsOf(24))
      for (const [measure, n] of rows) store.insert('trafficDays', { day, providerId, measure, n })
  }
  const addHours = (day: number): void => {
    for (let hour = day; hour < Math.min(day + dayMs, now); hour += hourMs)
      for (const [providerId, rows] of countsOf(1))
        for (const [measure, n] of rows)
          store.insert('trafficHours', { hour, providerId, measure, n })
  }
  const step = (done: number): number | null => {
    if (done >= options.days) return null
    const back = options.days - 1 - done
    const day = startOfDay(today - back * dayMs)
    if (back > hoursKeptDays) addDay(day)
    else addHours(day)
    return done + 1
  }
  const { onSlice } = options
  await inSlices(0, step, { ms: bulkMs, commit: (slice) => store.bulk(slice), onSlice })
}
