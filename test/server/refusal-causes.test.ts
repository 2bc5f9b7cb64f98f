import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sql } from '#db'
import {
  decideProposal,
  endGrant,
  failingProviders,
  haltOf,
  haltService,
  resumeService,
  trafficSeries,
  updateProvider,
} from '#engine'
import { causeNames, causeOf, type RefusalCause } from '#shared/refusal-causes'
import {
  assertion,
  authenticated,
  get,
  linkToCode,
  post,
  pushRequest,
  read,
  redeem,
  refresh,
  tokenHeaders,
} from '../support/protocol.ts'
import { World } from '../support/world.ts'

/** Each cause that the console names, made on the wire: what it is told as, and of whom (R170). */
let world: World
let issuer: string
let tokens: Record<string, unknown>
let account: string
beforeAll(async () => {
  const limited = { scopes: ['accounts'] as const }
  world = await World.open({ providers: [{}, { dpop: false, scopes: [...limited.scopes] }, {}] })
  issuer = await world.listen()
  tokens = await linked(0)
  const { accounts } = (await read(issuer, world.provider(), tokens.access_token)).body
  account = (accounts as { accountId: string }[])[0]?.accountId ?? ''
})
afterAll(() => world.close())

const p = (index = 0) => world.provider(index)
const linked = async (index: number) =>
  (await redeem(issuer, p(index), await linkToCode(issuer, p(index), world.person(index)))).body
const tokenCall = async (client_assertion: string, index = 0) =>
  post(`${issuer}/token`, {
    ...{ grant_type: 'refresh_token', refresh_token: 'x', client_id: p(index).clientId },
    client_assertion,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  })
const data = (path: string, token: unknown = tokens.access_token, index = 0) =>
  read(issuer, p(index), token, path)
const change = async (change: object) => {
  const { id, version, ...before } = world.registered()
  await updateProvider(world.by(), { id, version, provider: { ...before, ...change } })
  return before
}
const bulk = (statement: string) => world.engine.store.bulk((db) => db.exec(statement))

/** What was counted as refused meanwhile, by provider (0: of nobody that is known). */
async function refusedBy(call: () => Promise<unknown>): Promise<Record<string, number>> {
  const counts = async () => {
    await world.engine.access.flush()
    const rows = world.engine.store.read(
      sql.selectFrom('trafficHours').selectAll().where('measure', 'like', 'refused:%'),
    )
    const found: Record<string, number> = {}
    for (const { providerId, measure, n } of rows) {
      const name = `${providerId} ${causeOf(measure.slice(8))}`
      found[name] = (found[name] ?? 0) + n
    }
    return found
  }
  const before = await counts()
  await call()
  const after = await counts()
  return Object.fromEntries(
    Object.entries(after)
      .map(([name, n]) => [name, n - (before[name] ?? 0)] as const)
      .filter(([, n]) => n > 0),
  )
}

