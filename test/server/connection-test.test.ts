import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  changeProviderStatus,
  ledgerOf,
  missingInLedger,
  providerById,
  updateProvider,
} from '#engine'
import { type OpenTestChannel, openTestChannel } from '../../src/main/connection-test/index.ts'
import { openListener } from '../../src/main/listener/index.ts'
import { applicant } from '../support/connection-test.ts'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { FormCustomer } from '../support/form-customer.ts'
import { TestProvider } from '../support/provider-client.ts'
import type { DemoCustomer, DemoProvider } from '../support/service-process.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

/** R157: a provider in 審査中 connects to a test channel with its own client (openid-client), and the program judges. */
let world: World
let channel: OpenTestChannel
let listener: OpenConsole
let [maker, checker]: Desk[] = []
let real: string
let id: number
let entry: DemoProvider
let wrongKey: DemoProvider
beforeAll(async () => {
  world = await World.open()
  real = await world.listen()
  const made = await applicant(world)
  ;({ id, entry, wrongKey } = made)
  await changeProviderStatus(world.by(), { id, version: 1, to: 'review', reason: '' })
  const http = await openListener({ host: '127.0.0.1', port: 0 })
  channel = await openTestChannel(world.engine, {
    ...{ log: world.engine.log, clock: world.clock, version: 'test', dataKey: undefined },
    ...{ http, issuer: http.url, trustFront: undefined },
  })
  world.testChannel = channel
  listener = await consoleOf(world)
  for (const name of ['one', 'two']) {
    const { login } = await world.staff('hq-admin', name)
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(login)
    if (name === 'one') maker = desk
    else checker = desk
  }
}, 60_000)
afterAll(async () => {
  await listener.close()
  await channel.close()
  await world.close()
})

const seen = async () => {
  const found = await maker?.connectionTest.find({ providerId: id })
  if (!found) throw new Error('no test')
  return found
}
const unmet = async () =>
  (await seen()).steps
    .filter(({ needed, metAt }) => needed && metAt === null)
    .map(({ step }) => step)
const lackOfTest = () => {
  const provider = providerById(world.engine, id)
  if (!provider) throw new Error('gone')
  return missingInLedger(world.engine, provider).find(
    ({ item }) => item === 'technical.connectionTest',
  )?.lack
}
const customer = () => channel.customers[0] as unknown as DemoCustomer
async function link(provider: TestProvider) {
  const started = await provider.start()
  const callback = await new FormCustomer().permitAll(started.url.href, customer())
  return provider.finish(started, callback)
}

