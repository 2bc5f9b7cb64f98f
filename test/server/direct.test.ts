import { createServer, request, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { TokenStore, TokenValues } from '#engine'
import { directWay } from '../../src/main/server/authorization/direct/index.ts'
import {
  assertion,
  authenticated,
  type Linked,
  linkToCode,
  pkce,
  redeem,
  refresh,
} from '../support/protocol.ts'
import { difference, World } from '../support/world.ts'

/** A space that no client of ours sends makes a request unusual enough for oidc-provider. */
const general = 'application/x-www-form-urlencoded; charset=utf-8'
const plain = 'application/x-www-form-urlencoded'
const declined = 599

let world: World
let issuer: string
let front: Server
let frontUrl: string
/** What the direct way put back, as whoever reads the request next would find it. */
let putBack = ''
beforeAll(async () => {
  world = await World.open({
    customers: 12,
    providers: [{ algorithm: 'PS256' }, { algorithm: 'ES256' }, { dpop: true }],
  })
  issuer = await world.listen()
  const { engine } = world
  const tokens = new TokenStore(engine, new TokenValues(engine.keys))
  const handle = directWay({ engine, tokens, issuer }, async (incoming, response) => {
    putBack = ''
    for await (const chunk of incoming) putBack += chunk
    response.writeHead(declined).end()
  })
  front = createServer(handle)
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  const address = front.address()
  frontUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
})
afterAll(async () => {
  front.close()
  front.closeAllConnections()
  await world.close()
})

interface Seen {
  status: number
  headers: Record<string, unknown>
  body: Record<string, unknown>
}
function send(
  url: string,
  form: Record<string, string | undefined> | string,
  headers: Record<string, string> = {},
  pieces = 1,
): Promise<Seen> {
  const text =
    typeof form === 'string'
      ? form
      : new URLSearchParams(
          Object.entries(form).filter((pair): pair is [string, string] => pair[1] !== undefined),
        ).toString()
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        headers: { 'content-type': plain, 'content-length': Buffer.byteLength(text), ...headers },
      },
      async (response) => {
        let body = ''
        for await (const chunk of response) body += chunk
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: body.startsWith('{') ? JSON.parse(body) : {},
        })
      },
    )
    sent.on('error', reject)
    void (async () => {
      const size = Math.ceil(text.length / pieces)
      for (let at = 0; at < text.length; at += size) {
        sent.write(text.slice(at, at + size))
        if (pieces > 1) await pause(15)
      }
      sent.end()
    })()
  })
}

const p = (index = 0) => world.provider(index)
const pushForm = async (index = 0, change: Record<string, string | undefined> = {}) => ({
  ...(await authenticated(p(index), issuer)),
  response_type: 'code',
  redirect_uri: p(index).redirectUris[0],
  scope: 'accounts balances',
  state: 'xyz',
  code_challenge: pkce().challenge,
  code_challenge_method: 'S256',
  ...change,
})
const codeForm = async (index: number, linked: Linked) => ({
  ...(await authenticated(p(index), issuer)),
  grant_type: 'authorization_code',
  code: linked.code,
  redirect_uri: linked.redirectUri,
  code_verifier: linked.verifier,
})
const refreshForm = async (index: number, token: string) => ({
  ...(await authenticated(p(index), issuer)),
  grant_type: 'refresh_token',
  refresh_token: token,
})
const introspectForm = async (index: number, token: string) => ({
  ...(await authenticated(p(index), issuer)),
  token,
})

const changing = new Set(['date', 'content-length', 'content-security-policy', 'keep-alive'])
const own = /^(x-|referrer-policy|permissions-policy)/
/** What must be equal both ways: everything but what is random, and the listener's own headers. */
function comparable({ status, headers, body }: Seen) {
  return {
    status,
    headers: Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => !changing.has(name) && !own.test(name))
        .sort(([a], [b]) => a.localeCompare(b)),
    ),
    body: Object.entries(body).map(([name, value]) =>
      typeof value === 'string' && value.length > 40
        ? [name, value.length]
        : [name, typeof value === 'number' && value > 1_000_000 ? Math.round(value / 100) : value],
    ),
  }
}
const lastAccess = async () => {
  await world.engine.access.flush()
  const [row] = world.engine.store.read(
    sql.selectFrom('accessRecords').selectAll().orderBy('id', 'desc').limit(1),
  )
  return row && { endpoint: row.endpoint, status: row.status, result: row.result }
}

