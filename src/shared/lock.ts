const minuteMs = 60_000
const longestMinutes = 15
/** Whoever is refused for longer waits for staff, not for the time. */
export const longestLockMs = longestMinutes * minuteMs

/** Locked by its counter, until staff open it. */
export const untilUnlocked = Number.MAX_SAFE_INTEGER

/**
 * Slows guessing, for customers (R29) and staff (R90) alike: from `limit` wrong entries on, each further one locks for a
 * minute, doubling up to 15.
 * @returns until when entries are refused, epoch ms; null: they are not
 */
export function lockedUntil(wrongEntries: number, limit: number, now: number): number | null {
  if (wrongEntries < limit) return null
  return now + Math.min(2 ** (wrongEntries - limit), longestMinutes) * minuteMs
}
