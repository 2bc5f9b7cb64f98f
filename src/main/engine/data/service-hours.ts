import { AppError } from '#shared/errors'
import { clockText, isoDate } from '#shared/japanese-date'
import type { ServiceHours } from '#shared/settings'
import type { Engine } from '../engine.ts'

export type Inquiry = 'balance' | 'transactions'

/** Whether an inquiry is served at an instant (R44); always while the setting is inactive. */
export function isServed(hours: ServiceHours, inquiry: Inquiry, atMs: number): boolean {
  if (!hours.active) return true
  const date = isoDate(atMs)
  if (hours.closedDays.includes(date.slice(5))) return false
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  const restDay = day === 0 || day === 6 || hours.holidays.includes(date)
  const { from, to } = hours[inquiry][restDay ? 'holiday' : 'weekday']
  const time = clockText(atMs)
  return time >= from && time < to
}

/** @throws AppError hours.closed */
export function refuseOutsideHours(engine: Engine, inquiry: Inquiry): void {
  if (!isServed(engine.settings.get('hours'), inquiry, engine.clock.now()))
    throw new AppError('hours.closed', { detail: inquiry })
}
