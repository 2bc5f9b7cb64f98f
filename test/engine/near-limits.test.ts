import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { nearLimits } from '#engine'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { forgetNear, sumsOfDay } from '../../src/main/engine/access/near.ts'
import { Usage } from '../../src/main/engine/access/usage.ts'
import { World } from '../support/world.ts'

/** R174: head office sees who comes near a limit of calls before anybody is refused. */
let world: World
beforeEach(async () => {
  world = await World.open({ customers: 3, providers: [{}, {}] })
  world.clock.stop()
  world.clock.offset += startOfDay(world.clock.now()) + dayMs * 1.5 - world.clock.now()
})
afterEach(() => world.close())

const limits = { unattendedPerDay: 10, callsPerMinute: 100 }
async function call(
  grantId: number,
  times: number,
  { provider = 0, attended = false, own = limits } = {},
) {
  const { access, clock } = world.engine
  const { id: providerId } = world.provider(provider)
  for (let i = 0; i < times; i += 1)
    access.usage.take({ at: clock.now(), providerId, grantId, attended }, own)
  // Written with the records of the same moment.
  access.count(clock.now(), providerId, 'call:accounts')
  await access.flush()
}
const listed = (provider?: number) =>
  nearLimits(world.engine, provider === undefined ? null : world.provider(provider).id)

it('lists links and minutes from 80 % on, of all providers or of one, with those that called most', async () => {
  const [one, two, quiet] = [
    await world.permit({ customer: 0 }),
    await world.permit({ customer: 1 }),
    await world.permit({ customer: 2 }),
  ]
  const other = await world.permit({ customer: 0, provider: 1 })
  await call(quiet, 7)
  await call(one, 8)
  await call(two, 13)
  await call(other, 90, { provider: 1, attended: true })
  const [day, lastAt] = [startOfDay(world.clock.now()), world.clock.now()]
  const ofLinks = {
    ...{ day, lastAt, providerId: world.provider().id, providerName: '試験業者0' },
    ...{ limit: 'calls.per-day', links: 2, most: 10, allowed: 10, refused: 3 },
    named: [
      { grantId: two, customerId: 2, most: 10, allowed: 10, refused: 3 },
      { grantId: one, customerId: 1, most: 8, allowed: 10, refused: 0 },
    ],
  }
  const ofMinute = {
    ...{ day, lastAt, providerId: world.provider(1).id, providerName: '試験業者1' },
    ...{ limit: 'calls.per-minute', links: 0, most: 90, allowed: 100, refused: 0, named: [] },
  }
  expect(listed()).toEqual([ofLinks, ofMinute])
  expect([listed(0), listed(1)]).toEqual([[ofLinks], [ofMinute]])
  // After a start as before it.
  await world.restart()
  expect(listed()).toEqual([ofLinks, ofMinute])
})

it('yesterday is listed below today, what is older no more, and after two weeks nothing is kept', async () => {
  const grant = await world.permit()
  await call(grant, 8)
  world.clock.offset += dayMs
  await call(grant, 9)
  expect(listed().map(({ most }) => most)).toEqual([9, 8])
  world.clock.offset += dayMs
  expect(listed().map(({ most }) => most)).toEqual([9])
  expect(await forgetNear(world.engine)).toBe(0)
  world.clock.offset += 13 * dayMs
  expect(listed()).toEqual([])
  expect(await forgetNear(world.engine)).toBe(1)
  world.clock.offset += dayMs
  expect(await forgetNear(world.engine)).toBe(1)
  expect(await forgetNear(world.engine)).toBe(0)
})

it('a limit that is lowered during the day: each link has its own, and the figures of a row are of one link', async () => {
  const [early, late] = [await world.permit({ customer: 0 }), await world.permit({ customer: 1 })]
  await call(early, 85, { own: { unattendedPerDay: 100, callsPerMinute: 1_000 } })
  await call(late, 19, { own: { unattendedPerDay: 20, callsPerMinute: 1_000 } })
  expect(listed()).toMatchObject([
    {
      ...{ links: 2, most: 19, allowed: 20 },
      named: [
        { grantId: early, most: 85, allowed: 100 },
        { grantId: late, most: 19, allowed: 20 },
      ],
    },
  ])
  // Called again, the first one is over the limit that is in force now: all of that is used up, and no more than all of it.
  await call(early, 1, { own: { unattendedPerDay: 20, callsPerMinute: 1_000 } })
  expect(listed()).toMatchObject([
    {
      ...{ most: 20, allowed: 20, refused: 1 },
      named: [{ grantId: early, most: 20, allowed: 20, refused: 1 }, { grantId: late }],
    },
  ])
})

