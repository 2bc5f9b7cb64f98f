import { AppError } from '#shared/errors'
import { clockText, isoDate } from '#shared/japanese-date'
import { isRestDay } from '#shared/public-holidays'
import type { ServiceHours } from '#shared/settings'
import type { Engine } from '../engine.ts'

export type Inquiry = 'balance' | 'transactions'

/** Whether an inquiry is served at an instant (R44); always while the setting is inactive. */
export function isServed(hours: ServiceHours, inquiry: Inquiry, atMs: number): boolean {
  if (!hours.active) return true
  const date = isoDate(atMs)
  if (hours.closedDays.includes(date.slice(5))) return false
  const { from, to } = hours[inquiry][isRestDay(date, hours.holidays) ? 'holiday' : 'weekday']
  const time = clockText(atMs)
  return time >= from && time < to
}

/** @throws AppError hours.closed */
export function refuseOutsideHours(engine: Engine, inquiry: Inquiry): void {
  if (!isServed(engine.settings.get('hours'), inquiry, engine.clock.now()))
    throw new AppError('hours.closed', { detail: inquiry })
}