describe('both ways give the same answer and leave the same rows', () => {
  const cases: [
    string,
    string,
    (index: number, customer: number) => Promise<Record<string, string | undefined>>,
  ][] = [
    ['a pushed request', '/par', (index) => pushForm(index)],
    ['a pushed request without state', '/par', (index) => pushForm(index, { state: undefined })],
    [
      'a code',
      '/token',
      async (index, customer) =>
        codeForm(index, await linkToCode(issuer, p(index), world.person(customer))),
    ],
    [
      'a refresh',
      '/token',
      async (index, customer) => {
        const linked = await linkToCode(issuer, p(index), world.person(customer))
        const { body } = await redeem(issuer, p(index), linked)
        return refreshForm(index, String(body.refresh_token))
      },
    ],
    [
      'an introspection',
      '/token/introspection',
      async (index, customer) => {
        const linked = await linkToCode(issuer, p(index), world.person(customer))
        const { body } = await redeem(issuer, p(index), linked)
        return introspectForm(index, String(body.access_token))
      },
    ],
  ]
  for (const index of [0, 1])
    it.each(cases)(`%s, key ${index}`, async (_name, path, make) => {
      const outcomes = []
      for (const [url, type, customer] of [
        [issuer, general, 0],
        [frontUrl, plain, 1],
      ] as const) {
        const form = await make(index, customer)
        const before = world.counts()
        const seen = await send(`${url}${path}`, form, { 'content-type': type })
        const comparison = comparable(seen)
        const subject = comparison.body.find(([name]) => name === 'sub')
        if (subject) subject[1] = '(one each)'
        outcomes.push({
          ...comparison,
          rows: difference(before, world.counts()),
          access: await lastAccess(),
        })
      }
      expect(outcomes[0]?.status).toBeLessThan(300)
      expect(outcomes[1]).toEqual(outcomes[0])
    })

  it('what the direct way keeps of a pushed request is what oidc-provider reads: the link goes on', async () => {
    const { verifier, challenge } = pkce()
    const pushed = await send(`${frontUrl}/par`, await pushForm(0, { code_challenge: challenge }))
    const { FormCustomer } = await import('../support/form-customer.ts')
    const callback = await new FormCustomer().permitAll(
      `${issuer}/auth?client_id=${p().clientId}&request_uri=${encodeURIComponent(String(pushed.body.request_uri))}`,
      world.person(2),
    )
    expect(callback.searchParams.get('state')).toBe('xyz')
    const code = callback.searchParams.get('code') ?? ''
    const redirectUri = p().redirectUris[0] ?? ''
    const form = await codeForm(0, { code, verifier, redirectUri, callback })
    const tokens = await send(`${frontUrl}/token`, form)
    expect(tokens.body.scope).toBe('accounts balances')
    expect((await refresh(issuer, p(), String(tokens.body.refresh_token))).status).toBe(200)
  })

  it('a body in many pieces is one request, taken or put back', async () => {
    expect((await send(`${frontUrl}/par`, await pushForm(), {}, 7)).status).toBe(201)
    const wrong = new URLSearchParams((await pushForm(0, { scope: 'no-such' })) as never).toString()
    expect((await send(`${frontUrl}/par`, wrong, {}, 7)).status).toBe(declined)
    expect(putBack).toBe(wrong)
  })

  it('twenty redemptions of one code at once, on both ways mixed: one token set', async () => {
    const linked = await linkToCode(issuer, p(), world.person(0))
    const forms = await Promise.all(Array.from({ length: 20 }, () => codeForm(0, linked)))
    const replies = await Promise.all(
      forms.map((form, i) =>
        send(`${issuer}/token`, form, i % 2 ? { 'content-type': general } : {}),
      ),
    )
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status, body } of replies)
      if (status !== 200) expect([status, body.error]).toEqual([400, 'invalid_grant'])
  })

  it('one assertion at both ways at once is used once', async () => {
    const form = await pushForm()
    const replies = await Promise.all([
      send(`${issuer}/par`, form),
      send(`${issuer}/par`, form, { 'content-type': general }),
    ])
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 401])
  })
})

