import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { grantForProtocol } from '#engine'
import { signingAlgorithms } from '#shared/algorithms'
import { type Answer, FormCustomer } from '../support/form-customer.ts'
import {
  authenticated,
  DpopKey,
  get,
  giveBack,
  introspect,
  linkToCode,
  pkce,
  post,
  type Reply,
  read,
  redeem,
  refresh,
} from '../support/protocol.ts'
import { changed, World } from '../support/world.ts'

let world: World
let issuer: string
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}] })
  issuer = await world.listen()
})
afterAll(() => world.close())
const p = (index = 0) => world.provider(index)
const push = async (
  change: Record<string, string | undefined> = {},
  index = 0,
  headers: Record<string, string> = {},
): Promise<Reply> =>
  post(
    `${issuer}/par`,
    {
      ...(await authenticated(p(index), issuer)),
      response_type: 'code',
      redirect_uri: p(index).redirectUris[0],
      scope: 'accounts balances',
      state: 's',
      code_challenge: pkce().challenge,
      code_challenge_method: 'S256',
      ...change,
    },
    headers,
  )

const unknownScope = 'scope is missing or holds unknown values'
/** What the newest entry of the audit says: what was asked and how it went, about whom, by whom, and why not. */
const refusalKept = (): unknown[] => {
  const newest = sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(1)
  const [entry] = world.engine.store.read(newest)
  if (!entry) throw new RangeError('no entry')
  const { action, outcome, targetKind, targetId, targetLabel, after, ...by } = entry
  return [
    ...[action, outcome, targetKind, targetId, targetLabel],
    ...[by.actorKind, by.actorId, by.actorName, by.reason, JSON.parse(after ?? '')],
  ]
}

const front = 'https://api.union.example'
const forwarded = {
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'api.union.example',
  'x-forwarded-for': '203.0.113.7',
}
/** @returns where the front would find the listener */
async function behindFront(own: World): Promise<string> {
  await own.listen(front, '127.0.0.1')
  return `http://127.0.0.1:${own.http?.port}`
}
const pushBehindFront = async (
  own: World,
  local: string,
  headers: Record<string, string> = {},
): Promise<Reply> =>
  post(
    `${local}/par`,
    {
      ...(await authenticated(own.provider(), front)),
      response_type: 'code',
      redirect_uri: own.provider().redirectUris[0],
      scope: 'accounts',
      code_challenge: pkce().challenge,
      code_challenge_method: 'S256',
    },
    { ...forwarded, ...headers },
  )
const authorize = (params: Record<string, string>) =>
  new FormCustomer().follow(`${issuer}/auth?${new URLSearchParams(params)}`)

describe('metadata (RFC 8414, RFC 9728)', () => {
  it('speaks of the issuer, PAR, S256, private_key_jwt, iss, and of no password grant', async () => {
    const { body } = await get(`${issuer}/.well-known/oauth-authorization-server`)
    expect(body).toMatchObject({
      issuer,
      require_pushed_authorization_requests: true,
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      authorization_response_iss_parameter_supported: true,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
    })
    expect(body.token_endpoint_auth_signing_alg_values_supported).not.toContain('RS256')
    const resource = await get(`${issuer}/.well-known/oauth-protected-resource/api/v1`)
    expect(resource.body).toMatchObject({
      resource: `${issuer}/api/v1`,
      authorization_servers: [issuer],
    })
    const api = await get(`${issuer}/api/v1/openapi.json`)
    expect(Object.keys(api.body.paths as object)).toEqual([
      '/accounts',
      '/accounts/{accountId}/balance',
      '/accounts/{accountId}/transactions',
    ])
    const scopes = Object.fromEntries(
      (body.scopes_supported as string[]).map((scope) => [scope, expect.stringMatching(/./)]),
    )
    const authorizationCode = {
      authorizationUrl: body.authorization_endpoint,
      tokenUrl: body.token_endpoint,
      refreshUrl: body.token_endpoint,
      scopes,
    }
    expect(api.body).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: `${issuer}/api/v1` }],
      components: { securitySchemes: { oauth: { type: 'oauth2', flows: { authorizationCode } } } },
    })
  })
})

