import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listGrants } from '#engine'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { GrantListStatus, type GrantOrder, grantOrders } from '#shared/list'
import { World } from '../../support/world.ts'

let world: World
let now: number
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}] })
  world.clock.stop()
  now = world.clock.now()
  // Ends, uses and permissions that many grants share to the millisecond, as a bulk ending or a migration leaves them. The time of
  // some is over, of those that were revoked and of those whose rows the sweep has not ended yet.
  world.engine.store.bulk((db) => {
    const columns =
      'id, customerId, providerId, channel, scopes, grantedAt, expiresAt, lastAccessAt, textVersion, termsVersion, shownHash'
    const common = "'personal', 'accounts'"
    db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
      INSERT INTO grants (${columns}, status)
      SELECT i, 1 + i % 2, 1 + i % 2, ${common}, ${now} - (i % 3 + 1) * 25 * ${dayMs}, ${now} + iif(i % 7 = 0, -1, (1 + i % 4) * 5 * ${dayMs}),
        iif(i % 5 = 0, NULL, ${now} - (i % 4) * 21 * ${dayMs}), 1, '第1版', zeroblob(32), 'active' FROM n;
      WITH RECURSIVE n(i) AS (SELECT 601 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      INSERT INTO grants (${columns}, status, endedAt, endedBy, requester, requestChannel, reason)
      SELECT i, 1, 1 + i % 2, ${common}, ${now} - 10 * ${dayMs}, ${now} + iif(i % 3 = 0, -1, 80 * ${dayMs}), NULL, 1, '第1版', zeroblob(32),
        'revoked', ${now} - (i % 2), 'staff:1', 'self', 'phone', 'other' FROM n;`)
  })
})
afterAll(() => world.close())

const pages = (
  filter: { status: GrantListStatus; providerId: number | null },
  order: GrantOrder | null,
) => {
  const rows = []
  let after: { key: number; id: number } | null = null
  for (let i = 0; i < 1_000; i += 1) {
    const page = listGrants(world.engine, { ...filter, order, after, limit: 7 })
    rows.push(...page.rows)
    if (page.next === null) return rows
    after = page.next
  }
  throw new Error('endless')
}
const keyOf = {
  grantedAt: (row: { grantedAt: number }) => row.grantedAt,
  expiresAt: (row: { expiresAt: number }) => row.expiresAt,
  lastAccess: (row: { lastAccessAt: number | null; grantedAt: number }) =>
    row.lastAccessAt ?? row.grantedAt,
}

/** What each list is of, said of a row of all. */
type Row = ReturnType<typeof listGrants>['rows'][number]
const lives = ({ status }: Row): boolean => status === 'active'
const isOf: Record<GrantListStatus, (row: Row) => boolean> = {
  all: () => true,
  active: lives,
  'ending-soon': (row) => lives(row) && row.expiresAt <= now + 14 * dayMs,
  unused: (row) => lives(row) && keyOf.lastAccess(row) < now - 60 * dayMs,
  ended: (row) => !lives(row),
  'revoked-today': (row) => row.status === 'revoked' && Number(row.endedAt) >= startOfDay(now),
}

describe('a list of grants, page by page', () => {
  it.each(GrantListStatus.options)('%s: these and no others', (status) => {
    const ids = (rows: Row[]) => rows.map((row) => row.id).sort((a, b) => a - b)
    for (const providerId of [null, 2]) {
      const list = (of: GrantListStatus) =>
        listGrants(world.engine, {
          ...{ status: of, providerId, order: null, after: null, limit: 5_000 },
        }).rows
      const expected = list('all').filter(isOf[status])
      expect(ids(list(status))).toEqual(ids(expected))
      expect(expected.length).toBeGreaterThan(10)
    }
  })

  const cases = GrantListStatus.options.flatMap((status) =>
    [null, 1].flatMap((providerId) =>
      [null, ...grantOrders({ status, providerId })].flatMap((by) =>
        (by === null ? [false] : [false, true]).map(
          (desc) => [status, providerId, by, desc] as const,
        ),
      ),
    ),
  )
  it.each(cases)('%s of provider %s by %s, backwards %s: each row once, in order', (...of) => {
    const [status, providerId, by, desc] = of
    const rows = pages({ status, providerId }, by && { by, desc })
    const whole = listGrants(world.engine, {
      status,
      providerId,
      order: null,
      after: null,
      limit: 5_000,
    })
    expect(rows.length).toBeGreaterThan(14)
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
    expect(rows.map((row) => row.id).sort()).toEqual(whole.rows.map((row) => row.id).sort())
    if (by === null) return
    const keys = rows.map(keyOf[by])
    expect(keys).toEqual([...keys].sort((a, b) => (desc ? b - a : a - b)))
  })

  it('an order that no index holds is not followed, whatever the caller says', () => {
    const filter = { status: 'all', providerId: null } as const
    expect(pages(filter, { by: 'expiresAt', desc: false }).map((row) => row.id)).toEqual(
      pages(filter, null).map((row) => row.id),
    )
  })

  it('未利用 are live grants that nobody has used for 60 days, to the second (R100)', () => {
    const unused = (): number[] =>
      pages({ status: 'unused', providerId: null }, null).map((row) => row.id)
    const found = pages({ status: 'unused', providerId: null }, null)
    for (const row of found) {
      expect(row.status).toBe('active')
      expect(keyOf.lastAccess(row)).toBeLessThan(now - 60 * dayMs)
    }
    const one = found[0]?.id ?? 0
    world.engine.store.bulk((db) =>
      db.exec(`UPDATE grants SET lastAccessAt = ${now - 60 * dayMs + 5_000} WHERE id = ${one}`),
    )
    world.clock.offset = 5_000
    expect(unused()).not.toContain(one)
    world.clock.offset = 5_001
    expect(unused()).toContain(one)
    world.clock.offset = 0
  })

  it('one call looks at 5,000 rows at most; what lies beyond is found by the next', () => {
    world.engine.store.bulk((db) => {
      db.exec(`WITH RECURSIVE n(i) AS (SELECT 2001 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
        INSERT INTO grants (id, customerId, providerId, channel, scopes, grantedAt, expiresAt, textVersion, termsVersion, shownHash, status)
        SELECT i, 1, 1, 'personal', 'accounts', ${now}, ${now} + 6 * ${dayMs}, 1, '第1版', zeroblob(32), 'active' FROM n`)
    })
    const ended = { status: 'ended', providerId: null, order: null, limit: 7 } as const
    const first = listGrants(world.engine, { ...ended, after: null })
    expect([first.rows.length, first.next?.id]).toEqual([0, 4_001])
    expect(pages({ status: 'ended', providerId: null }, null)).toHaveLength(485)
    const soon = pages({ status: 'ending-soon', providerId: 2 }, null)
    expect(soon.every((row) => row.providerId === 2)).toBe(true)
    expect(soon.length).toBeGreaterThan(14)
  })
})
