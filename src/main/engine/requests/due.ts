import { atJapan, dayMs, isoDate } from '#shared/japanese-date'
import { isRestDay } from '#shared/public-holidays'
import type { Engine } from '../engine.ts'

/** The end of this business day, or of the next one when it is over: the approval is due by then (R53). Epoch ms. */
export function nextBusinessDayEnd(engine: Engine, now: number): number {
  const { businessDayEnds } = engine.settings.get('requests')
  const { holidays, closedDays } = engine.settings.get('hours')
  for (let i = 0; i < 40; i += 1) {
    const day = isoDate(now + i * dayMs)
    const ends = atJapan(day, businessDayEnds)
    const closed = isRestDay(day, holidays) || closedDays.includes(day.slice(5))
    if (!closed && ends > now) return ends
  }
  return now + dayMs
}
