import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { bursts, endGrant, foldHours, trafficOfDay, trafficOfDayOf, trafficSeries } from '#engine'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { seedTraffic } from '../../src/main/demo/seed-traffic.ts'
import { World } from '../support/world.ts'

/** R171: what providers call is counted with its records. */
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

describe('the series of a provider', () => {
  const end = (grantId: number) =>
    world.engine.store.write(() =>
      endGrant(world.by(), {
        ...{ grantId, to: 'revoked', requester: 'self', requestChannel: 'phone' },
        ...{ reason: 'no-longer-used', action: 'grants.revoke' },
      }),
    )
  it('is the same in hours, days and months, whether hours have become days or not', async () => {
    // Noon of a fifteenth: neither the day nor the month is over while it lasts.
    world.clock.offset += Date.parse('2027-03-15T12:00:00+09:00') - world.clock.now()
    const { id } = world.provider()
    await world.permit({ customer: 0 })
    const grant = await world.permit({ customer: 1 })
    for (const ms of [3, 3, 30]) call('ok', { ms })
    call('key-unknown')
    call('invalid_grant', { ms: 9_999 })
    call('invalid_grant')
    world.engine.access.count(world.clock.now(), id, 'walk:sign-in')
    world.engine.access.count(world.clock.now(), id, 'walk:personal:permit')
    await world.engine.access.flush()
    const last = (span: 'hour' | 'day' | 'month', providerId: number | null = id) => {
      const series = trafficSeries(world.engine, { providerId, span })
      return { ...series, newest: series.buckets.at(-1), before: series.buckets.at(-2) }
    }
    const counted = { calls: 6, refused: 3, p50: 5, p99: 5_001, begun: 2, ended: 0, living: 2 }
    for (const span of ['hour', 'day', 'month'] as const)
      for (const who of [id, null]) {
        const found = last(span, who)
        expect([span, found.newest]).toEqual([span, { ...counted, at: found.newest?.at }])
        expect(found.before).toMatchObject({ calls: 0, p50: null, living: 0 })
        expect(found.causes).toEqual([
          { cause: 'grant', n: 2 },
          { cause: 'key-unknown', n: 1 },
        ])
        expect(found.funnel).toEqual([
          {
            channel: 'personal',
            steps: [
              { step: 'permit', n: 1 },
              { step: 'done', n: 0 },
            ],
          },
        ])
        expect(found.walks).toBe(1)
      }
    world.clock.offset += dayMs
    await end(grant)
    expect(last('day').newest).toMatchObject({ calls: 0, begun: 0, ended: 1, living: 1 })
    expect(last('day').before).toMatchObject(counted)
    world.clock.offset += 20 * dayMs
    expect(await foldHours(world.engine)).toBeGreaterThan(0)
    expect(last('month').before).toMatchObject({ ...counted, ended: 1, living: 1 })
    expect(last('day').buckets.filter(({ calls }) => calls > 0)).toMatchObject([counted])
    expect(last('hour').buckets.every(({ calls }) => calls === 0)).toBe(true)
    expect(last('hour').since).toBe(Date.parse('2027-03-15T00:00:00+09:00'))
  })

  it('of invented counts is as it would be of real ones: nothing is left to be folded, and all are the sum of each', async () => {
    world.clock.offset += Date.parse('2027-03-15T12:30:00+09:00') - world.clock.now()
    const { engine } = world
    await seedTraffic(engine, { providers: 2, days: 400 })
    expect(await foldHours(engine)).toBe(0)
    for (const span of ['hour', 'day', 'month'] as const) {
      const [all, one, other] = [null, 1, 2].map((providerId) =>
        trafficSeries(engine, { providerId, span }).buckets.map(({ calls }) => calls),
      )
      expect(all).toEqual(one?.map((calls, i) => calls + (other?.[i] ?? 0)))
      const counted = all?.filter((calls) => calls > 0).length
      expect([span, counted]).toEqual([span, { hour: 48, day: 92, month: 14 }[span]])
    }
    expect(trafficSeries(engine, { providerId: 1, span: 'month' }).since).toBe(
      startOfDay(world.clock.now()) - 399 * dayMs,
    )
  })

  it('of a provider of which nothing was counted is empty, from no day on', () => {
    const { buckets, since, causes, funnel } = trafficSeries(world.engine, {
      ...{ providerId: world.provider(1).id, span: 'hour' },
    })
    expect([buckets.length, since, causes, funnel]).toEqual([48, null, [], []])
  })
})

it('a flood of one cause is one notice with its cause; what is as it should be is none', async () => {
  world.clock.offset += hourMs
  const { id } = world.provider()
  for (let n = 0; n < 4; n += 1) call('key-unknown')
  expect(bursts(world.engine)).toEqual([])
  call('key-unknown')
  const one = { providerId: id, providerName: '試験業者0', cause: 'key-unknown' }
  expect(bursts(world.engine)).toEqual([{ ...one, n: 5, answered: 0 }])
  for (let n = 0; n < 30; n += 1) call('ok')
  expect(bursts(world.engine)).toEqual([])
  for (let n = 0; n < 15; n += 1) call('key-unknown')
  expect(bursts(world.engine)).toEqual([{ ...one, n: 20, answered: 30 }])
  for (let n = 0; n < 50; n += 1) call('token-expired')
  for (let n = 0; n < 50; n += 1) call('provider-suspended')
  expect(bursts(world.engine)).toHaveLength(1)
  // After its stop nobody is told what came before it.
  world.clock.offset += hourMs / 2
  await world.suspend()
  expect(bursts(world.engine)).toEqual([])
  await world.resume()
  expect(bursts(world.engine)).toEqual([])
})
