import { calendarDays, clockText, dateText, timeText } from '#shared/japanese-date'
import type { MessageKey } from '#shared/messages/ja'

/** 今日 06:12, 昨日, or the date: the relative word beside what is exact. */
export function whenText(t: (key: MessageKey) => string, at: number, now: number): string {
  const days = calendarDays(at, now)
  if (days === 0) return `${t('day.today')} ${clockText(at)}`
  if (days === 1) return `${t('day.yesterday')} ${clockText(at)}`
  return dateText(at)
}

export { dateText, timeText }
