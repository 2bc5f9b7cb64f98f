import dns from 'node:dns'
import { createServer, type Server } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { dayCounts, listAudit, updateProvider } from '#engine'
import { dayMs } from '#shared/japanese-date'
import { daysOfKeys, providerKeys, readKeysAt } from '../../src/main/engine/index.ts'
import { refreshKeySet, refreshKeySets } from '../../src/main/engine/providers/key-sets.ts'
import { fetchPublic, isPublicAddress } from '../../src/main/outbound/fetch-public.ts'
import { FormCustomer } from '../support/form-customer.ts'
import { TestProvider } from '../support/provider-client.ts'
import { World } from '../support/world.ts'

type Done = (error: Error | null, found: { address: string; family: number }[]) => void

/** Keys that stand at an address of the provider (R152), with a real server there and openid-client. */
let world: World
let server: Server
let address: string
let answer: { status: number; body: string; headers?: Record<string, string> }
let asked: number
/** What a question waits for before its answer, as it was when it came. */
let held: Promise<unknown> | undefined
beforeEach(async () => {
  world = await World.open()
  // Practice mode: the machine itself may be asked.
  await world.engine.settings.saveMark('demo', true, 0)
  asked = 0
  held = undefined
  server = createServer(async (_request, response) => {
    asked += 1
    const { status, headers, body } = answer
    await held
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await world.close()
})

const publish = (...keys: unknown[]) => {
  answer = { status: 200, body: JSON.stringify({ keys }) }
}
const registered = () => world.registered()
const toAddress = async () => {
  const { id, version, ...before } = registered()
  const provider = { ...before, jwks: null, jwksUri: address }
  await updateProvider(world.by(), { id, version, provider })
}
const told = () =>
  listAudit(world.engine, {
    ...{ actorKind: null, outcome: null, action: 'providers.keysChanged', text: '', before: null },
    limit: 10,
  }).rows

it('a key that is changed there is known without anybody at a desk, and told', async () => {
  const issuer = await world.listen()
  const old = await TestProvider.open(issuer, world.provider())
  const oldKey = registered().jwks?.keys[0]
  const pair = await generateKeyPair('ES256', { extractable: true })
  const named = { kid: 'next', alg: 'ES256' as const }
  const nextKey = { ...(await exportJWK(pair.publicKey)), ...named }
  const privateJwk = { ...(await exportJWK(pair.privateKey)), ...named } as never
  const next = await TestProvider.open(issuer, { ...world.provider(), privateJwk })
  publish(oldKey)
  await toAddress()
  const link = await old.start()
  const callback = await new FormCustomer().permitAll(link.url.href, world.customer)
  const token = String((await old.finish(link, callback)).refresh_token)
  expect(asked).toBe(1)
  expect(told()).toHaveLength(1)

  // A key of a type that is unknown here is for others (RFC 7517 §5).
  publish(oldKey, nextKey, { kty: 'AKP', kid: 'for-others', alg: 'ML-DSA-44', pub: 'AA' })
  world.clock.offset = 61_000
  await refreshed(next, token)
  await refreshed(old, token)
  expect(asked).toBe(2)
  expect(told()[0]?.after).toContain('next')
  await world.engine.keyUses.flush()
  expect(providerKeys(world.engine, registered()).map(({ usedAt }) => usedAt !== null)).toEqual([
    true,
    true,
  ])

  // Its server is down: what was read last counts, and it is asked once a minute at most.
  answer = { status: 500, body: '' }
  world.clock.offset = 200_000
  await refreshed(next, token)
  world.engine.authority.changed()
  await refreshed(next, token)
  expect(asked).toBe(3)
  expect(told()).toHaveLength(2)

  // A key taken off there is refused from the moment that we know, though its client was just used.
  publish(oldKey, nextKey)
  world.clock.offset = 300_000
  await refreshed(old, token)
  publish(nextKey)
  // Its client is read anew shortly before its address is asked again.
  world.clock.offset = 350_000
  world.engine.authority.changed()
  await refreshed(old, token)
  world.clock.offset = 361_000
  await refreshKeySet(world.engine, registered())
  await expect(old.refresh(token)).rejects.toMatchObject({ error: 'invalid_client' })
  await refreshed(next, token)
})
const refreshed = async (by: TestProvider, token: string) =>
  expect((await by.refresh(token)).access_token).toBeTruthy()

it('is asked when it is registered and every hour', async () => {
  publish(registered().jwks?.keys[0])
  await toAddress()
  const times: number[] = []
  for (const minutes of [0, 1, 59, 60, 61, 121]) {
    world.clock.offset = minutes * 60_000
    await refreshKeySets(world.engine)
    times.push(asked)
  }
  expect(times).toEqual([1, 1, 1, 2, 2, 3])
  expect(told()).toHaveLength(1)
})

it('a clock that was ahead keeps no address from being asked, and no key longer than a day', async () => {
  publish(registered().jwks?.keys[0])
  await toAddress()
  const keys = () => providerKeys(world.engine, registered()).map(({ kid }) => kid)
  for (const ask of [
    () => refreshKeySets(world.engine),
    () => refreshKeySet(world.engine, registered()),
  ]) {
    world.clock.offset = 400 * dayMs
    await ask()
    expect(keys()).toHaveLength(1)
    // Set right again: what was read in the future is no key of today, and is asked for.
    world.clock.offset = 0
    expect(keys()).toEqual([])
    const before = asked
    await ask()
    expect([asked - before, keys().length]).toEqual([1, 1])
  }
})

it('however many ask at once it is asked once: no slower answer puts back what was taken off there', async () => {
  const { publicKey } = await generateKeyPair('ES256', { extractable: true })
  const oldKey = registered().jwks?.keys[0]
  const nextKey = { ...(await exportJWK(publicKey)), kid: 'next', alg: 'ES256' }
  publish(oldKey)
  await toAddress()
  let answerIt = () => {}
  held = new Promise<void>((resolve) => {
    answerIt = resolve
  })
  const first = refreshKeySets(world.engine)
  await vi.waitFor(() => expect(asked).toBe(1))
  publish(nextKey)
  held = undefined
  const second = refreshKeySet(world.engine, registered())
  answerIt()
  await Promise.all([first, second])
  const kids = () => providerKeys(world.engine, registered()).map(({ kid }) => kid)
  expect([asked, kids()]).toEqual([1, [oldKey?.kid]])
  world.clock.offset = 61_000
  await refreshKeySet(world.engine, registered())
  expect([asked, kids()]).toEqual([2, ['next']])
})

it('an answer that comes once the provider is registered otherwise, or has ended, is kept nowhere', async () => {
  const { publicKey } = await generateKeyPair('ES256', { extractable: true })
  publish({ ...(await exportJWK(publicKey)), kid: 'late', alg: 'ES256' })
  await toAddress()
  const row = () => world.engine.store.find('keySets', { providerId: registered().id })
  const meanwhile = async (change: { signingAlgorithm: 'PS256' } | { status: 'ended' }) => {
    const { id } = registered()
    held = world.engine.store.write(() => world.engine.store.update('providers', { id }, change))
    world.clock.offset += 2 * 3_600_000
    await refreshKeySets(world.engine)
  }
  await meanwhile({ signingAlgorithm: 'PS256' })
  expect([asked, row()]).toEqual([1, undefined])
  await meanwhile({ status: 'ended' })
  expect([asked, row()]).toEqual([2, undefined])
})

it('what is no set of public keys is told, kept nowhere, and takes the former keys off from nobody', async () => {
  publish(registered().jwks?.keys[0])
  await toAddress()
  await refreshKeySets(world.engine)
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  publish({ ...(await exportJWK(privateKey)), kid: 'secret-key' })
  world.clock.offset = 2 * 3_600_000
  await refreshKeySets(world.engine)
  const row = world.engine.store.find('keySets', { providerId: registered().id })
  expect(row?.fault).toBe('private-key')
  expect(row?.jwks).not.toContain('secret-key')
  expect(providerKeys(world.engine, registered())).toHaveLength(1)
})

it('an address that has not answered for a day leaves no key, which is warned of', async () => {
  publish(registered().jwks?.keys[0])
  await toAddress()
  const days = () => daysOfKeys(world.engine, registered())
  expect(days()).toBeNull()
  await refreshKeySets(world.engine)
  expect(days()).toBeNull()
  answer = { status: 500, body: '' }
  const readAt = world.clock.now()
  world.clock.stop()
  world.clock.offset = dayMs - 60_000
  await refreshKeySets(world.engine)
  expect(days()).toBeNull()
  world.clock.offset = readAt + dayMs + 60_000 - (world.clock.now() - world.clock.offset)
  expect(days()).toBe(-1)
  expect(providerKeys(world.engine, registered())).toEqual([])
  expect(dayCounts(world.engine, null).dueKeys).toBe(1)
})

describe('what stands at an address is refused', () => {
  it.each([
    ['another status', { status: 404, body: '{}' }, 'status'],
    ['a redirect', { status: 302, body: '', headers: { location: '/other' } }, 'redirect'],
    ['too much', { status: 200, body: ' '.repeat(70_000) }, 'too-large'],
    ['no keys', { status: 200, body: '<html>' }, 'unreadable'],
  ])('%s', async (_name, given, fault) => {
    answer = given
    expect((await readKeysAt(world.engine, address, 'ES256')).faults).toMatchObject([{ fault }])
    expect(asked).toBe(1)
  })

  it('beside practice mode nobody asks the machine itself, or its network', async () => {
    await world.engine.settings.saveMark('demo', null, 0)
    const fault = async (url: string) =>
      (await readKeysAt(world.engine, url, 'ES256')).faults[0]?.fault
    expect(await fault(address)).toBe('not-https')
    expect(await fault(address.replace('http:', 'https:'))).toBe('private-address')
    expect(await fault('https://localhost/jwks')).toBe('private-address')
    expect(await fault('https://[::ffff:10.0.0.1]/jwks')).toBe('private-address')
    expect(await fault('file:///etc/passwd')).toBe('not-https')
    expect(asked).toBe(0)
  })

  it('in practice mode neither is the network', async () => {
    expect(await fetchPublic('http://10.0.0.1/', true)).toEqual({ fault: 'not-https' })
    expect(await fetchPublic('https://192.168.1.1/', true)).toEqual({ fault: 'private-address' })
  })

  it('a name with one answer inside, among others outside, is asked by none of them', async () => {
    const answers = ['8.8.8.8', '10.0.0.1'].map((one) => ({ address: one, family: 4 }))
    const lookup = vi
      .spyOn(dns, 'lookup')
      .mockImplementation(((_host: string, _options: unknown, done: Done) =>
        done(null, answers)) as never)
    syncBuiltinESMExports()
    onTestFinished(() => {
      lookup.mockRestore()
      syncBuiltinESMExports()
    })
    const found = await fetchPublic('https://keys.provider.example/jwks', false)
    expect(found).toEqual({ fault: 'private-address' })
    expect(lookup).toHaveBeenCalledOnce()
  })

  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.0.1', '169.254.169.254', '100.64.0.1'],
    ...['0.0.0.0', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fc00::1', 'ff02::1'],
    ...['::ffff:127.0.0.1', '64:ff9b::a00:1', '2002:a00:1::', '2001:db8::1', 'x'],
  ])('%s is no public address', (one) => expect(isPublicAddress(one)).toBe(false))
  it.each(['8.8.8.8', '172.32.0.1', '2400:4000::1', '2606:4700::1111'])('%s is one', (one) =>
    expect(isPublicAddress(one)).toBe(true),
  )
})
