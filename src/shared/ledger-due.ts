import * as z from 'zod'
import { atJapan, dayMs, isoDate } from './japanese-date.ts'

/**
 * What falls due of a provider: `planned` by hand on an item; `ends` the contract; `look-up` the public register; `recheck` the ten
 * standards (R9); `stop` the day up to which a stop was meant; `ending` its announced end; `report` the next
 * report of an incident. None of them stops or resumes anything (R10).
 */
export const DueKind = z.enum(['planned', 'ends', 'look-up', 'recheck', 'stop', 'ending', 'report'])
export type DueKind = z.infer<typeof DueKind>

/** 超過, 30日以内, 期限内 (R9). */
export const Standing = z.enum(['over', 'soon', 'later'])
export type Standing = z.infer<typeof Standing>

const soonDays = 30

/** How a day stands on another. Both `YYYY-MM-DD`; on the day itself nothing is over. */
export function standingOf(on: string, today: string): Standing {
  if (on < today) return 'over'
  return on <= isoDate(atJapan(today) + soonDays * dayMs) ? 'soon' : 'later'
}

/** So many months after a day; the last day of a month that has no such day. `YYYY-MM-DD`. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0))
  last.setUTCDate(Math.min(date, last.getUTCDate()))
  return last.toISOString().slice(0, 10)
}
