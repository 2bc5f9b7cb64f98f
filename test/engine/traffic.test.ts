import { afterEach, beforeEach, expect, it } from 'vitest'
import { sql } from '#db'
import { endGrant, trafficOfDay, trafficOfDayOf } from '#engine'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { foldHours } from '../../src/main/engine/access/traffic.ts'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({ customers: 2, providers: [{}, {}] })
  world.clock.stop()
})
afterEach(() => world.close())

const hourMs = 3_600_000
const call = (result: string, { ago = 0, provider = 0, ms = 3 } = {}) =>
  world.engine.access.add(
    {
      ...{ at: world.clock.now() - ago, providerId: world.provider(provider).id, grantId: null },
      ...{ endpoint: 'accounts', accountId: null, rows: null, result },
      status: result === 'ok' ? 200 : 401,
    },
    ms,
  )
const counted = (table: 'trafficHours' | 'trafficDays', providerId: number) =>
  Object.fromEntries(
    world.engine.store
      .read(
        sql
          .selectFrom(table)
          .select((e) => ['measure', e.fn.sum<number>('n').as('n')])
          .where('providerId', '=', providerId)
          .groupBy('measure'),
      )
      .map(({ measure, n }) => [measure, n]),
  )

it('calls, refusals, times of answers and links are counted by provider and of all', async () => {
  const [one, other] = [world.provider(0).id, world.provider(1).id]
  const grant = await world.permit()
  call('ok')
  call('ok', { ms: 30 })
  call('token-expired', { ms: 60_000 })
  call('ok', { provider: 1 })
  await world.engine.access.flush()
  await world.engine.store.write(() =>
    endGrant(world.by(), {
      ...{ grantId: grant, to: 'revoked', requester: 'self', requestChannel: 'phone' },
      ...{ reason: 'no-longer-used', action: 'grants.revoke' },
    }),
  )
  const all = { 'call:accounts': 3, 'refused:token-expired': 1, 'ms:5': 1, 'ms:50': 1 }
  expect(counted('trafficHours', one)).toEqual({
    ...{ ...all, 'ms:more': 1, 'link:begun': 1, 'link:revoked': 1 },
  })
  expect(counted('trafficHours', other)).toEqual({ 'call:accounts': 1, 'ms:5': 1 })
  expect(counted('trafficHours', 0)).toEqual({
    ...{ ...all, 'call:accounts': 4, 'ms:5': 2, 'ms:more': 1, 'link:begun': 1, 'link:revoked': 1 },
  })
})

it('the last day of a provider is this hour and the 24 before it', async () => {
  const { id } = world.provider()
  const since = world.clock.now() - (world.clock.now() % hourMs) - dayMs
  const intoHour = world.clock.now() % hourMs
  call('ok')
  call('invalid_grant', { ago: dayMs + intoHour })
  call('ok', { ago: dayMs + intoHour + 1 })
  await world.engine.access.flush()
  expect(trafficOfDayOf(world.engine, id)).toEqual({ since, calls: 2, refused: 1 })
  const all = trafficOfDay(world.engine)
  expect([...all.keys()].toSorted()).toEqual([0, id])
  expect(trafficOfDayOf(world.engine, world.provider(1).id)).toEqual({
    ...{ since, calls: 0, refused: 0 },
  })
})

it('hours that are old become their day, and nothing is lost or counted twice, however often', async () => {
  const { id } = world.provider()
  const first = startOfDay(world.clock.now())
  world.clock.offset = first - world.clock.now()
  call('ok')
  world.clock.offset += 23 * hourMs
  call('ok')
  world.clock.offset += hourMs
  call('ok')
  await world.engine.access.flush()
  world.clock.offset += 14 * dayMs
  expect(await foldHours(world.engine)).toBe(2)
  // It comes after its day has been folded: kept while nothing could be written, say.
  world.clock.offset -= 14 * dayMs + hourMs
  call('ok')
  await world.engine.access.flush()
  world.clock.offset += 14 * dayMs + hourMs
  await foldHours(world.engine)
  expect(await foldHours(world.engine)).toBe(0)
  expect(
    world.engine.store.find('trafficDays', { providerId: id, day: first, measure: 'call:accounts' })
      ?.n,
  ).toBe(3)
  expect(counted('trafficHours', id)['call:accounts']).toBe(1)
})

it('what a disk that is full did not take is counted once it does', async () => {
  const { store } = world.engine
  const write = store.write
  store.write = () => Promise.reject(new Error('full'))
  call('ok')
  await world.engine.access.flush()
  store.write = write
  call('ok')
  await world.engine.access.flush()
  expect(counted('trafficHours', world.provider().id)['call:accounts']).toBe(2)
})
