import { isoDate } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'

const dayMs = 86_400_000

/** The end of this business day, or of the next one when it is over: by then a second person looks (R53). Epoch ms. */
export function nextBusinessDayEnd(engine: Engine, now: number): number {
  const { businessDayEnds } = engine.settings.get('desk')
  const { holidays, closedDays } = engine.settings.get('hours')
  for (let i = 0; i < 40; i += 1) {
    const day = isoDate(now + i * dayMs)
    const ends = Date.parse(`${day}T${businessDayEnds}:00+09:00`)
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    const closed =
      weekday === 0 || weekday === 6 || holidays.includes(day) || closedDays.includes(day.slice(5))
    if (!closed && ends > now) return ends
  }
  return now + dayMs
}
