import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  changeProviderStatus,
  connectionState,
  differencesOf,
  ledgerOf,
  missingInLedger,
  providerByClientId,
  providerById,
  updateProvider,
} from '#engine'
import { type OpenTestChannel, openTestChannel } from '../../src/main/connection-test/index.ts'
import { openListener } from '../../src/main/listener/index.ts'
import { lineOf } from '../support/connection-line.ts'
import { applicant, metadataOf } from '../support/connection-test.ts'
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
const lineOfClient = async () => lineOf(await TestProvider.open(channel.issuer, entry), customer())

describe('a connection test (R157)', () => {
  it('is open to a provider in 審査中, with invented customers and nothing seen yet', async () => {
    const test = await seen()
    expect(test).toMatchObject({ open: true, issuer: channel.issuer, passed: false, failures: [] })
    expect(test.customers.map((one) => one.loginId)).toContain('suzuki01')
    expect(await unmet()).toEqual([
      ...['par', 'permit', 'token', 'dpop', 'accounts', 'balances', 'transactions'],
      ...['refresh', 'ended', 'verifier', 'replayed', 'revoke'],
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

  it('reads what the test channel says of itself, and tells what is not as the 接続通知書 says (RFC 8414)', async () => {
    const said = await channel.metadata()
    const provider = providerById(world.engine, id)
    if (!provider) throw new Error('gone')
    expect(said).toMatchObject({
      issuer: channel.issuer,
      token_endpoint: `${channel.issuer}/token`,
    })
    expect(differencesOf(said, channel.issuer, provider)).toEqual([])
    expect(differencesOf(metadataOf(channel.issuer), channel.issuer, provider)).toEqual([])
    for (const name of Object.keys(metadataOf('')))
      expect(differencesOf({ ...said, [name]: ['none'] }, channel.issuer, provider)).toEqual([name])
    const step = async () => (await seen()).steps.find((one) => one.step === 'discovery')
    channel.discovered.clear()
    const { metadata } = channel
    Object.assign(channel, { metadata: async () => ({ ...said, token_endpoint: 'https://x' }) })
    expect(await step()).toMatchObject({ metAt: null, differs: ['token_endpoint'] })
    // What could not be read is told as that, and not as a server that says otherwise.
    Object.assign(channel, { metadata: () => Promise.reject(new Error('refused')) })
    expect(await step()).toMatchObject({ metAt: null, differs: null })
    Object.assign(channel, { metadata })
    expect(await step()).toMatchObject({ metAt: expect.any(Number), differs: [] })
  })

  it('a registration that was changed while the metadata were read was not compared: the step waits for the next look', async () => {
    const { metadata, engine } = channel
    const { clientId } = entry
    const change = async (signingAlgorithm: 'PS256' | 'ES256') => {
      const { id: testId } = providerByClientId(engine, clientId) ?? { id: 0 }
      await engine.store.write(() => {
        engine.store.update('providers', { id: testId }, { signingAlgorithm })
        engine.authority.changed()
      })
    }
    channel.discovered.clear()
    Object.assign(channel, {
      metadata: async () => {
        const said = await metadata()
        await change('PS256')
        return said
      },
    })
    const step = async () =>
      (await connectionState(channel, clientId))?.steps.find((one) => one.step === 'discovery')
    expect(await step()).toMatchObject({ metAt: null, differs: [] })
    Object.assign(channel, { metadata })
    expect(await step()).toMatchObject({ metAt: expect.any(Number) })
    await change('ES256')
  })

  it('an older answer that comes late puts nothing back, and what is being read is not asked again', async () => {
    const { metadata, engine } = channel
    const { clientId } = entry
    const said = await metadata()
    const { id: testId } = providerByClientId(engine, clientId) ?? { id: 0 }
    const register = (signingAlgorithm: 'PS256' | 'ES256') =>
      engine.store.write(() => {
        engine.store.update('providers', { id: testId }, { signingAlgorithm })
        engine.authority.changed()
      })
    const answers: ((said: Record<string, unknown>) => void)[] = []
    channel.discovered.clear()
    Object.assign(channel, { metadata: () => new Promise((resolve) => answers.push(resolve)) })
    const look = async () =>
      (await connectionState(channel, clientId))?.steps.find((one) => one.step === 'discovery')
    const asked = (n: number) => vi.waitFor(() => expect(answers).toHaveLength(n))
    const older = look()
    await asked(1)
    await register('PS256')
    const newer = [look(), look()]
    await asked(2)
    answers[1]?.({ ...said, token_endpoint: 'https://x' })
    const unmet = { metAt: null, differs: ['token_endpoint'] }
    expect(await Promise.all(newer)).toMatchObject([unmet, unmet])
    const last = look()
    await asked(3)
    answers[2]?.(said)
    const met = { metAt: expect.any(Number), differs: [] }
    expect(await last).toMatchObject(met)
    answers[0]?.(said)
    // It was read for what is registered no more.
    expect(await older).toMatchObject({ metAt: null, differs: [] })
    expect(await look()).toMatchObject(met)
    expect(answers).toHaveLength(3)
    Object.assign(channel, { metadata })
    await register('ES256')
  })

  it.each([
    ['0.0.0.0', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
  ])('a listener on %s is asked at %s', async (host, asked) => {
    const http = await openListener({ host, port: 0 })
    expect(http.local).toBe(`http://${asked}:${http.port}`)
    await http.close()
  })

  it('is passed by a client that goes the whole line, and meets the end that the union makes', async () => {
    const provider = await TestProvider.open(channel.issuer, entry)
    const line = lineOf(provider, customer())
    const token = await line.reads()
    expect(await unmet()).toEqual(['ended', 'verifier', 'replayed', 'revoke'])
    expect(await maker?.connectionTest.endLinks({ providerId: id })).toEqual({ grants: 1 })
    // That it was ended is no proof that the provider has met it.
    expect(await unmet()).toEqual(['ended', 'verifier', 'replayed', 'revoke'])
    expect((await provider.get(token, '/accounts')).status).toBe(401)
    expect(await unmet()).toEqual(['verifier', 'replayed', 'revoke'])
    await line.wrongVerifier()
    expect(await unmet()).toEqual(['replayed', 'revoke'])
    await line.usedCode()
    expect(await unmet()).toEqual(['revoke'])
    await line.revokes()
    expect(await seen()).toMatchObject({ passed: true, recorded: false })
  })

  it('says of each code that was not redeemed why, in Japanese and in English (RFC 6749 §5.2, RFC 7636 §4.6)', async () => {
    const provider = await TestProvider.open(channel.issuer, entry)
    const started = await provider.start()
    const callback = await new FormCustomer().permitAll(started.url.href, customer())
    const elsewhere = new URL(callback)
    elsewhere.pathname = '/other'
    const unknown = new URL(callback)
    unknown.searchParams.set('code', 'no-such-code')
    for (const wrong of [elsewhere, unknown])
      await expect(provider.finish(started, wrong)).rejects.toMatchObject({
        error: 'invalid_grant',
      })
    const { failures } = await seen()
    const grants = failures.filter(({ reason }) => reason === 'invalid_grant')
    expect(grants.map(({ explained, detail }) => [explained, detail])).toMatchObject(
      [
        [/このサーバーが出したものではありません/, /not one of this server/],
        [/リダイレクト先が/, /redirect_uri is not that of the pushed request/],
        // Of the test before: the refresh of what had ended, the used code, and the wrong verifier.
        [/その連携は、いま「解除」です/, /is now “Revoked”/],
        [/二度使われました/, /redeemed twice.*RFC 6749 §4.1.2, §10.5/],
        [/code_verifier/, /does not match.*RFC 7636 §4.6/],
      ].map((pair) => pair.map((words) => expect.stringMatching(words))),
    )
    await maker?.connectionTest.endLinks({ providerId: id })
  })

  it('is of another engine: nothing of it is known to the real one', async () => {
    expect(existsSync(join(world.engine.store.folder, 'connection-test', 'renkei.db'))).toBe(true)
    expect(world.engine.store.find('grants', { id: 1 })).toBeUndefined()
    const tokens = await (await lineOfClient()).link()
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
