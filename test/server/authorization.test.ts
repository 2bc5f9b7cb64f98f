import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FormCustomer } from '../support/form-customer.ts'
import {
  authenticated,
  get,
  linkToCode,
  pkce,
  post,
  type Reply,
  redeem,
  refresh,
} from '../support/protocol.ts'
import { difference, World } from '../support/world.ts'

let world: World
let issuer: string
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}] })
  issuer = await world.listen()
})
afterAll(() => world.close())
const p = (index = 0) => world.provider(index)
const push = async (change: Record<string, string | undefined> = {}, index = 0): Promise<Reply> =>
  post(`${issuer}/par`, {
    ...(await authenticated(p(index), issuer)),
    response_type: 'code',
    redirect_uri: p(index).redirectUris[0],
    scope: 'accounts balances',
    state: 's',
    code_challenge: pkce().challenge,
    code_challenge_method: 'S256',
    ...change,
  })
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
    const resource = await get(`${issuer}/.well-known/oauth-protected-resource`)
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
    const before = world.counts()
    const reply = await push({ redirect_uri: uri })
    expect([reply.status, reply.body.error]).toEqual([400, 'invalid_request'])
    expect(difference(before, world.counts())).toEqual({ usedAssertions: 1, auditEntries: 1 })
  })

  it.each([
    ['no redirect URI (trap 5)', { redirect_uri: undefined }, 'invalid_request'],
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a scope that is not known', { scope: 'accounts payments' }, 'invalid_scope'],
    ['no scope', { scope: undefined }, 'invalid_scope'],
    ['openid', { scope: 'openid accounts' }, 'invalid_scope'],
    ['response type token', { response_type: 'token' }, 'unsupported_response_type'],
    ['a request_uri inside', { request_uri: 'urn:x' }, 'request_uri_not_supported'],
  ])('%s', async (_name, change, error) => {
    const before = world.counts()
    const reply = await push(change)
    expect([reply.status, reply.body.error]).toEqual([400, error])
    expect(difference(before, world.counts())).toEqual({ usedAssertions: 1, auditEntries: 1 })
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

  it.each([
    [
      'another provider’s request_uri',
      async () => ({
        client_id: p(1).clientId,
        request_uri: String((await push()).body.request_uri),
      }),
    ],
    [
      'an unknown request_uri',
      async () => ({
        client_id: p().clientId,
        request_uri: 'urn:ietf:params:oauth:request_uri:unknown',
      }),
    ],
    [
      'an unknown client',
      async () => ({ client_id: 'nobody', request_uri: String((await push()).body.request_uri) }),
    ],
  ])('refuses %s in the browser, in the customer’s language', async (_name, make) => {
    const answer = await authorize(await make())
    expect(answer.location).toBeNull()
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('<html lang="ja">')
    expect(answer.text).not.toMatch(/invalid_|oidc|stack/)
  })

  it('takes a request_uri once: a reload of the first page is harmless, a second permission is not to be had', async () => {
    const par = await push()
    const url = `${issuer}/auth?client_id=${p().clientId}&request_uri=${encodeURIComponent(String(par.body.request_uri))}`
    expect((await new FormCustomer().follow(url)).status).toBe(200)
    const callback = await new FormCustomer().permitAll(url, world.customer)
    expect(callback.searchParams.get('code')).not.toBeNull()
    const again = await new FormCustomer().follow(url)
    expect([again.status, again.location]).toEqual([400, null])
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

describe('introspection and revocation (RFC 7662, RFC 7009)', () => {
  it('teaches another provider nothing and changes nothing for it (trap 5)', async () => {
    const first = (await redeem(issuer, p(), await linkToCode(issuer, p(), world.customer))).body
    for (const token of [first.access_token, first.refresh_token].map(String)) {
      expect(
        (
          await post(`${issuer}/token/introspection`, {
            ...(await authenticated(p(1), issuer)),
            token,
          })
        ).body,
      ).toEqual({ active: false })
      expect(
        (
          await post(`${issuer}/token/revocation`, {
            ...(await authenticated(p(1), issuer)),
            token,
          })
        ).status,
      ).toBe(200)
      expect(
        (
          await post(`${issuer}/token/introspection`, {
            ...(await authenticated(p(), issuer)),
            token,
          })
        ).body,
      ).toMatchObject({ active: true, client_id: p().clientId, iss: issuer })
    }
  })

  it('an access token given back ends alone; the refresh token given back ends the grant, with who did it', async () => {
    const first = (await redeem(issuer, p(), await linkToCode(issuer, p(), world.customer))).body
    const bearer = { authorization: `Bearer ${first.access_token}` }
    expect(
      (
        await post(`${issuer}/token/revocation`, {
          ...(await authenticated(p(), issuer)),
          token: String(first.access_token),
        })
      ).status,
    ).toBe(200)
    expect((await get(`${issuer}/api/v1/accounts`, bearer)).status).toBe(401)
    const second = (await refresh(issuer, p(), String(first.refresh_token))).body
    expect(
      (
        await post(`${issuer}/token/revocation`, {
          ...(await authenticated(p(), issuer)),
          token: String(first.refresh_token),
        })
      ).status,
    ).toBe(200)
    expect(
      (await get(`${issuer}/api/v1/accounts`, { authorization: `Bearer ${second.access_token}` }))
        .status,
    ).toBe(401)
    const [grant] = world.engine.store.read({
      compile: () => ({ sql: 'SELECT * FROM grants ORDER BY id DESC LIMIT 1', parameters: [] }),
    } as never) as Record<string, unknown>[]
    expect(grant).toMatchObject({
      status: 'revoked',
      requester: 'provider',
      requestChannel: 'provider-api',
      reason: 'customer-request-via-provider',
      endedBy: `provider:${p().clientId}`,
    })
    expect(
      (
        await post(`${issuer}/token/revocation`, {
          ...(await authenticated(p(), issuer)),
          token: String(first.refresh_token),
        })
      ).status,
    ).toBe(200)
  })
})

describe('behind a TLS front (trap 10)', () => {
  it('speaks https everywhere, discovery included, and believes X-Forwarded-* from the front alone', async () => {
    const own = await World.open()
    await own.listen('https://api.union.example', '127.0.0.1')
    const port = own.door?.port
    const local = `http://127.0.0.1:${port}`
    const forwarded = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'api.union.example',
      'x-forwarded-for': '203.0.113.7',
    }
    const { body } = await get(`${local}/.well-known/oauth-authorization-server`, forwarded)
    for (const [name, value] of Object.entries(body))
      if (name.endsWith('_endpoint') || name.endsWith('_uri') || name === 'issuer')
        expect(value, name).toMatch(/^https:\/\/api\.union\.example/)
    const par = await post(
      `${local}/par`,
      {
        ...(await authenticated(own.provider(), 'https://api.union.example')),
        response_type: 'code',
        redirect_uri: own.provider().redirectUris[0],
        scope: 'accounts',
        code_challenge: pkce().challenge,
        code_challenge_method: 'S256',
      },
      forwarded,
    )
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
