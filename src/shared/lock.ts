const minuteMs = 60_000
const longestMinutes = 15

/**
 * Guessing is slowed, for customers (R29) and for staff (R90) alike: from `limit` wrong entries on each further one closes the
 * account for a minute, doubling up to 15.
 * @returns until when entries are refused, epoch ms; null: they are not
 */
export function lockedUntil(wrongEntries: number, limit: number, now: number): number | null {
  if (wrongEntries < limit) return null
  return now + Math.min(2 ** (wrongEntries - limit), longestMinutes) * minuteMs
}
