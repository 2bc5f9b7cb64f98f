import { afterEach, beforeEach, expect, it } from 'vitest'
import { nearLimits } from '#engine'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { forgetNear } from '../../src/main/engine/access/near.ts'
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
async function call(grantId: number, times: number, { provider = 0, attended = false } = {}) {
  const { access, clock } = world.engine
  const { id: providerId } = world.provider(provider)
  for (let i = 0; i < times; i += 1)
    access.usage.take({ at: clock.now(), providerId, grantId, attended }, limits)
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
      { grantId: two, customerId: 2, most: 10, refused: 3 },
      { grantId: one, customerId: 1, most: 8, refused: 0 },
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