describe('what providers build on', () => {
  const withoutAddress = (text: string) => text.replaceAll(issuer, 'https://issuer.example')
  it.each([
    '/.well-known/oauth-authorization-server',
    '/.well-known/oauth-protected-resource/api/v1',
    '/api/v1/openapi.json',
  ])('%s changes on purpose alone', async (path) => {
    const { body } = await get(issuer + path)
    expect(JSON.parse(withoutAddress(JSON.stringify(body)))).toMatchSnapshot()
  })

  it('a key set that says what its key is for', async () => {
    const { body } = await get(`${issuer}/jwks`)
    expect(body).toEqual({
      keys: [
        {
          ...{ kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256', kid: expect.any(String) },
          ...{ x: expect.any(String), y: expect.any(String) },
        },
      ],
    })
  })

  const headersOfAll = {
    'content-security-policy':
      "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  }
  const nothing = 'There is nothing at this address.'
  const json = 'application/json; charset=utf-8'
  const html = ['text/html; charset=utf-8', 'no-store'] as const
  const rows: [string, number, string | undefined, string | undefined, string?][] = [
    ['/jwks', 200, 'application/jwk-set+json; charset=utf-8', undefined],
    ['/jwksx', 404, json, undefined, nothing],
    ['/x/jwks', 404, json, undefined, nothing],
    ['/nowhere', 404, json, undefined, nothing],
    ['/terms/99', 404, json, undefined, 'There are no such terms.'],
    ['/terms', 200, ...html, 'API利用規定'],
    ['/terms/2', 200, ...html, 'API利用規定'],
    ['/consent-assets/style.css', 200, 'text/css; charset=utf-8', 'public, max-age=3600'],
    ['/favicon.ico', 204, undefined, undefined],
    ['/auth', 400, ...html, 'お手続きをはじめられません'],
    ['/auth/none', 400, ...html, 'お手続きをはじめられません'],
    ['/consent/none', 400, ...html, 'このお手続きは終わっています'],
    ['/consent/none/sign-in', 400, ...html, 'このお手続きは終わっています'],
    // Stands in a frame of our own pages.
    ['/consent/none/time', 200, ...html],
  ]
  it.each(rows)(
    '%s: %i, with the headers of all answers',
    async (path, status, type, cache, told) => {
      const answer = await get(issuer + path)
      const said = Object.fromEntries(answer.headers)
      const framed = path.endsWith('/time')
      const policy = headersOfAll['content-security-policy']
      expect(answer.status).toBe(status)
      expect(said).toMatchObject({
        ...headersOfAll,
        ...(framed && {
          'x-frame-options': 'SAMEORIGIN',
          'content-security-policy': policy.replace(/'none'$/, "'self'"),
        }),
      })
      expect([said['content-type'], said['cache-control']]).toEqual([type, cache])
      expect(said).not.toHaveProperty('strict-transport-security')
      const { errorCode, errorMessage, text = '' } = answer.body
      const title = /<h1>(.*?)<\/h1>/.exec(String(text))?.[1]
      expect(errorMessage ?? title).toBe(told)
      if (type === json) expect(errorCode).toBe('not_found')
    },
  )
})

describe('what is no request at all', () => {
  const form = 'application/x-www-form-urlencoded'
  it.each([
    ['no JSON', 400, 'application/json', '{', 400],
    ['another type', 415, 'application/xml', '<a/>', 404],
    ['too much', 413, form, `x=${'x'.repeat(65_536)}`, 413],
  ])('%s: %i, on a page of ours', async (_name, status, type, body, ofNobody) => {
    const sent = { method: 'POST', headers: { 'content-type': type }, body }
    const logged = vi.spyOn(world.engine.log, 'error')
    const answer = await fetch(`${issuer}/consent/none/sign-in`, sent)
    expect(logged.mock.calls).toEqual([])
    logged.mockRestore()
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, null])
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await answer.text()).toContain('<h1>お手続きをはじめられません</h1>')
    const elsewhere = await fetch(`${issuer}/api/v1/accounts`, sent)
    expect([elsewhere.status, await elsewhere.json()]).toEqual([
      ofNobody,
      ofNobody === 404
        ? { errorCode: 'not_found', errorMessage: 'There is nothing at this address.' }
        : { errorCode: 'invalid_request', errorMessage: 'The request is not valid.' },
    ])
  })

  it('HEAD is answered nowhere but at the protocol’s own addresses', async () => {
    for (const path of ['/terms', '/api/v1/openapi.json', '/favicon.ico'])
      expect((await fetch(issuer + path, { method: 'HEAD' })).status, path).toBe(404)
  })

  it('what nobody expected is told by its number alone, and logged whole under it', async () => {
    const { log, settings } = world.engine
    const logged = vi.spyOn(log, 'error')
    const secret = new Error('the secret of the house')
    const failing = vi.spyOn(settings, 'get').mockImplementationOnce(() => {
      throw secret
    })
    const { status, body, headers } = await get(`${issuer}/terms`)
    failing.mockRestore()
    expect([status, headers.get('retry-after')]).toEqual([500, null])
    expect(body).toEqual({
      errorCode: 'server_error',
      errorMessage: expect.stringMatching(/^Incident [\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    })
    const incident = String(body.errorMessage).slice('Incident '.length)
    expect(logged.mock.calls).toEqual([[{ err: secret, incident }, 'request failed']])
    logged.mockRestore()
  })
})

describe.each(signingAlgorithms)('a provider that signs everything with %s', (algorithm) => {
  it('is answered, and each call leaves its rows and its record', async () => {
    const provider = await world.addProvider({ algorithm, dpop: true })
    const key = await DpopKey.make(algorithm)
    const proof = async (path: string) => ({ DPoP: await key.proof('POST', `${issuer}${path}`) })
    let before = world.rows()
    const leaves = async (reply: Reply, endpoint: string, rows: Record<string, number>) => {
      await world.engine.access.flush()
      const [record] = world.engine.store.read(
        sql.selectFrom('accessRecords').selectAll().orderBy('id', 'desc').limit(1),
      )
      const grantId = endpoint === 'oauth.par' ? null : world.newestGrant().id
      expect(record).toEqual({
        ...{ id: expect.any(Number), at: expect.any(Number), providerId: provider.id, grantId },
        ...{ endpoint, accountId: null, status: reply.status, result: 'ok', rows: null },
        attended: null,
      })
      expect(reply.headers.get('cache-control')).toBe('no-store')
      expect(changed(before, world.rows())).toEqual(rows)
      before = world.rows()
    }
    const pushed = await push({}, provider.id - 1, await proof('/par'))
    expect([pushed.status, pushed.body.expires_in]).toEqual([201, 60])
    await leaves(pushed, 'oauth.par', { pushedRequests: 1, usedAssertions: 2 })
    const linked = await linkToCode(issuer, provider, world.customer, { dpop: key })
    before = world.rows()
    const tokens = await redeem(issuer, provider, linked, {}, key)
    expect(tokens.body).toMatchObject({ token_type: 'DPoP', scope: provider.scope })
    await leaves(tokens, 'oauth.token', {
      ...{ authorizationCodes: 1, accessTokens: 1, refreshTokens: 1, usedAssertions: 2 },
    })
    const value = String(tokens.body.refresh_token)
    const fresh = await refresh(issuer, provider, value, {}, key)
    expect(fresh.body).toMatchObject({ token_type: 'DPoP', refresh_token: value })
    await leaves(fresh, 'oauth.refresh', { accessTokens: 1, usedAssertions: 2 })
    const token = String(fresh.body.access_token)
    const introspected = await introspect(issuer, provider, token)
    const { subject, expiresAt } = grantForProtocol(world.engine, world.newestGrant().id) ?? {}
    const known = {
      ...{ active: true, client_id: provider.clientId, iss: issuer, sub: subject },
      ...{ scope: provider.scope, iat: expect.any(Number) },
    }
    expect(introspected.body).toEqual({
      ...{ ...known, token_type: 'DPoP', cnf: { jkt: key.thumbprint }, exp: expect.any(Number) },
    })
    const { iat, exp } = introspected.body as { iat: number; exp: number }
    expect([exp - iat, Math.abs(iat - Date.now() / 1000) < 120]).toEqual([600, true])
    await leaves(introspected, 'oauth.introspection', { usedAssertions: 1 })
    // A refresh token lives as long as the grant.
    expect((await introspect(issuer, provider, value)).body).toEqual({
      ...{ ...known, exp: Math.floor((expiresAt ?? 0) / 1000) },
    })
    before = world.rows()
    const foreign = await introspect(issuer, provider, 'x')
    await world.engine.access.flush()
    const [inactive] = world.engine.store.read(
      sql.selectFrom('accessRecords').selectAll().orderBy('id', 'desc').limit(1),
    )
    expect(foreign.body).toEqual({ active: false })
    expect(inactive).toMatchObject({ result: 'inactive', status: 200, grantId: null })
    const url = `${issuer}/api/v1/accounts`
    const dpop = await key.proof('GET', url, token)
    expect((await get(url, { authorization: `DPoP ${token}`, dpop })).status).toBe(200)
  })
})

describe('pushed requests that are refused (RFC 9126, FAPI 2.0 §5.3.2.2)', () => {
  const variants = [
    'https://provider-0.example/callback/',
    'https://provider-0.example/callback?x=1',
    'https://provider-0.example/Callback',
    'https://provider-0.example:443/callback/..',
    'http://provider-0.example/callback',
    'https://provider-0.example.evil.example/callback',
    'https://evil.example/callback',
    'https://user@provider-0.example/callback',
    'https://provider-0.example/callback#x',
    'javascript:alert(1)',
    '//provider-0.example/callback',
    '',
  ]
  it.each(variants)('redirect URI %j', async (uri) => {
    const before = world.rows()
    const reply = await push({ redirect_uri: uri })
    expect([reply.status, reply.body.error]).toEqual([400, 'invalid_request'])
    expect(changed(before, world.rows())).toEqual({ usedAssertions: 1, auditEntries: 1 })
  })

  const refused: [
    string,
    Record<string, string | undefined>,
    string,
    said?: string,
    kept?: string,
  ][] = [
    ['no redirect URI (T5)', { redirect_uri: undefined }, 'invalid_request'],
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    [
      'a scope that is not known',
      { scope: 'accounts payments' },
      'invalid_scope',
      unknownScope,
      'payments',
    ],
    ['no scope', { scope: undefined }, 'invalid_scope', unknownScope, ''],
    ['openid', { scope: 'openid accounts' }, 'invalid_scope'],
    ['response type token', { response_type: 'token' }, 'unsupported_response_type'],
    ['a request_uri inside', { request_uri: 'urn:x' }, 'request_uri_not_supported'],
    [
      'rich authorization (RFC 9396)',
      { authorization_details: '[]' },
      'invalid_authorization_details',
      'authorization_details is not supported',
    ],
    [
      'grant management',
      { grant_management_action: 'replace' },
      'invalid_request',
      'grant_management_action is not supported',
    ],
    ['a grant to be managed', { grant_id: '1' }, 'invalid_request', 'grant_id is not supported'],
    ['claims', { claims: '{}' }, 'invalid_request', 'claims is not supported'],
    [
      'another resource (RFC 8707)',
      { resource: 'https://stranger.example' },
      'invalid_target',
      'resource is {issuer}/api/v1, or left out',
    ],
    ['a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
  ]
  it.each(refused)('%s', async (_name, change, error, described, detail = described) => {
    const before = world.rows()
    const reply = await push(change)
    expect([reply.status, reply.body.error]).toEqual([400, error])
    const description = reply.body.error_description
    if (described !== undefined) expect(description).toBe(described.replace('{issuer}', issuer))
    expect(changed(before, world.rows())).toEqual({ usedAssertions: 1, auditEntries: 1 })
    expect(refusalKept()).toEqual([
      ...['oauth.par', 'refused', 'provider', p().id, p().name],
      ...['provider', p().clientId, p().name, error],
      { detail: detail?.replace('{issuer}', issuer) ?? description ?? '', grantId: null },
    ])
  })

  it('the data API named as the resource is not (RFC 8707)', async () => {
    expect((await push({ resource: `${issuer}/api/v1` })).status).toBe(201)
  })

  it.each([
    ['a second way to authenticate', { authorization: 'Basic eA==' }, {}],
    ['another provider’s client_id', {}, { client_id: 'provider-1' }],
    ['another kind of assertion', {}, { client_assertion_type: 'x' }],
    ['a page of another origin', { origin: 'https://app.example' }, {}],
    ['JSON', { 'content-type': 'application/json' }, {}],
  ])('%s, before its assertion is looked at', async (_name, headers, change) => {
    const before = world.rows()
    const reply = await push(change, 0, headers)
    expect([reply.status, reply.body.error]).toEqual([400, 'invalid_request'])
    expect(changed(before, world.rows())).toEqual({ auditEntries: 1 })
  })

  it('a parameter twice', async () => {
    const form = new URLSearchParams(await authenticated(p(), issuer))
    for (const state of ['s', 't']) form.append('state', state)
    const reply = await fetch(`${issuer}/par`, { method: 'POST', body: form })
    expect([reply.status, (await reply.json()).error]).toEqual([400, 'invalid_request'])
  })
})

describe('DPoP proofs that are refused (RFC 9449 §4.3)', () => {
  const now = () => Math.floor(Date.now() / 1000)
  const make = async (change: Record<string, unknown>, header: Record<string, unknown> = {}) =>
    (await DpopKey.make()).proof('POST', `${issuer}/par`, undefined, change, header)
  const rows: [string, () => Promise<string>][] = [
    ['no JWT', async () => 'x'],
    ['for another address', () => make({ htu: `${issuer}/token` })],
    ['for another method', () => make({ htm: 'GET' })],
    ['old', () => make({ iat: now() - 400 })],
    ['from the far future', () => make({ iat: now() + 400 })],
    ['from more than a minute ahead (FAPI 2.0 §5.3.2.1)', () => make({ iat: now() + 65 })],
    ['without iat', () => make({ iat: undefined })],
    ['without jti', () => make({ jti: undefined })],
    ['of another kind of JWT', () => make({}, { typ: 'jwt' })],
    ['signed by another key', async () => make({}, { jwk: (await DpopKey.make()).jwk })],
  ]
  it.each(rows)('%s', async (_name, dpop) => {
    const before = world.rows()
    const reply = await push({}, 0, { dpop: await dpop() })
    expect([reply.status, reply.body.error]).toEqual([400, 'invalid_dpop_proof'])
    expect(changed(before, world.rows())).toEqual({ usedAssertions: 1, auditEntries: 1 })
  })

  it('used, also when both arrive at once', async () => {
    const before = world.rows()
    const dpop = await make({})
    const replies = await Promise.all([1, 2, 3].map(() => push({}, 0, { dpop })))
    const again = await push({}, 0, { dpop })
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const { body } of replies)
      if (!body.request_uri) expect(body.error).toBe('invalid_dpop_proof')
    expect([again.status, again.body.error]).toEqual([400, 'invalid_dpop_proof'])
    // Four assertions and the one proof.
    expect(changed(before, world.rows())).toEqual({
      ...{ pushedRequests: 1, usedAssertions: 5, auditEntries: 3 },
    })
  })

  it('used at the token endpoint; another client’s proof of the same name is another one', async () => {
    const tokens = await redeem(issuer, p(), await linkToCode(issuer, p(), world.person(0)))
    const jti = randomUUID()
    const dpop = await (await DpopKey.make()).proof('POST', `${issuer}/token`, undefined, { jti })
    const refreshed = async () =>
      post(
        `${issuer}/token`,
        {
          ...(await authenticated(p(), issuer)),
          grant_type: 'refresh_token',
          refresh_token: String(tokens.body.refresh_token),
        },
        { dpop },
      )
    const before = world.rows()
    expect((await refreshed()).status).toBe(200)
    const again = await refreshed()
    expect([again.status, again.body.error]).toEqual([400, 'invalid_dpop_proof'])
    expect(changed(before, world.rows())).toEqual({
      ...{ accessTokens: 1, usedAssertions: 3, auditEntries: 1 },
    })
    expect((await push({}, 1, { dpop: await make({ jti }) })).status).toBe(201)
  })

  it('only where proofs are taken: elsewhere the header says nothing', async () => {
    const asked = { ...(await authenticated(p(), issuer)), token: 'x' }
    const reply = await post(`${issuer}/token/introspection`, asked, { dpop: 'x' })
    expect([reply.status, reply.body.active]).toEqual([200, false])
  })

  it('used before a restart', async () => {
    const own = await World.open()
    const dpop = await (await DpopKey.make()).proof('POST', `${front}/par`)
    const first = await pushBehindFront(own, await behindFront(own), { dpop })
    expect(first.status).toBe(201)
    await own.restart()
    const again = await pushBehindFront(own, await behindFront(own), { dpop })
    expect([again.status, again.body.error]).toEqual([400, 'invalid_dpop_proof'])
    await own.close()
  })
})

describe('the authorization endpoint', () => {
  it('refuses requests that were not pushed, and sends the browser nowhere', async () => {
    const answer = await authorize({
      client_id: p().clientId,
      response_type: 'code',
      redirect_uri: p().redirectUris[0] ?? '',
      scope: 'accounts',
      code_challenge: pkce().challenge,
      code_challenge_method: 'S256',
      state: 's',
    })
    // RFC 9126 §5 leaves the form; nothing is issued, and no open redirector is made of an unknown URI.
    expect(answer.text + (answer.location ?? '')).not.toContain('code=')
    const elsewhere = await authorize({
      client_id: p().clientId,
      response_type: 'code',
      redirect_uri: 'https://evil.example/',
      scope: 'accounts',
    })
    expect(elsewhere.location).toBeNull()
    expect(elsewhere.status).toBe(400)
  })

  const uriOf = async (change = {}, index = 0) => ({
    client_id: p(index).clientId,
    request_uri: String((await push(change, index)).body.request_uri),
  })
  const unknownUri = 'urn:ietf:params:oauth:request_uri:unknown'
  const expired = 'はじめるまでに時間がたちました'
  const later = async <T>(ms: number, make: () => Promise<T>): Promise<T> => {
    const late = Date.now() + ms
    const now = vi.spyOn(Date, 'now').mockImplementation(() => late)
    try {
      return await make()
    } finally {
      now.mockRestore()
    }
  }
  /** What it is, how it is asked for, the page that says so, and whether it leads back to the provider. */
  const pages: [string, () => Promise<Answer>, string, 'leads back'?][] = [
    [
      'another provider’s request_uri',
      async () => authorize({ ...(await uriOf()), client_id: p(1).clientId }),
      'お手続きをはじめられません',
    ],
    [
      'an unknown request_uri',
      () => authorize({ client_id: p().clientId, request_uri: unknownUri }),
      expired,
    ],
    [
      'a request_uri that has run out',
      async () => {
        const asked = await uriOf()
        return later(61_000, () => authorize(asked))
      },
      expired,
      'leads back',
    ],
    [
      'an unknown client',
      async () => authorize({ ...(await uriOf()), client_id: 'nobody' }),
      'お手続きの依頼元を確認できません',
    ],
    [
      'no client',
      async () => authorize({ request_uri: (await uriOf()).request_uri }),
      'お手続きをはじめられません',
    ],
    [
      'a client that is suspended',
      async () => {
        const asked = await uriOf({}, 1)
        await world.suspend(1)
        try {
          return await authorize(asked)
        } finally {
          await world.resume(1)
        }
      },
      'この「API業者」との連携を停止しています',
    ],
  ]
  it.each(pages)(
    'refuses %s in the browser, in the customer’s language',
    async (_name, make, title, back) => {
      const { status, location, text, headers } = await make()
      expect([location, status, headers.get('content-type')]).toEqual([
        ...[null, 400, 'text/html; charset=utf-8'],
      ])
      expect(/<h1>(.*?)<\/h1>/.exec(text)?.[1]).toBe(title)
      expect(text).toContain('<html lang="ja">')
      expect(text).not.toMatch(/>[^<]*(invalid_|oidc|stack)/)
      const way = `https://provider-0.example/callback?error=invalid_request_uri&amp;state=s&amp;iss=${encodeURIComponent(issuer)}`
      expect(/href="(https:[^"]*)"/.exec(text)?.[1]).toBe(back && way)
    },
  )

  it('holds a walk by cookies that no script reads, no other site sends and nobody can make', async () => {
    const asked = await uriOf({})
    const answer = await fetch(`${issuer}/auth?${new URLSearchParams(asked)}`, {
      redirect: 'manual',
    })
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(/;\s*/))
    const names = cookies.map(([pair = '']) => pair.split('=')[0] ?? '')
    expect(names.length).toBeGreaterThan(0)
    for (const [i, name] of names.entries()) {
      const terms = cookies[i]?.map((term) => term.toLowerCase())
      expect(terms).toEqual(expect.arrayContaining(['httponly', 'samesite=lax']))
      if (!name.endsWith('.sig')) expect(names).toContain(`${name}.sig`)
    }
  })

  it('speaks the language that the provider asks for, until the customer chooses another', async () => {
    const asked = await uriOf({ ui_locales: 'fr en-GB ja' })
    const customer = new FormCustomer()
    const lang = () => /<html lang="(\w+)">/.exec(customer.last.text)?.[1]
    await customer.follow(`${issuer}/auth?${new URLSearchParams(asked)}`)
    expect(lang()).toBe('en')
    expect(customer.last.headers.get('set-cookie')).toBe(
      'rk_words=personal-en; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax',
    )
    const { url } = customer
    await customer.follow(`${url}?lang=xx`)
    expect(lang()).toBe('en')
    await customer.follow(`${url}?lang=ja`)
    expect(lang()).toBe('ja')
    await customer.follow(url)
    expect(lang()).toBe('ja')
    // Who comes late is told so in the words of the page before, and led back.
    const late = await later(11 * 60_000, () => customer.request(url))
    expect([late.status, customer.title, lang()]).toEqual([400, 'お手続きの時間が過ぎました', 'ja'])
    const way = `https://provider-0.example/callback?error=access_denied&amp;state=s&amp;iss=${encodeURIComponent(issuer)}`
    expect(late.text).toContain(`href="${way}"`)
  })

  it('takes a request_uri once: a reload of the first page is harmless, a second permission is not to be had', async () => {
    const par = await push()
    const url = `${issuer}/auth?client_id=${p().clientId}&request_uri=${encodeURIComponent(String(par.body.request_uri))}`
    expect((await new FormCustomer().follow(url)).status).toBe(200)
    const callback = await new FormCustomer().permitAll(url, world.customer)
    expect(callback.searchParams.get('code')).not.toBeNull()
    const late = new FormCustomer()
    const again = await late.follow(url)
    expect([again.status, again.location, late.title]).toEqual([
      ...[400, null, 'このお手続きは終わっています'],
    ])
    expect(again.text).not.toContain('https://provider-0')
  })

  it('returns state and iss beside the code, by 303 (RFC 9207, FAPI 2.0)', async () => {
    const { callback } = await linkToCode(issuer, p(), world.customer)
    expect([callback.searchParams.get('state'), callback.searchParams.get('iss')]).toEqual([
      's',
      issuer,
    ])
    expect([...callback.searchParams.keys()].sort()).toEqual(['code', 'iss', 'state'])
  })
})

