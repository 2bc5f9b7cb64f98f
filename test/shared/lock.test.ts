import { expect, it } from 'vitest'
import { lockedUntil } from '#shared/lock'

it.each([
  [0, null],
  [4, null],
  [5, 1],
  [6, 2],
  [7, 4],
  [8, 8],
  [9, 15],
  [10, 15],
  [10_000, 15],
])('with a limit of five, %d wrong entries close for %s minutes', (wrong, minutes) => {
  const now = 1_700_000_000_000
  const until = lockedUntil(wrong, 5, now)
  expect(until).toBe(minutes === null ? null : now + minutes * 60_000)
})
