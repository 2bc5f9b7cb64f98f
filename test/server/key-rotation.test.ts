import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dayCounts, updateProvider } from '#engine'
import { dayMs } from '#shared/japanese-date'
import type { Jwks } from '#shared/provider'
import { daysOfKeys, providerKeys } from '../../src/main/engine/index.ts'
import { FormCustomer } from '../support/form-customer.ts'
import { TestProvider } from '../support/provider-client.ts'
import { World } from '../support/world.ts'

/** A provider changes its key while its customers' links go on (R151), with openid-client. */
let world: World
let old: TestProvider
let next: TestProvider
let nextKey: Jwks['keys'][number]
let token: string
beforeEach(async () => {
  world = await World.open()
  const issuer = await world.listen()
  old = await TestProvider.open(issuer, world.provider())
  const pair = await generateKeyPair('ES256', { extractable: true })
  const bare = await exportJWK(pair.publicKey)
  const named = { kid: await calculateJwkThumbprint(bare), alg: 'ES256' as const }
  nextKey = { ...bare, ...named, kty: 'EC' }
  next = await TestProvider.open(issuer, {
    ...world.provider(),
    privateJwk: { ...(await exportJWK(pair.privateKey)), ...named } as never,
  })
  const link = await old.start()
  const callback = await new FormCustomer().permitAll(link.url.href, world.customer)
  token = String((await old.finish(link, callback)).refresh_token)
})
afterEach(() => world.close())

const oldKey = () => world.registered().jwks?.keys[0] as Jwks['keys'][number]
const seconds = (ms: number) => Math.floor(ms / 1000)
const register = async (...keys: Jwks['keys']) => {
  const { id, version, ...before } = world.registered()
  await updateProvider(world.by(), { id, version, provider: { ...before, jwks: { keys } } })
}
const refused = (by: TestProvider) =>
  expect(by.refresh(token)).rejects.toMatchObject({ error: 'invalid_client' })
const served = async (by: TestProvider) =>
  expect((await by.refresh(token)).access_token).toBeTruthy()

it('with both keys registered, and no refresh fails', async () => {
  await refused(next)
  await served(old)
  await register(oldKey(), nextKey)
  await served(old)
  await served(next)
  await served(old)
  await register(nextKey)
  await served(next)
  await refused(old)
})

it('by the days of the keys, to the second and with nobody at a desk', async () => {
  world.clock.stop()
  const hour = seconds(world.clock.now()) + 3_600
  await register({ ...oldKey(), exp: hour + 60 }, { ...nextKey, nbf: hour })
  const at = (second: number) => {
    world.clock.offset = second * 1000 - (world.clock.now() - world.clock.offset)
  }
  at(hour - 1)
  await served(old)
  await refused(next)
  at(hour)
  await served(next)
  await served(old)
  at(hour + 59)
  await served(old)
  at(hour + 60)
  await refused(old)
  await served(next)
})

it('without any key in force nothing is served, and nothing breaks', async () => {
  await register({ ...oldKey(), exp: seconds(world.clock.now()) - 10 })
  await refused(old)
  expect(daysOfKeys(world.engine, world.registered())).toBe(-1)
})

it('tells when each was used, and asks about one that is not any more', async () => {
  await register(oldKey(), nextKey)
  const keys = async () => {
    await world.engine.keyUses.flush()
    return providerKeys(world.engine, world.registered())
  }
  world.clock.stop()
  await served(old)
  const first = world.clock.now()
  expect((await keys()).map(({ usedAt }) => usedAt)).toEqual([first, null])
  await refused(
    await TestProvider.open(old.issuer, {
      ...old.entry,
      privateJwk: { ...next.entry.privateJwk, kid: old.entry.privateJwk.kid },
    }),
  )
  world.clock.offset += 13 * dayMs
  await served(next)
  expect((await keys()).map(({ unused }) => unused)).toEqual([false, false])
  world.clock.offset += 2 * dayMs
  await served(next)
  expect(await keys()).toMatchObject([
    { unused: true, usedAt: first },
    { unused: false, usedAt: world.clock.now() },
  ])
})

it('warns 30, 7 and 1 days before the last one ends, and not of a change that is made ready', async () => {
  world.clock.stop()
  const now = world.clock.now()
  const ends = (days: number) => ({ ...oldKey(), exp: seconds(now + days * dayMs) + 1 })
  const due = () => dayCounts(world.engine, null).dueKeys
  expect(due()).toBe(0)
  for (const [days, warned] of [
    [30, null],
    [29, 29],
    [7, 7],
    [0, 0],
  ] as const) {
    await register(ends(days))
    expect(daysOfKeys(world.engine, world.registered())).toBe(warned)
    expect(due()).toBe(warned === null ? 0 : 1)
  }
  await register(ends(1), nextKey)
  expect(due()).toBe(0)
})
