import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { proofOf, whyOf } from '#engine'
import { AppError } from '#shared/errors'
import { dayMs } from '#shared/japanese-date'
import {
  assertion,
  authenticated,
  DpopKey,
  get,
  giveBack,
  introspect,
  type Linked,
  linkToCode,
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

const link = (provider = 0, customer = 0) =>
  linkToCode(issuer, world.provider(provider), world.person(customer))
const p = (index = 0) => world.provider(index)

/** What a refused token request must leave: its used assertion, its audit row, and nothing else. */
const onlyRefusal = { usedAssertions: 1, auditEntries: 1 }

describe('code redemption that is refused', () => {
  const rows: [
    string,
    (linked: Linked) => Promise<Reply>,
    number,
    string,
    Record<string, number>,
  ][] = [
    [
      'a wrong verifier',
      (l) => redeem(issuer, p(), l, { code_verifier: 'x'.repeat(43) }),
      400,
      'invalid_grant',
      onlyRefusal,
    ],
    [
      'no verifier',
      (l) => redeem(issuer, p(), l, { code_verifier: undefined }),
      400,
      'invalid_grant',
      onlyRefusal,
    ],
    [
      'another redirect URI',
      (l) => redeem(issuer, p(), l, { redirect_uri: 'https://provider-0.example/other' }),
      400,
      'invalid_grant',
      onlyRefusal,
    ],
    [
      'no redirect URI',
      (l) => redeem(issuer, p(), l, { redirect_uri: undefined }),
      400,
      'invalid_request',
      onlyRefusal,
    ],
    ['another provider’s code', (l) => redeem(issuer, p(1), l), 400, 'invalid_grant', onlyRefusal],
    [
      'a code that never was',
      (l) => redeem(issuer, p(), { ...l, code: 'A'.repeat(51) }),
      400,
      'invalid_grant',
      onlyRefusal,
    ],
    [
      'a code with one character changed',
      (l) =>
        redeem(issuer, p(), {
          ...l,
          code: `${l.code.slice(0, -2)}${l.code.endsWith('AA') ? 'BB' : 'AA'}`,
        }),
      400,
      'invalid_grant',
      onlyRefusal,
    ],
    [
      'an unknown grant type',
      (l) => redeem(issuer, p(), l, { grant_type: 'password' }),
      400,
      'unsupported_grant_type',
      onlyRefusal,
    ],
    [
      'no client authentication',
      (l) =>
        post(`${issuer}/token`, {
          client_id: p().clientId,
          grant_type: 'authorization_code',
          code: l.code,
          redirect_uri: l.redirectUri,
          code_verifier: l.verifier,
        }),
      401,
      'invalid_client',
      { auditEntries: 1 },
    ],
  ]
  it.each(rows)('%s', async (_name, request, status, error, left) => {
    const linked = await link()
    const before = world.rows()
    const reply = await request(linked)
    expect([reply.status, reply.body.error]).toEqual([status, error])
    expect(changed(before, world.rows())).toEqual(left)
    expect(JSON.stringify(reply.body)).not.toMatch(/stack|sqlite|node_modules/i)
    // The code was not used up by the attempt of another.
    if (error !== 'invalid_request') expect((await redeem(issuer, p(), linked)).status).toBe(200)
  })
})

describe('client assertions that are refused (RFC 7523, FAPI 2.0 §5.3.2.1)', () => {
  const now = () => Math.floor(Date.now() / 1000)
  const rows: [string, () => Promise<string>, string?][] = [
    ['expired', () => assertion(p(), issuer, { iat: now() - 200, exp: now() - 100 })],
    [
      'for the token endpoint instead of the issuer (T8)',
      () => assertion(p(), issuer, { aud: `${issuer}/token` }),
    ],
    [
      'for a list of audiences',
      () => assertion(p(), issuer, { aud: [issuer, 'https://elsewhere.example'] }),
    ],
    ['for another server', () => assertion(p(), issuer, { aud: 'https://elsewhere.example' })],
    ['from the far future', () => assertion(p(), issuer, { iat: now() + 120, exp: now() + 180 })],
    [
      'of another client',
      () => assertion(p(), issuer, { iss: p(1).clientId, sub: p(1).clientId }),
      'invalid_request',
    ],
    ['good for more than ten minutes', () => assertion(p(), issuer, { exp: now() + 620 })],
    ['good for ever', () => assertion(p(), issuer, { exp: 1e17 })],
    ['good until infinity', () => assertion(p(), issuer, { exp: 1e308 })],
    ['without jti', () => assertion(p(), issuer, { jti: undefined })],
    ['without exp', () => assertion(p(), issuer, { exp: undefined })],
    [
      'signed by a foreign key',
      async () =>
        assertion(
          p(),
          issuer,
          {},
          {},
          await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey),
        ),
    ],
    ['signed by a key of another name', () => assertion(p(), issuer, {}, { kid: 'other' })],
    [
      'signed with the public key as an HMAC secret',
      async () =>
        new SignJWT({
          iss: p().clientId,
          sub: p().clientId,
          aud: issuer,
          jti: 'x',
          exp: now() + 60,
        })
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(JSON.stringify(p().privateJwk.x))),
    ],
    [
      'unsigned',
      async () =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ iss: p().clientId, sub: p().clientId, aud: issuer, jti: 'y', exp: now() + 60 })).toString('base64url')}.`,
    ],
    ['no JWT at all', async () => 'assertion', 'invalid_request'],
  ]
  it.each(rows)('%s', async (_name, make, error = 'invalid_client') => {
    const linked = await link()
    const before = world.rows()
    const reply = await redeem(issuer, p(), linked, { client_assertion: await make() })
    expect([reply.status, reply.body.error]).toEqual([
      error === 'invalid_client' ? 401 : 400,
      error,
    ])
    expect(changed(before, world.rows())).toEqual({ auditEntries: 1 })
  })

  it('replayed, also when both arrive at once', async () => {
    const linked = await link()
    const once = await assertion(p(), issuer)
    const replies = await Promise.all(
      [1, 2, 3].map(() => redeem(issuer, p(), linked, { client_assertion: once })),
    )
    const again = await redeem(issuer, p(), linked, { client_assertion: once })
    expect([...replies, again].filter((reply) => reply.status === 200)).toHaveLength(1)
    for (const reply of [...replies, again])
      if (reply.status !== 200) expect(reply.body.error).toMatch(/invalid_client|invalid_grant/)
    expect(again.body.error).toBe('invalid_client')
  })
})

describe('a code used twice', () => {
  it('gives one token set when twenty redeem it at once (T2)', async () => {
    const linked = await link()
    const before = world.rows()
    const replies = await Promise.all(Array.from({ length: 20 }, () => redeem(issuer, p(), linked)))
    const winners = replies.filter((reply) => reply.status === 200)
    expect(winners).toHaveLength(1)
    for (const reply of replies)
      if (reply.status !== 200)
        expect([reply.status, reply.body.error, reply.headers.get('retry-after')]).toEqual([
          ...[400, 'invalid_grant', null],
        ])
    // Those who lost in the commit have used up their assertions too; the winner's proof counts as well.
    expect(changed(before, world.rows()).usedAssertions).toBeGreaterThanOrEqual(21)
    const token = String(winners[0]?.body.access_token)
    const answer = await read(issuer, p(), token)
    const { id, status } = world.newestGrant()
    const refreshTokens = world.engine.store.read(
      sql.selectFrom('refreshTokens').select('id').where('grantId', '=', id),
    )
    expect(refreshTokens).toHaveLength(1)
    // A request that found the code used already is a replay and ends the grant (RFC 9700 §4.5); one that lost the race is not.
    // Which of them came is a matter of time; the token must say what the grant says.
    expect(answer.status).toBe(status === 'active' ? 200 : 401)
  })

  it('ends the grant when it is replayed later (RFC 6749 §4.1.2)', async () => {
    const linked = await link()
    const first = await redeem(issuer, p(), linked)
    const token = String(first.body.access_token)
    expect((await read(issuer, p(), token)).status).toBe(200)
    const before = world.rows()
    const replay = await redeem(issuer, p(), linked)
    expect([replay.status, replay.body.error]).toEqual([400, 'invalid_grant'])
    expect(changed(before, world.rows())).toEqual({
      ...{ usedAssertions: 1, auditEntries: 2, grantHistory: 1 },
      ...{ grants: 1, counters: 2, accessTokens: 1, refreshTokens: 1 },
    })
    const { id } = world.newestGrant()
    expect(
      world.engine.store.find('auditEntries', { action: 'grants.endOnReplay', targetId: id }),
    ).toMatchObject({
      ...{ outcome: 'done', reason: 'code-replay' },
    })
    expect((await read(issuer, p(), token)).status).toBe(401)
    expect((await refresh(issuer, p(), String(first.body.refresh_token))).body.error).toBe(
      'invalid_grant',
    )
  })
})

describe('a commit that fails', () => {
  const asks: [string, (l: Linked, tokens: Reply) => Promise<Reply>, number][] = [
    ['code redemption', (l) => redeem(issuer, p(), l), 200],
    ['refresh', (_l, tokens) => refresh(issuer, p(), String(tokens.body.refresh_token)), 200],
    ['revocation', async (_l, tokens) => giveBack(issuer, p(), tokens.body.refresh_token), 200],
    [
      'a pushed request',
      async (l) =>
        post(`${issuer}/par`, {
          ...(await authenticated(p(), issuer)),
          response_type: 'code',
          redirect_uri: l.redirectUri,
          scope: 'accounts',
          code_challenge: l.verifier,
          code_challenge_method: 'S256',
        }),
      201,
    ],
  ]
  it.each(asks)(
    '%s: nothing is given and nothing changed; asked again it goes well',
    async (_name, ask, status) => {
      const tokens = await redeem(issuer, p(), await link())
      const linked = await link(0, 1)
      const before = world.rows()
      const failing = vi
        .spyOn(world.engine.store, 'write')
        .mockRejectedValue(new AppError('store.unavailable'))
      const reply = await ask(linked, tokens)
      failing.mockRestore()
      expect([reply.status, reply.headers.get('retry-after'), Object.keys(reply.body)]).toEqual([
        503,
        '5',
        ['error', 'error_description'],
      ])
      expect(reply.body.error).toBe('temporarily_unavailable')
      expect(changed(before, world.rows())).toEqual({})
      expect((await ask(linked, tokens)).status).toBe(status)
    },
  )
})

describe('refresh', () => {
  it('gives a new access token, keeps the refresh token, and says how long the permission lasts', async () => {
    const first = await redeem(issuer, p(), await link())
    const token = String(first.body.refresh_token)
    const second = await refresh(issuer, p(), token)
    expect(second.status).toBe(200)
    expect(second.body).toMatchObject({
      refresh_token: token,
      expires_in: 600,
      scope: 'accounts balances transactions',
    })
    expect(second.body.access_token).not.toBe(first.body.access_token)
    expect(Number(second.body.authorization_expires_in)).toBeGreaterThan(90 * 86_400 - 60)
    expect((await refresh(issuer, p(), token)).status).toBe(200)
  })

  it('may ask for less', async () => {
    const first = await redeem(issuer, p(), await link())
    const less = await refresh(issuer, p(), String(first.body.refresh_token), { scope: 'accounts' })
    expect(less.body.scope).toBe('accounts')
    const call = (path: string) => read(issuer, p(), less.body.access_token, path)
    const accounts = (await call('/accounts')).body.accounts as { accountId: string }[]
    const balance = await call(`/accounts/${accounts[0]?.accountId}/balance`)
    expect([balance.status, balance.body.errorCode]).toEqual([403, 'insufficient_scope'])
  })

  const rows: [string, (token: string) => Promise<Reply>, string, Record<string, number>][] = [
    [
      'another provider’s token',
      (token) => refresh(issuer, p(1), token),
      'invalid_grant',
      onlyRefusal,
    ],
    [
      'more than was permitted',
      (token) => refresh(issuer, p(), token, { scope: 'accounts payments' }),
      'invalid_scope',
      onlyRefusal,
    ],
    [
      'tokens for another resource (RFC 8707)',
      (token) => refresh(issuer, p(), token, { resource: 'https://stranger.example' }),
      'invalid_target',
      { ...onlyRefusal, usedAssertions: 2 },
    ],
    ['an unknown token', () => refresh(issuer, p(), 'A'.repeat(51)), 'invalid_grant', onlyRefusal],
    [
      'an access token in its place',
      async () =>
        refresh(
          issuer,
          p(),
          String((await redeem(issuer, p(), await link(0, 1))).body.access_token),
        ),
      'invalid_grant',
      {},
    ],
  ]
  it.each(rows)('refuses %s', async (_name, request, error, left) => {
    const first = await redeem(issuer, p(), await link())
    const before = world.rows()
    const reply = await request(String(first.body.refresh_token))
    expect([reply.status, reply.body.error]).toEqual([400, error])
    if (Object.keys(left).length > 0) expect(changed(before, world.rows())).toEqual(left)
    expect((await refresh(issuer, p(), String(first.body.refresh_token))).status).toBe(200)
  })

  it('answers in JSON whatever the caller would rather read (T9)', async () => {
    const reply = await post(`${issuer}/token`, { grant_type: 'x' }, { accept: 'text/html' })
    expect(reply.headers.get('content-type')).toContain('application/json')
  })
})

describe('DPoP at the token endpoint', () => {
  it('is required where the registration asks for it, and binds', async () => {
    const key = await DpopKey.make()
    const linked = await linkToCode(issuer, p(), world.customer, { dpop: key })
    const other = await DpopKey.make()
    expect((await redeem(issuer, p(), linked, {}, 'none')).body.error).toBe('invalid_grant')
    expect((await redeem(issuer, p(), linked, {}, other)).body.error).toBe('invalid_grant')
    const reply = await redeem(issuer, p(), linked, {}, key)
    expect(reply.body.token_type).toMatch(/^dpop$/i)
    const token = String(reply.body.access_token)
    const url = `${issuer}/api/v1/accounts`
    const call = async (own: DpopKey) =>
      get(url, { authorization: `DPoP ${token}`, dpop: await own.proof('GET', url, token) })
    expect((await call(key)).status).toBe(200)
    expect((await call(other)).status).toBe(401)
  })
})

describe('a suspended provider', () => {
  it('is refused everywhere at once, keeps its grants, and goes on after being resumed (R12)', async () => {
    const first = await redeem(issuer, p(1), await link(1))
    const waiting = await link(1, 1)
    const call = () => read(issuer, p(1), first.body.access_token)
    await world.suspend(1)
    const auth = await authenticated(p(1), issuer)
    expect((await call()).status).toBe(401)
    expect((await refresh(issuer, p(1), String(first.body.refresh_token))).body.error).toBe(
      'invalid_client',
    )
    expect((await redeem(issuer, p(1), waiting)).body.error).toBe('invalid_client')
    expect((await post(`${issuer}/par`, { ...auth, response_type: 'code' })).body.error).toBe(
      'invalid_client',
    )
    expect((await introspect(issuer, p(1), first.body.access_token)).body.error).toBe(
      'invalid_client',
    )
    await world.resume(1)
    expect((await call()).status).toBe(200)
    expect((await refresh(issuer, p(1), String(first.body.refresh_token))).status).toBe(200)
  })
})

describe('the end of a grant, at ±1 second', () => {
  it('access and refresh work until the instant and not from it on, and no token outlives it (R38, R39)', async () => {
    const own = await World.open()
    const at = await own.listen()
    const linked = await linkToCode(at, own.provider(), own.customer)
    const first = await redeem(at, own.provider(), linked)
    const ninety = 90 * dayMs
    const { grantedAt } = own.newestGrant()
    // The machine's clock stands still, however long a call takes.
    vi.useFakeTimers({ toFake: ['Date'] })
    const jump = (ms: number) => {
      own.clock.offset = grantedAt + ninety + ms - Date.now()
    }
    const call = () => read(at, own.provider(), first.body.access_token)
    jump(-1_000)
    expect((await call()).status).toBe(200)
    const late = await refresh(at, own.provider(), String(first.body.refresh_token))
    expect(late.status).toBe(200)
    expect(late.body.expires_in).toBe(1)
    jump(0)
    expect((await call()).status).toBe(401)
    expect((await refresh(at, own.provider(), String(first.body.refresh_token))).body.error).toBe(
      'invalid_grant',
    )
    const introspected = await introspect(at, own.provider(), first.body.refresh_token)
    expect(introspected.body).toEqual({ active: false })
    expect((await proofOf(own.engine, 1)).status).toBe('expired')
    vi.useRealTimers()
    await own.close()
  })
})

describe('what staff are told of a provider’s wrong key (R98)', () => {
  it('is read from the refused call itself', async () => {
    const tokens = (await redeem(issuer, p(1), await link(1, 2))).body
    const { id } = world.newestGrant()
    const { privateKey } = await generateKeyPair('ES256', { extractable: true })
    const wrong = {
      ...p(1),
      privateJwk: { ...(await exportJWK(privateKey)), kid: p(1).privateJwk.kid, alg: 'ES256' },
    }
    const reply = await refresh(issuer, wrong as never, String(tokens.refresh_token))
    expect([reply.status, reply.body.error]).toEqual([401, 'invalid_client'])
    await world.engine.access.flush()
    expect(whyOf(world.engine, id)).toMatchObject({ code: 'key-refused' })
    expect((await refresh(issuer, p(1), String(tokens.refresh_token))).status).toBe(200)
    await world.engine.access.flush()
    expect(whyOf(world.engine, id)).toMatchObject({ code: 'working' })
  })
})