const made: Partial<Record<RefusalCause, [() => Promise<unknown>, index?: number]>> = {
  algorithm: [
    async () => {
      const privateJwk = { ...(await rsa()), kid: p().privateJwk.kid, alg: 'PS256' as const }
      await tokenCall(await assertion({ ...p(), privateJwk: privateJwk as never }, issuer))
    },
  ],
  'key-unknown': [async () => tokenCall(await assertion(p(), issuer, {}, { kid: 'other' }))],
  'key-days': [
    async () => {
      const [key] = world.registered().jwks?.keys ?? []
      const jwks = {
        keys: [
          { ...key, exp: 1_700_000_000 },
          { ...key, kid: 'spare' },
        ],
      }
      const before = await change({ jwks })
      await tokenCall(await assertion(p(), issuer))
      await change({ jwks: before.jwks })
    },
  ],
  'key-address': [
    async () => {
      const before = await change({ jwks: null, jwksUri: 'https://provider.example/jwks' })
      await tokenCall(await assertion(p(), issuer))
      await change({ jwks: before.jwks, jwksUri: '' })
    },
  ],
  signature: [
    async () => {
      const { privateKey } = await generateKeyPair('ES256', { extractable: true })
      await tokenCall(await assertion(p(), issuer, {}, {}, await exportJWK(privateKey)))
    },
  ],
  assertion: [async () => tokenCall(await assertion(p(), issuer, { aud: 'https://x.example' }))],
  clock: [async () => tokenCall(await assertion(p(), issuer, { exp: 1_700_000_000 }))],
  grant: [() => refresh(issuer, p(), 'unknown')],
  request: [() => data(`/accounts/${account}/transactions?dateFrom=x`)],
  scope: [async () => data('/accounts/x/balance', (await linked(1)).access_token, 1), 1],
  dpop: [
    () =>
      get(`${issuer}/api/v1/accounts`, { authorization: `DPoP ${String(tokens.access_token)}` }),
  ],
  limit: [
    async () => {
      const change = (own: object) =>
        world.engine.store.write(() => {
          const policy = JSON.stringify({ ...world.registered().policy, ...own })
          world.engine.store.update('providers', { id: p().id }, { policy })
          world.engine.authority.changed()
        })
      await change({ unattendedPerDay: 1, callsPerMinute: 1 })
      const url = `${issuer}/api/v1/accounts`
      const refused = await get(url, await tokenHeaders(p(), tokens.access_token, url))
      expect(refused.status).toBe(429)
      await change({ unattendedPerDay: null, callsPerMinute: null })
    },
  ],
  'data-missing': [
    async () => {
      bulk('UPDATE accounts SET balance = NULL, balanceAt = NULL')
      await data(`/accounts/${account}/balance`)
    },
  ],
  program: [
    async () => {
      const failing = vi.spyOn(world.engine.bank, 'customer').mockImplementation(() => {
        throw new Error('planted')
      })
      await data('/accounts')
      failing.mockRestore()
    },
  ],
  'token-expired': [
    async () => {
      const own = (await refresh(issuer, p(), String(tokens.refresh_token))).body.access_token
      bulk('UPDATE accessTokens SET expiresAt = 1')
      await data('/accounts', own)
      tokens.access_token = (
        await refresh(issuer, p(), String(tokens.refresh_token))
      ).body.access_token
    },
  ],
  hours: [
    async () => {
      const { settings, clock } = world.engine
      const hours = settings.get('hours')
      const closed = { from: '00:00', to: '00:01' }
      const never = { weekday: closed, holiday: closed }
      await settings.save('hours', { ...hours, active: true, transactions: never }, clock.now())
      await data(`/accounts/${account}/transactions`)
      await settings.save('hours', hours, clock.now())
    },
  ],
  'link-ended': [
    async () => {
      const own = await linked(2)
      const { id: grantId } = world.newestGrant()
      await world.engine.store.write(() =>
        endGrant(world.by(), {
          ...{ grantId, to: 'revoked', requester: 'self' },
          ...{ requestChannel: 'phone', reason: 'no-longer-used', action: 'grants.revoke' },
        }),
      )
      await data('/accounts', own.access_token, 2)
    },
    2,
  ],
  stopped: [
    async () => {
      const own = await linked(2)
      await world.suspend(2)
      await tokenCall(await assertion(p(2), issuer), 2)
      await data('/accounts', own.access_token, 2)
      await world.resume(2)
    },
    2,
  ],
  other: [
    async () =>
      post(`${issuer}/par`, {
        ...(await authenticated(p(), issuer)),
        ...{ response_type: 'code', redirect_uri: p().redirectUris[0] ?? '', scope: 'accounts' },
        ...{ code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' },
        resource: 'https://elsewhere.example',
      }),
  ],
}
const rsa = async () =>
  exportJWK((await generateKeyPair('PS256', { extractable: true })).privateKey)

it.each(Object.keys(made) as RefusalCause[])('%s is told as what it is', async (cause) => {
  const [call, index = 0] = made[cause] ?? [async () => {}]
  const found = await refusedBy(call)
  const n = found[`0 ${cause}`]
  expect(n).toBeGreaterThan(0)
  expect(found).toEqual({ [`${p(index).id} ${cause}`]: n, [`0 ${cause}`]: n })
})

it('no cause is without a test that makes it', async () => {
  const elsewhere: RefusalCause[] = ['halted']
  expect([...Object.keys(made), ...elsewhere].toSorted()).toEqual(causeNames.toSorted())
})

it('what is refused while all is halted counts of the provider to which its token or code was given, else of nobody', async () => {
  const maker = (await world.staff('hq-admin', 'halting')).actor
  const other = (await world.staff('sysadmin', 'resuming')).actor
  const token = (await linked(1)).access_token
  const { url } = await pushRequest(issuer, p())
  const waiting = await linkToCode(issuer, p(2), world.person(2))
  const signed = await assertion(p(2), issuer)
  await haltService(world.by(maker), { reason: '試験' })
  const found = await refusedBy(async () => {
    await get(`${issuer}/api/v1/accounts`)
    await get(`${issuer}/api/v1/accounts`, { authorization: 'Bearer unknown' })
    await get(`${issuer}/api/v1/accounts`, { authorization: `Bearer ${String(token)}` })
    expect((await refresh(issuer, p(), String(tokens.refresh_token))).status).toBe(503)
    expect((await redeem(issuer, p(2), waiting)).status).toBe(503)
    // A name is nobody's, and what is signed is not looked at.
    expect((await tokenCall('x')).status).toBe(503)
    const named = { client_id: p(2).clientId, client_assertion: signed }
    expect((await post(`${issuer}/par`, named)).status).toBe(503)
    for (const refresh_token of ['', 'x', String(token)])
      expect((await post(`${issuer}/token`, { refresh_token })).status).toBe(503)
    const doubled = await fetch(`${issuer}/token`, {
      ...{ method: 'POST', body: 'code=a&code=b&refresh_token=a&refresh_token=b' },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(doubled.status).toBe(503)
    // What cannot be read is told the same, and customers' pages are no calls.
    const unread = await fetch(`${issuer}/token`, {
      ...{ method: 'POST', body: '<x/>', headers: { 'content-type': 'application/xml' } },
    })
    expect([unread.status, unread.headers.get('retry-after')]).toEqual([503, '600'])
    await get(url)
  })
  const told = { [`${p(0).id} halted`]: 1, [`${p(1).id} halted`]: 1, [`${p(2).id} halted`]: 1 }
  expect(found).toEqual({ ...told, '0 halted': 12 })
  // It is nothing that the provider or anybody has to mend.
  expect(failingProviders(world.engine)).toEqual([])
  const { causes } = trafficSeries(world.engine, { providerId: p(1).id, span: 'hour' })
  expect(causes).toContainEqual({ cause: 'halted', n: 1 })
  const { waits } = await resumeService(world.by(maker), { at: haltOf(world.engine)?.at ?? 0 })
  await decideProposal(world.by(other), { id: waits ?? 0, approve: true, note: '' })
  expect((await data('/accounts', token, 1)).status).toBe(200)
})