describe('anything but the plain case goes on as it came, with nothing done', () => {
  const base = () => pushForm()
  const header = (name: string, value: string) => async () => ({
    form: await base(),
    headers: { [name]: value },
  })
  const claims =
    (change: Record<string, unknown>, head: Record<string, unknown> = {}) =>
    async () => ({
      form: { ...(await base()), client_assertion: await assertion(p(), issuer, change, head) },
      headers: {},
    })
  const field = (change: Record<string, string | undefined>) => async () => ({
    form: await pushForm(0, change),
    headers: {},
  })
  const now = () => Math.floor(Date.now() / 1000)
  const rows: [
    string,
    () => Promise<{ form: Record<string, string | undefined>; headers: Record<string, string> }>,
  ][] = [
    ['a DPoP proof', header('dpop', 'x')],
    ['an Authorization header', header('authorization', 'Basic eA==')],
    ['a browser’s Origin', header('origin', 'https://app.example')],
    ['an encoded body', header('content-encoding', 'gzip')],
    ['JSON', header('content-type', 'application/json')],
    ['a parameter of its own', field({ prompt: 'none' })],
    ['a request object', field({ request: 'eyJhbGciOiJub25lIn0.e30.' })],
    ['another response type', field({ response_type: 'token' })],
    ['plain PKCE', field({ code_challenge_method: 'plain' })],
    ['no challenge', field({ code_challenge: undefined })],
    ['a foreign redirect URI', field({ redirect_uri: 'https://evil.example/' })],
    ['an unknown scope', field({ scope: 'accounts payments' })],
    ['a scope twice', field({ scope: 'accounts accounts' })],
    ['a state with a line break', field({ state: 'a\nb' })],
    ['no assertion', field({ client_assertion: undefined })],
    ['another client_id', field({ client_id: 'provider-1' })],
    ['another assertion type', field({ client_assertion_type: 'x' })],
    ['half an assertion', field({ client_assertion: 'a.b' })],
    ['an expired assertion', claims({ exp: now() - 1 })],
    ['an assertion from tomorrow', claims({ iat: now() + 30 })],
    ['an audience of several', claims({ aud: [issuer] })],
    ['the token URL as audience', async () => claims({ aud: `${issuer}/token` })()],
    ['another issuer of the assertion', claims({ iss: 'provider-1' })],
    ['no jti', claims({ jti: undefined })],
    ['an unknown kid', claims({}, { kid: 'other' })],
    ['a key in the header', claims({}, { jku: 'https://evil.example/jwks' })],
    [
      'a foreign key',
      async () => {
        const { privateKey } = await generateKeyPair('PS256', { extractable: true })
        return {
          form: {
            ...(await base()),
            client_assertion: await assertion(p(), issuer, {}, {}, await exportJWK(privateKey)),
          },
          headers: {},
        }
      },
    ],
    ['a provider that needs DPoP', async () => ({ form: await pushForm(2), headers: {} })],
  ]
  it.each(rows)('%s', async (_name, make) => {
    const { form, headers } = await make()
    const before = world.counts()
    expect((await send(`${frontUrl}/par`, form, headers)).status).toBe(declined)
    expect(putBack).toContain('response_type=')
    expect(difference(before, world.counts())).toEqual({})
  })

  it('a parameter twice', async () => {
    const text = `${new URLSearchParams((await base()) as never)}&state=again`
    expect((await send(`${frontUrl}/par`, text)).status).toBe(declined)
    expect(putBack).toBe(text)
  })

  it('a used assertion, a suspended provider', async () => {
    const form = await base()
    expect((await send(`${frontUrl}/par`, form)).status).toBe(201)
    expect((await send(`${frontUrl}/par`, form)).status).toBe(declined)
    await world.suspend(0)
    expect((await send(`${frontUrl}/par`, await base())).status).toBe(declined)
    await world.resume(0)
    expect((await send(`${frontUrl}/par`, await base())).status).toBe(201)
  })

  it('tokens and codes of others, dead ones, narrower ones', async () => {
    const linked = await linkToCode(issuer, p(), world.person(1))
    const token = async (form: Promise<object>) =>
      (await send(`${frontUrl}/token`, (await form) as never)).status
    expect(await token(codeForm(1, linked))).toBe(declined)
    expect(await token(codeForm(0, { ...linked, verifier: 'x'.repeat(43) }))).toBe(declined)
    expect(await token(codeForm(0, { ...linked, redirectUri: 'https://evil.example/' }))).toBe(
      declined,
    )
    const { body } = await redeem(issuer, p(), linked)
    expect(await token(codeForm(0, linked))).toBe(declined)
    const value = String(body.refresh_token)
    const introspected = async (index: number, of: string) =>
      (await send(`${frontUrl}/token/introspection`, await introspectForm(index, of))).status
    expect(await token(refreshForm(1, value))).toBe(declined)
    expect(await token(refreshForm(0, `${value}A`))).toBe(declined)
    expect(
      await token(refreshForm(0, value).then((form) => ({ ...form, scope: 'accounts' }))),
    ).toBe(declined)
    expect(await introspected(1, String(body.access_token))).toBe(declined)
    expect(await introspected(0, value)).toBe(declined)
    world.clock.offset = 91 * 86_400_000
    expect(await token(refreshForm(0, value))).toBe(declined)
    expect(await introspected(0, String(body.access_token))).toBe(declined)
    world.clock.offset = 0
    expect(await token(refreshForm(0, value))).toBe(200)
  })
})
