import {
  calendarDays,
  clockText,
  dateText as commonEra,
  timeText as commonEraTime,
  shortEraDate,
} from '#shared/japanese-date'
import type { MessageKey } from '#shared/messages/catalogue'

export type Calendar = 'common' | 'era'
const kept = 'renkei.calendar'
let calendar: Calendar = localStorage.getItem(kept) === 'era' ? 'era' : 'common'

export const currentCalendar = (): Calendar => calendar

/** Keeps 西暦 or 和暦 for this person (U15); `WordsProvider` then renders everything anew. */
export function keepCalendar(next: Calendar): void {
  calendar = next
  localStorage.setItem(kept, next)
}

/** `2026/11/20` or `R08.11.20`, as this person reads dates. Papers show both and do not use this. */
export function dateText(ms: number): string {
  return calendar === 'era' ? shortEraDate(ms) : commonEra(ms)
}

export function timeText(ms: number, seconds = false): string {
  const time = commonEraTime(ms, seconds)
  return calendar === 'era' ? `${shortEraDate(ms)}${time.slice(10)}` : time
}

/** 今日 06:12, 昨日 06:12, or the date. */
export function whenText(t: (key: MessageKey) => string, at: number, now: number): string {
  const days = calendarDays(at, now)
  if (days === 0) return `${t('day.today')} ${clockText(at)}`
  if (days === 1) return `${t('day.yesterday')} ${clockText(at)}`
  return dateText(at)
}