it.each([
  ['lowered, and not come near again', [900, 1_000], [5, 10], [900, 1_000]],
  ['lowered, and come near, if not as near', [900, 1_000], [8, 10], [900, 1_000]],
  ['lowered, and come nearer', [900, 1_000], [10, 10], [10, 10]],
  ['raised, and come near, if not as near', [10, 10], [850, 1_000], [10, 10]],
  ['raised, and come nearer', [9, 10], [950, 1_000], [950, 1_000]],
  ['the same, and come as near again', [9, 10], [9, 10], [9, 10]],
])(
  'a limit that is %s: the figures of a row are of one instant',
  async (_name, before, after, told) => {
    const { store, clock } = world.engine
    const { id: providerId } = world.provider()
    for (const written of ['at once', 'apart']) {
      let now = 0
      const usage = new Usage(store, () => now)
      const write = () => store.write(() => usage.write(usage.takeNear()))
      for (const [n = 0, callsPerMinute = 0] of [before, after]) {
        const own = { unattendedPerDay: 9_999, callsPerMinute }
        for (let i = 0; i < n; i += 1)
          usage.take({ at: clock.now(), providerId, grantId: 1, attended: true }, own)
        now += 60_000
        if (written === 'apart') await write()
      }
      await write()
      const [most, allowed] = told
      expect([written, listed()]).toMatchObject([written, [{ most, allowed, refused: 0 }]])
      await store.write(() => store.delete('nearLimits', { providerId }))
    }
  },
)

it('on a day all links of a provider may have come near: nothing is sorted, and few are looked at to name five', async () => {
  const { store, clock } = world.engine
  const [today, day] = [startOfDay(clock.now()), startOfDay(clock.now()) - dayMs]
  const [one, two] = [world.provider().id, world.provider(1).id]
  const grants = [await world.permit({ customer: 0 }), await world.permit({ customer: 1 })]
  const links = 100_000
  store.bulk((db) => {
    const rows = `WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${links})`
    const columns = 'nearLimits (day, providerId, grantId, most, allowed, refused, lastAt)'
    db.exec(
      `INSERT INTO ${columns} ${rows} SELECT ${day}, ${one}, i, 80 + i % 20, 100, 0, ${day} + i FROM n`,
    )
    db.exec(
      `INSERT INTO ${columns} VALUES (${day}, ${one}, 0, 9, 10, 3, ${day}), (${today}, ${two}, 0, 8, 10, 0, ${today})`,
    )
    db.exec(`UPDATE nearLimits SET most = 100, refused = 7 WHERE grantId = ${grants[0]}`)
  })
  expect(listed()).toEqual([
    {
      ...{ day: today, lastAt: today, providerId: two, providerName: '試験業者1' },
      ...{ limit: 'calls.per-minute', links: 0, most: 8, allowed: 10, refused: 0, named: [] },
    },
    {
      ...{ day, lastAt: day + links, providerId: one, providerName: '試験業者0', links },
      ...{ limit: 'calls.per-day', most: 100, allowed: 100, refused: 7 },
      named: [{ grantId: grants[0], customerId: 1, most: 100, allowed: 100, refused: 7 }],
    },
    {
      ...{ day, lastAt: day, providerId: one, providerName: '試験業者0', links: 0 },
      ...{ limit: 'calls.per-minute', most: 9, allowed: 10, refused: 3, named: [] },
    },
  ])
  const kept = store.keptPlans().filter(({ sql }) => sql.includes('"nearLimits"'))
  const sums = [null, one].map((id) => {
    const sums = sumsOfDay(day, id)
    return { sql: sums.compile().sql, plan: store.plan(sums) }
  })
  const read = [...kept, ...sums].filter(({ sql }) => sql.startsWith('select'))
  expect(read.length).toBeGreaterThan(4)
  for (const { sql, plan } of read)
    expect([sql, plan.filter((line) => /TEMP B-TREE|^SCAN (?!near$)/.test(line))]).toEqual([
      sql,
      [],
    ])
})

it('thousands of links of one day go in small commits', async () => {
  const { store, clock } = world.engine
  const day = startOfDay(clock.now()) - 20 * dayMs
  const providerId = world.provider().id
  const rows = 50
  store.bulk(() => {
    for (let grantId = 1; grantId <= rows; grantId += 1)
      store.insert('nearLimits', {
        ...{ day, providerId, grantId, most: 9, allowed: 10, refused: 0, lastAt: day },
      })
  })
  const left = () => store.read(sql.selectFrom('nearLimits').select('grantId')).length
  const write = vi.spyOn(store, 'write')
  // Each look at the clock says that the time of a commit is over.
  let now = 0
  const clockOfSlices = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1_000))
  expect(await forgetNear(world.engine)).toBe(rows)
  clockOfSlices.mockRestore()
  expect(left()).toBe(0)
  expect(write.mock.calls.length).toBeGreaterThan(rows / 2)
})
