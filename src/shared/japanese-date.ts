/** Japan keeps UTC+9 all year: arithmetic is right, and neither a start nor a data call has to load Intl's calendars. */
const japanOffsetMs = 9 * 3_600_000
let era: Intl.DateTimeFormat | undefined

/** `2026-11-20T10:15:30.000` as a clock on a wall in Japan shows it. */
function wall(ms: number): string {
  return new Date(ms + japanOffsetMs).toISOString().slice(0, -1)
}

/** `2026/11/20` in Japan's time; `ms` is epoch milliseconds. */
export function dateText(ms: number): string {
  return isoDate(ms).replaceAll('-', '/')
}

/** `2026/11/20 10:15`, with seconds on request. */
export function timeText(ms: number, seconds = false): string {
  return `${dateText(ms)} ${wall(ms).slice(11, seconds ? 19 : 16)}`
}

export function clockText(ms: number): string {
  return wall(ms).slice(11, 16)
}

/** `2026-11-20`, the form of dates on the wire and in the database. */
export function isoDate(ms: number): string {
  return wall(ms).slice(0, 10)
}

/** `10:15:00+09:00` (domain.md 3.6). */
export function isoTime(ms: number): string {
  return `${wall(ms).slice(11, 19)}+09:00`
}

/** `令和8年11月20日`. */
export function eraDate(ms: number): string {
  era ??= new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
    timeZone: 'Asia/Tokyo',
    era: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  })
  return era.format(ms).replace(/^(\D+)1年/, '$1元年')
}

/** Whole calendar days between two instants as Japan counts them: 0 is the same day. */
export function calendarDays(fromMs: number, toMs: number): number {
  const day = (ms: number): number => Date.parse(`${isoDate(ms)}T00:00:00Z`) / 86_400_000
  return day(toMs) - day(fromMs)
}
