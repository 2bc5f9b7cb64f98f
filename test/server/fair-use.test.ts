import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { sql } from '#db'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { FormCustomer } from '../support/form-customer.ts'
import { get } from '../support/protocol.ts'
import { TestProvider } from '../support/provider-client.ts'
import { World } from '../support/world.ts'

/** R173: a provider that calls more than agreed is told 429 and when to come again; openid-client and nothing of ours. */
let world: World
let issuer: string
let provider: TestProvider
let token: string
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}] })
  issuer = await world.listen()
  provider = await TestProvider.open(issuer, world.provider())
})
afterAll(() => world.close())
beforeEach(() => limit({ unattendedPerDay: null, callsPerMinute: null }))

async function link(person: number, by = provider): Promise<string> {
  const begun = await by.start()
  const callback = await new FormCustomer().permitAll(begun.url.href, world.person(person))
  return (await by.finish(begun, callback)).access_token
}
async function limit(own: { unattendedPerDay?: number | null; callsPerMinute?: number | null }) {
  const { policy } = world.registered()
  await world.engine.store.write(() => {
    const { id } = world.provider()
    world.engine.store.update(
      'providers',
      { id },
      { policy: JSON.stringify({ ...policy, ...own }) },
    )
    world.engine.authority.changed()
  })
}
const present = { 'x-fapi-customer-ip-address': '2001:db8::7' }
const call = (headers?: Record<string, string>) => provider.get(token, '/accounts', headers)
const statuses = async (calls: Promise<{ status: number }>[]) => {
  const sums: Record<number, number> = {}
  for (const { status } of await Promise.all(calls)) sums[status] = (sums[status] ?? 0) + 1
  return sums
}
const many = (n: number, headers?: Record<string, string>) =>
  statuses(Array.from({ length: n }, () => call(headers)))

it('of fifty calls at once, as many are answered as the day allows; the rest are told when to come', async () => {
  token = await link(0)
  await limit({ unattendedPerDay: 20 })
  expect(await many(50)).toEqual({ 200: 20, 429: 30 })
  const { status, body, headers } = await call()
  expect([status, body]).toEqual([
    429,
    {
      errorCode: 'calls.per-day',
      errorMessage:
        'This authorization has no more calls without the customer today: see Retry-After.',
    },
  ])
  const midnight = startOfDay(world.clock.now()) + dayMs
  const after = Number(headers.get('retry-after'))
  expect(Math.abs(after * 1_000 - (midnight - world.clock.now()))).toBeLessThan(5_000)
  expect([headers.get('cache-control'), headers.get('www-authenticate')]).toEqual([
    'no-store',
    null,
  ])
  // Whoever stands before the app is served all the same; an address that is none is no customer.
  expect((await call(present)).status).toBe(200)
  expect((await call({ 'x-fapi-customer-ip-address': 'somebody' })).status).toBe(429)
  // Another link of the same provider has a day of its own.
  token = await link(1)
  expect((await call()).status).toBe(200)
})

it('the day goes on where it was after a start, also after one that nobody prepared', async () => {
  token = await link(2)
  await limit({ unattendedPerDay: 5 })
  expect(await many(3)).toEqual({ 200: 3 })
  await world.engine.access.flush()
  await world.restart()
  // Where it was: the provider finds it again, with its token and key.
  await world.listen(undefined, undefined, Number(new URL(issuer).port))
  // Proofs of the second of the start are refused: whether they were used before is not known.
  await setTimeout(1_500)
  expect(await many(8)).toEqual({ 200: 2, 429: 6 })
  await world.engine.access.flush()
  const records = world.engine.store.read(
    sql.selectFrom('accessRecords').select(['attended', 'status', 'result']).orderBy('id', 'desc'),
  )
  expect(records.slice(0, 3)).toContainEqual({ attended: 0, status: 429, result: 'calls.per-day' })
})

it('a minute is full for the provider and all of its links, not for another', async () => {
  const second = await TestProvider.open(issuer, world.provider(1))
  const other = await link(0, second)
  await limit({ callsPerMinute: 1 })
  // Whatever was called in the minute before counts too.
  await call(present)
  const { status, body, headers } = await call(present)
  expect([status, body.errorCode]).toEqual([429, 'calls.per-minute'])
  const seconds = Number(headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect((await second.get(other, '/accounts')).status).toBe(200)
})

it('the OpenAPI document tells of both limits and of the header', async () => {
  const { body } = await get(`${issuer}/api/v1/openapi.json`)
  const told = JSON.stringify(body)
  for (const words of [
    'calls.per-day',
    'calls.per-minute',
    'Retry-After',
    'x-fapi-customer-ip-address',
  ])
    expect(told).toContain(words)
})