describe('a connection test (R157)', () => {
  it('is open to a provider in 審査中, with invented customers and nothing seen yet', async () => {
    const test = await seen()
    expect(test).toMatchObject({ open: true, issuer: channel.issuer, passed: false, failures: [] })
    expect(test.customers.map((one) => one.loginId)).toContain('suzuki01')
    expect(await unmet()).toEqual([
      ...['par', 'permit', 'token', 'dpop', 'accounts', 'balances', 'transactions'],
      ...['refresh', 'ended', 'revoke'],
    ])
    expect(lackOfTest()).toBe('empty')
    expect(await codeOf(Promise.resolve(maker?.connectionTest.record({ providerId: id })))).toBe(
      'connection.unmet',
    )
  })

  it('explains a call that is signed with another algorithm, in Japanese and in English', async () => {
    const wrong = await TestProvider.open(channel.issuer, wrongKey)
    await expect(wrong.start()).rejects.toMatchObject({ error: 'invalid_client' })
    const { failures, passed } = await seen()
    expect(passed).toBe(false)
    expect(failures).toMatchObject([
      {
        ...{ call: 'oauth.par', reason: 'invalid_client' },
        explained: '表明の署名アルゴリズムが PS256 です。登録は ES256 です。',
        detail: 'the assertion is signed with PS256, registered is ES256',
      },
    ])
  })

  it('is passed by a client that goes the whole line, and meets the end that the union makes', async () => {
    const provider = await TestProvider.open(channel.issuer, entry)
    const tokens = await link(provider)
    const { body } = await provider.get(tokens.access_token, '/accounts')
    const [account] = (body as { accounts: { accountId: string }[] }).accounts
    expect(
      (await provider.get(tokens.access_token, `/accounts/${account?.accountId}/balance`)).status,
    ).toBe(200)
    await provider.get(tokens.access_token, `/accounts/${account?.accountId}/transactions`)
    await provider.refresh(tokens.refresh_token ?? '')
    expect(await unmet()).toEqual(['ended', 'revoke'])
    expect(await maker?.connectionTest.endLinks({ providerId: id })).toEqual({ grants: 1 })
    // That it was ended is no proof that the provider has met it.
    expect(await unmet()).toEqual(['ended', 'revoke'])
    expect((await provider.get(tokens.access_token, '/accounts')).status).toBe(401)
    const again = await link(provider)
    await provider.revoke(again.refresh_token ?? '')
    expect(await seen()).toMatchObject({ passed: true, recorded: false })
  })

  it('is of another engine: nothing of it is known to the real one', async () => {
    expect(existsSync(join(world.engine.store.folder, 'connection-test', 'renkei.db'))).toBe(true)
    expect(world.engine.store.find('grants', { id: 1 })).toBeUndefined()
    const there = await TestProvider.open(channel.issuer, entry)
    const tokens = await link(there)
    // Neither the token, nor the client in its present state.
    const stranger = await TestProvider.open(real, entry)
    expect((await stranger.get(tokens.access_token, '/accounts')).status).toBe(401)
    await expect(stranger.start()).rejects.toMatchObject({ error: 'invalid_client' })
    // Who is active for customers is not known to the test channel.
    const active = await TestProvider.open(channel.issuer, world.provider())
    await expect(active.start()).rejects.toMatchObject({ error: 'invalid_client' })
  })

  it('stands on the ledger with its protocol, checked by another person; nobody types that it was passed', async () => {
    const typed = {
      ...{ providerId: id, item: 'technical.connectionTest', version: 0, value: 'passed' },
      ...{ note: '', evidence: '', owner: '', dueOn: null },
    }
    expect(await codeOf(Promise.resolve(maker?.ledger.save(typed)))).toBe('input.invalid')
    await maker?.connectionTest.record({ providerId: id })
    expect(await seen()).toMatchObject({ recorded: true })
    expect(lackOfTest()).toBe('unchecked')
    const [row] = ledgerOf(world.engine, id)
    const items = [{ item: 'technical.connectionTest', version: row?.version ?? 0 }]
    expect(await codeOf(Promise.resolve(maker?.ledger.check({ providerId: id, items })))).toBe(
      'proposal.same-person',
    )
    await checker?.ledger.check({ providerId: id, items })
    expect(lackOfTest()).toBeUndefined()
    const ledger = await maker?.ledger.find({ providerId: id })
    const [file] = ledger?.entries[0]?.files ?? []
    const got = await maker?.ledger.file({ providerId: id, id: file?.id ?? 0 })
    const protocol = Buffer.from(got?.file ?? '', 'base64').toString()
    for (const part of [
      channel.issuer,
      entry.clientId,
      'RFC 9126',
      '口座一覧を読む',
      'Reads accounts',
    ])
      expect(protocol).toContain(part)
  })

  it('is to be made again once the registration has changed', async () => {
    const before = providerById(world.engine, id)
    if (!before) throw new Error('gone')
    const redirectUris = ['https://moved.example/callback']
    await updateProvider(world.by(), {
      ...{ id, version: before.version },
      provider: { ...before, redirectUris },
    })
    expect(lackOfTest()).toBe('stale')
    expect(await unmet()).toContain('par')
    expect(await codeOf(Promise.resolve(maker?.connectionTest.record({ providerId: id })))).toBe(
      'connection.unmet',
    )
  })

  it('is waived by a reason that one writes and another checks', async () => {
    const [row] = ledgerOf(world.engine, id)
    const waived = {
      ...{ providerId: id, item: 'technical.connectionTest', value: 'waived' },
      ...{ evidence: '', owner: '', dueOn: null },
    }
    const save = (version: number, note: string) => maker?.ledger.save({ ...waived, version, note })
    await save(row?.version ?? 0, '')
    expect(lackOfTest()).toBe('refused')
    const version = (row?.version ?? 0) + 1
    await save(version, '全信組連の試験環境で実施済み（報告書 2026-31）')
    expect(lackOfTest()).toBe('unchecked')
    const items = [{ item: 'technical.connectionTest', version: version + 1 }]
    await checker?.ledger.check({ providerId: id, items })
    expect(lackOfTest()).toBeUndefined()
  })

  it('is closed to who is a draft again', async () => {
    const { version } = providerById(world.engine, id) ?? { version: 0 }
    await changeProviderStatus(world.by(), { id, version, to: 'draft', reason: '' })
    await channel.copied()
    const provider = await TestProvider.open(channel.issuer, entry)
    await expect(provider.start()).rejects.toMatchObject({ error: 'invalid_client' })
    expect(await seen()).toMatchObject({ open: false })
    expect(await codeOf(Promise.resolve(maker?.connectionTest.endLinks({ providerId: id })))).toBe(
      'connection.closed',
    )
  })
})
