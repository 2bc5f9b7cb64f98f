import { afterAll, beforeAll, expect, it } from 'vitest'
import { timelineOf } from '#engine'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { World } from '../../support/world.ts'

/** The life of a link that was called very often is read in parts, each of whole days (decision 0018). */
let world: World
let grant: number
let today: number
beforeAll(async () => {
  world = await World.open()
  today = startOfDay(world.clock.now())
  world.clock.offset += today - 40 * dayMs - world.clock.now()
  grant = await world.permit()
})
afterAll(() => world.close())

/** Calls of one day before today, a second apart. */
function calls(daysAgo: number, n: number, of: { endpoint?: string; status?: number } = {}): void {
  const { endpoint = 'balance', status = 200 } = of
  const from = today - daysAgo * dayMs
  world.engine.store.bulk((db) =>
    db.exec(
      `INSERT INTO accessRecords (at, providerId, grantId, endpoint, status, result)
        WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${n - 1})
        SELECT ${from} + i * 1000, 1, ${grant}, '${endpoint}', ${status}, iif(${status} < 400, 'ok', 'x') FROM n`,
    ),
  )
}
const read = (after: Parameters<typeof timelineOf>[2] = null) => {
  const { entries, next } = timelineOf(world.engine, grant, after)
  const lines = entries.map(({ kind, at, endpoint, count, atLeast }) =>
    count === null
      ? [kind]
      : [
          (today - startOfDay(at)) / dayMs,
          ...[endpoint ?? 'provided', count],
          ...(atLeast ? ['at least'] : []),
        ],
  )
  return { lines, next }
}

it('is read from the newest day on, each day whole; what is of no interest to a reader takes no line', () => {
  calls(30, 3_000)
  calls(20, 1_500)
  calls(19, 3_000, { endpoint: 'oauth.refresh' })
  calls(18, 400, { endpoint: 'accounts', status: 403 })
  calls(18, 100)
  const first = read()
  expect(first.lines).toEqual([
    [18, 'accounts', 400],
    [18, 'provided', 100],
  ])
  // The day 20 began before what was read: it comes with the next reading, from its newest record on.
  expect(first.next?.at).toBe(today - 19 * dayMs)
  const second = read(first.next)
  expect(second).toEqual({
    lines: [[20, 'provided', 1_500], [30, 'provided', 3_000], ['permitted']],
    next: null,
  })
})

it('a day of more than one reading says so, and the days before it follow', () => {
  calls(10, 7_000)
  calls(10, 5, { endpoint: 'accounts', status: 403 })
  calls(9, 2)
  const first = read()
  expect(first.lines).toEqual([[9, 'provided', 2]])
  const second = read(first.next)
  expect(second.lines).toEqual([
    [10, 'provided', 4_995, 'at least'],
    [10, 'accounts', 5, 'at least'],
  ])
  expect(second.next?.at).toBe(today - 10 * dayMs)
  // Nothing is told twice, and nothing left out.
  const third = read(second.next)
  expect(third.lines).toEqual([
    [18, 'accounts', 400],
    [18, 'provided', 100],
  ])
})

it('no reading looks further than its bound, whatever stands behind it', () => {
  timelineOf(world.engine, grant)
  const plan = world.engine.store
    .keptPlans()
    .find(({ sql }) => sql.includes('as "provided" from "accessRecords"'))
  expect(plan?.sql).toMatch(/order by "id" desc limit \+\?$/)
  expect(plan?.plan).toEqual([
    'SEARCH accessRecords USING INDEX accessRecordsByGrant (grantId=? AND id<?)',
  ])
})