describe('response_mode', () => {
  it.each([
    ['query', 201],
    ['form_post', 400],
    ['fragment', 400],
    ['query.jwt', 400],
  ])('%s: %i, as the metadata says', async (mode, status) => {
    const before = world.rows()
    const reply = await push({ response_mode: mode })
    expect(reply.status).toBe(status)
    if (status === 400) {
      expect(reply.body.error).toMatch(/^(invalid_request|unsupported_response_mode)$/)
      expect(changed(before, world.rows()).pushedRequests).toBeUndefined()
    }
    const { body } = await get(`${issuer}/.well-known/oauth-authorization-server`)
    expect(body.response_modes_supported).toEqual(['query'])
  })
})

describe('introspection and revocation (RFC 7662, RFC 7009)', () => {
  it('teaches another provider nothing and changes nothing for it (T5)', async () => {
    const first = (await redeem(issuer, p(), await linkToCode(issuer, p(), world.customer))).body
    for (const token of [first.access_token, first.refresh_token].map(String)) {
      expect((await introspect(issuer, p(1), token)).body).toEqual({ active: false })
      expect((await giveBack(issuer, p(1), token)).status).toBe(200)
      expect((await introspect(issuer, p(), token)).body).toMatchObject({
        active: true,
        client_id: p().clientId,
        iss: issuer,
      })
    }
  })

  it('an access token given back ends alone; the refresh token given back ends the grant, with who did it', async () => {
    const first = (await redeem(issuer, p(), await linkToCode(issuer, p(), world.customer))).body
    expect((await giveBack(issuer, p(), first.access_token)).status).toBe(200)
    expect((await read(issuer, p(), first.access_token)).status).toBe(401)
    const second = (await refresh(issuer, p(), String(first.refresh_token))).body
    expect((await giveBack(issuer, p(), first.refresh_token)).status).toBe(200)
    expect((await read(issuer, p(), second.access_token)).status).toBe(401)
    expect(world.newestGrant()).toMatchObject({
      status: 'revoked',
      requester: 'provider',
      requestChannel: 'provider-api',
      reason: 'customer-request-via-provider',
      endedBy: `provider:${p().clientId}`,
    })
    expect((await giveBack(issuer, p(), first.refresh_token)).status).toBe(200)
  })
})

describe('behind a TLS front (T10)', () => {
  it('speaks https everywhere, discovery included, and believes X-Forwarded-* from the front alone', async () => {
    const own = await World.open()
    const local = await behindFront(own)
    const { body } = await get(`${local}/.well-known/oauth-authorization-server`, forwarded)
    for (const [name, value] of Object.entries(body))
      if (name.endsWith('_endpoint') || name.endsWith('_uri') || name === 'issuer')
        expect(value, name).toMatch(/^https:\/\/api\.union\.example/)
    const par = await pushBehindFront(own, local)
    expect(par.status).toBe(201)
    const page = await fetch(
      `${local}/auth?client_id=${own.provider().clientId}&request_uri=${encodeURIComponent(String(par.body.request_uri))}`,
      { redirect: 'manual', headers: forwarded },
    )
    expect(page.status).toBe(303)
    for (const cookie of page.headers.getSetCookie()) expect(cookie).toMatch(/secure/i)
    expect(page.headers.get('strict-transport-security')).toContain('max-age')
    await own.close()
  })
})
