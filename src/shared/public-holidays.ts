import { atJapan, dayAfter, isoDate, weekdayOf } from './japanese-date.ts'

const fixed = [
  '01-01',
  '02-11',
  '02-23',
  '04-29',
  '05-03',
  '05-04',
  '05-05',
  '08-11',
  '11-03',
  '11-23',
]
/** Month and which Monday of it. */
const mondays = [
  [1, 2],
  [7, 3],
  [9, 3],
  [10, 2],
] as const

const dayOf = (year: number, month: number, day: number): string =>
  isoDate(atJapan(`${year}-${month}-${day}`))

function nthMonday(year: number, month: number, n: number): string {
  const first = weekdayOf(dayOf(year, month, 1))
  return dayOf(year, month, 1 + ((8 - first) % 7) + (n - 1) * 7)
}

/**
 * The days of the equinoxes in March and September, which 国立天文台 announces in the February before: the usual approximation,
 * right for the years 1980 to 2099.
 */
function equinoxes(year: number): string[] {
  const drift = 0.242194 * (year - 1980) - Math.floor((year - 1980) / 4)
  return [dayOf(year, 3, Math.floor(20.8431 + drift)), dayOf(year, 9, Math.floor(23.2488 + drift))]
}

const kept = new Map<number, ReadonlySet<string>>()

/**
 * 国民の祝日 of a year as `YYYY-MM-DD` (国民の祝日に関する法律, as it stands since 2022): the days of its article 2, the day after one
 * that falls on a Sunday, and a day between two of them (article 3). A law for one year alone is not known here; its days are
 * added in the settings.
 */
export function publicHolidays(year: number): ReadonlySet<string> {
  const known = kept.get(year)
  if (known) return known
  const named = new Set([
    ...fixed.map((day) => `${year}-${day}`),
    ...mondays.map(([month, n]) => nthMonday(year, month, n)),
    ...equinoxes(year),
  ])
  const all = new Set(named)
  for (const day of named) {
    const next = dayAfter(day)
    if (weekdayOf(day) === 0) {
      let instead = next
      while (named.has(instead)) instead = dayAfter(instead)
      all.add(instead)
    }
    if (named.has(dayAfter(next)) && !named.has(next)) all.add(next)
  }
  kept.set(year, all)
  return all
}

/** The days at the turn of the year on which banks rest. */
const yearEnd: readonly string[] = ['12-31', '01-01', '01-02', '01-03']

/**
 * The days on which banks rest (銀行法施行令5条, for credit unions 協同組合による金融事業に関する法律施行令): Saturdays, Sundays,
 * 国民の祝日, 31 December to 3 January, and the days `YYYY-MM-DD` that a house adds.
 */
export function isRestDay(day: string, added: readonly string[]): boolean {
  const weekday = weekdayOf(day)
  return (
    weekday === 0 ||
    weekday === 6 ||
    yearEnd.includes(day.slice(5)) ||
    publicHolidays(Number(day.slice(0, 4))).has(day) ||
    added.includes(day)
  )
}
