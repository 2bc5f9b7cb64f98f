import { constants, generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto'
import fc from 'fast-check'
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { UsedProofs } from '#engine'
import { signingAlgorithms } from '#shared/algorithms'
import { SignedProofs } from '../../src/main/server/data/signed-proof.ts'
import { DpopKey, get, linkToCode, type Reply, redeem } from '../support/protocol.ts'
import { changed, World } from '../support/world.ts'

let world: World
let issuer: string
let url: string
let key: DpopKey
let token: string
beforeAll(async () => {
  world = await World.open()
  issuer = await world.listen()
  url = `${issuer}/api/v1/accounts`
  key = await DpopKey.make()
  token = await link()
})
afterAll(() => world.close())

async function link(): Promise<string> {
  const linked = await linkToCode(issuer, world.provider(), world.customer, { dpop: key })
  return String((await redeem(issuer, world.provider(), linked, {}, key)).body.access_token)
}
const now = () => Math.floor(Date.now() / 1000)
const proof = (claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}) =>
  key.proof('GET', url, token, claims, header)
const call = (dpop: string | undefined, scheme = 'DPoP') =>
  get(url, { authorization: `${scheme} ${token}`, ...(dpop !== undefined && { dpop }) })
const outcome = ({ status, body }: Reply) => [status, body.errorCode]
const refused = [401, 'invalid_dpop_proof']
const unknown = [503, 'temporarily_unavailable']
const lastRecord = async () => {
  await world.engine.access.flush()
  return world.engine.store.read(
    sql.selectFrom('accessRecords').selectAll().orderBy('id', 'desc').limit(1),
  )[0]
}
/** In base64url the last character of 64 bytes has four unused bits: changed, the text decodes to the same bytes. */
const otherEncoding = (jws: string) => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return jws.slice(0, -1) + letters[letters.indexOf(jws.at(-1) ?? '') ^ 1]
}

describe('a call with a proof that is wrong in one point (RFC 9449 §4.3)', () => {
  const rows: [string, () => Promise<string | undefined>][] = [
    ['none', async () => undefined],
    ['empty', async () => ''],
    ['no JWT', async () => 'a.b.c'],
    ['with a fourth part', async () => `${await proof()}.x`],
    ['two proofs', async () => `${await proof()}, ${await proof()}`],
    ['used', async () => used],
    ['of another key', async () => (await DpopKey.make()).proof('GET', url, token)],
    ['with the key of another', async () => proof({}, { jwk: (await DpopKey.make()).jwk })],
    [
      'signed by another key under the header that is known',
      async () => (await DpopKey.make()).proof('GET', url, token, {}, { jwk: key.jwk }),
    ],
    ['for another method', () => key.proof('POST', url, token)],
    ['for another address', () => key.proof('GET', `${issuer}/api/v1/other`, token)],
    ['for another host', () => proof({ htu: url.replace('127.0.0.1', 'localhost') })],
    ['for a user at the host', () => proof({ htu: url.replace('://', '://me@') })],
    ['for no address', () => proof({ htu: 'accounts' })],
    ['without ath', () => key.proof('GET', url)],
    ['for another token', () => key.proof('GET', url, `${token}x`)],
    ['old', () => proof({ iat: now() - 62 })],
    ['from the future', () => proof({ iat: now() + 63 })],
    ['without iat', () => proof({ iat: undefined })],
    ['with iat as text', () => proof({ iat: String(now()) })],
    ['not valid yet', () => proof({ nbf: now() + 5 })],
    ['expired', () => proof({ exp: now() - 1 })],
    ['with exp as text', () => proof({ exp: String(now() + 60) })],
    ['without jti', () => proof({ jti: undefined })],
    ['with an empty jti', () => proof({ jti: '' })],
    ['with a number as jti', () => proof({ jti: 7 })],
    ['with a jti of 201 characters', () => proof({ jti: 'x'.repeat(201) })],
    ['of another typ', () => proof({}, { typ: 'jwt' })],
    ['without typ', () => proof({}, { typ: undefined })],
    ['without jwk', () => proof({}, { jwk: undefined })],
    ['with a private key', () => proof({}, { jwk: { ...key.jwk, d: key.jwk.x } })],
    ['with a key for encryption', () => proof({}, { jwk: { ...key.jwk, use: 'enc' } })],
    ['with a key for another algorithm', () => proof({}, { jwk: { ...key.jwk, alg: 'PS256' } })],
    ['with an extension', () => proof({}, { crit: ['b64'], b64: true })],
    ['unsigned', async () => unsigned()],
    ['signed by an HMAC with the public key', () => hmac()],
    ['with a signature in another encoding', async () => otherEncoding(await proof())],
  ]
  let used: string
  beforeAll(async () => {
    used = await proof()
    expect((await call(used)).status).toBe(200)
  })
  const unsigned = async () => {
    const header = { alg: 'none', typ: 'dpop+jwt', jwk: key.jwk }
    const [, payload] = (await proof()).split('.')
    return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.`
  }
  const hmac = () =>
    new SignJWT({ htm: 'GET', htu: url, iat: now(), jti: 'x' })
      .setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt', jwk: key.jwk })
      .sign(new TextEncoder().encode(JSON.stringify(key.jwk)))

  it.each(rows)('%s', async (_name, make) => {
    const forged = await make()
    const before = world.rows()
    const reply = await call(forged)
    expect(outcome(reply)).toEqual(refused)
    expect(reply.headers.get('www-authenticate')).toMatch(
      /^DPoP .*error="invalid_dpop_proof", algs="PS256 ES256 EdDSA Ed25519"/,
    )
    // No data left: what is recorded is a refusal that read nothing.
    expect(reply.body).not.toHaveProperty('accounts')
    expect(await lastRecord()).toMatchObject({ result: 'dpop.invalid', status: 401, rows: null })
    expect(changed(before, world.rows())).toEqual({})
  })

  it('is told apart from a token under the scheme of another kind', async () => {
    expect(outcome(await call(await proof(), 'Bearer'))).toEqual([401, 'invalid_token'])
  })
})

it('a right proof is taken in every form that the RFC allows', async () => {
  for (const right of [
    proof({ htu: `${url}?x=1#y` }),
    proof({ htu: url.replace('http:', 'HTTP:').replace('/api/', '/api/./') }),
    proof({ iat: now() - 58 }),
    proof({ iat: now() + 57 }),
    proof({ jti: 'x'.repeat(200) }),
    proof({ nonce: 'of nobody', other: 1, exp: now() + 60, nbf: now() }),
    proof({}, { typ: 'application/DPoP+JWT' }),
    proof({}, { jwk: { ...key.jwk, use: 'sig', alg: 'ES256', kid: 'k' }, kid: 'k' }),
  ])
    expect((await call(await right)).status).toBe(200)
})

it('a signature whose numbers begin with zeros is as good as any', async () => {
  const signed = new SignedProofs()
  const rest = { r: true, s: true }
  while (rest.r || rest.s) {
    const jws = await proof()
    const bytes = Buffer.from(jws.split('.')[2] ?? '', 'base64url')
    if (bytes[0] !== 0 && bytes[32] !== 0) continue
    expect(signed.claims(jws, key.thumbprint, now())).toBeDefined()
    if (bytes[0] === 0) rest.r = false
    if (bytes[32] === 0) rest.s = false
  }
})

describe('what no honest library makes', () => {
  const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength })
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const rows: [string, string, KeyPairKeyObjectResult, Buffer, boolean][] = [
    ['a key of 2,048 bits', 'PS256', rsa(2048), Buffer.from('{}'), true],
    ['a key of 1,024 bits', 'PS256', rsa(1024), Buffer.from('{}'), false],
    ['a key of Ed25519', 'EdDSA', generateKeyPairSync('ed25519'), Buffer.from('{}'), true],
    ['a key of Ed448', 'EdDSA', generateKeyPairSync('ed448'), Buffer.from('{}'), false],
    ['claims in a list', 'EdDSA', generateKeyPairSync('ed25519'), Buffer.from('[]'), false],
    ['no claims', 'EdDSA', generateKeyPairSync('ed25519'), Buffer.from('null'), false],
    [
      'no UTF-8',
      'EdDSA',
      generateKeyPairSync('ed25519'),
      Buffer.from('{"a":"\xe9"}', 'latin1'),
      false,
    ],
  ]
  it.each(rows)('%s', async (_name, alg, { publicKey, privateKey }, payload, taken) => {
    const jwk = publicKey.export({ format: 'jwk' })
    const signed = `${part({ alg, typ: 'dpop+jwt', jwk })}.${payload.toString('base64url')}`
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    const how = { key: privateKey, ...(alg === 'PS256' && pss) }
    const digest = alg === 'PS256' ? 'sha256' : null
    const signature = sign(digest, Buffer.from(signed), how).toString('base64url')
    const jkt = await calculateJwkThumbprint(jwk as JWK)
    const claims = new SignedProofs().claims(`${signed}.${signature}`, jkt, now())
    expect(claims !== undefined).toBe(taken)
  })
})

it('of twenty calls at once with one proof, one is answered', async () => {
  for (const ahead of [0, 5]) {
    const once = await proof({ iat: now() + ahead })
    const replies = await Promise.all(Array.from({ length: 20 }, () => call(once)))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(replies.filter((reply) => reply.status !== 200).map(outcome)).toEqual(
      Array.from({ length: 19 }, () => refused),
    )
  }
})

it('what is suspended while a proof is being kept is refused', async () => {
  const kept = Promise.withResolvers<void>()
  const asked = vi.spyOn(world.engine.usedProofs, 'use').mockReturnValueOnce(kept.promise)
  const reply = call(await proof())
  await expect.poll(() => asked.mock.calls.length).toBe(1)
  await world.suspend()
  kept.resolve()
  expect(outcome(await reply)).toEqual([401, 'invalid_token'])
  expect(await lastRecord()).toMatchObject({ result: 'provider-suspended', rows: null })
  await world.resume()
})

describe('after the program was started again (decision 0025)', () => {
  it('no proof from before is taken, and a new one is', async () => {
    const iat = now() + 8
    const [used, unused, ahead] = [await proof(), await proof(), await proof({ iat })]
    expect((await call(used)).status).toBe(200)
    expect((await call(ahead)).status).toBe(200)
    const [row] = world.engine.store.read(
      sql.selectFrom('usedAssertions').select('expiresAt').orderBy('id', 'desc').limit(1),
    )
    // As long as it could come again: 60 seconds after its date, that second included.
    expect(row?.expiresAt).toBe((iat + 61) * 1000)
    const port = world.http?.port
    await world.restart()
    await world.listen(undefined, undefined, port)
    const again = await call(used)
    expect([...outcome(again), again.headers.get('retry-after')]).toEqual([...unknown, '1'])
    expect(await lastRecord()).toMatchObject({ result: 'dpop.replay-unknown', rows: null })
    expect(outcome(await call(unused))).toEqual(unknown)
    // What its maker's clock dated after the start is remembered on disk.
    expect(outcome(await call(ahead))).toEqual(refused)
    expect((await call(await proof({ iat: now() + 1 }))).status).toBe(200)
  })

  it('a token issued since is as good at once as any', async () => {
    token = await link()
    expect((await call(await proof({ iat: now() - 30 }))).status).toBe(200)
  })
})

describe('what is remembered', () => {
  const use = (proofs: UsedProofs, jti: string, iat: number, at = iat) =>
    codeOf(() => proofs.use({ jkt: 'key', jti, iat, tokenId: 1_000_000 }, at))

  it('stays for as long as the proof could come again, to the second', () => {
    const proofs = new UsedProofs(world.engine)
    const made = now()
    expect(use(proofs, 'a', made)).toBe('taken')
    expect(use(proofs, 'b', made + 60)).toBe('taken')
    expect(use(proofs, 'a', made, made + 60)).toBe('dpop.invalid: used before')
    expect(use(proofs, 'a', made, made + 61)).toBe('dpop.invalid: iat')
    expect(use(proofs, 'c', made, made - 61)).toBe('dpop.invalid: iat')
    expect(use(proofs, 'c', made, made - 60)).toBe('taken')
    expect(use(proofs, 'c', made, made + 60)).toBe('dpop.invalid: used before')
  })

  it('is bounded: where there is no room, nothing is taken, until there is', () => {
    const proofs = new UsedProofs(world.engine, 3)
    const at = now()
    expect(['d', 'e', 'f', 'g'].map((jti) => use(proofs, jti, at))).toEqual([
      ...['taken', 'taken', 'taken'],
      'dpop.replay-unknown: too many calls',
    ])
    expect(use(proofs, 'h', at + 61)).toBe('taken')
  })

  it('of keys is bounded, and holds none that signed nothing', async () => {
    const signed = new SignedProofs(2)
    const [a, b, c] = (await Promise.all([0, 1, 2].map(() => DpopKey.make()))) as [
      DpopKey,
      DpopKey,
      DpopKey,
    ]
    const takes = async (one: DpopKey, header = {}) =>
      signed.claims(await one.proof('GET', url, token, {}, header), a.thumbprint, now()) !==
      undefined
    const kept = () => [a, b, c].map((one) => signed.keeps(one.thumbprint))
    expect(await takes(b, { jwk: a.jwk })).toBe(false)
    expect(await takes(a, { kid: 'x'.repeat(2_000) })).toBe(true)
    expect(kept()).toEqual([false, false, false])
    // The one that was used last stays.
    for (const one of [a, b, a, c]) {
      const jws = await one.proof('GET', url, token)
      expect(signed.claims(jws, one.thumbprint, now())).toBeDefined()
    }
    expect(kept()).toEqual([true, false, true])
  })
})

function codeOf(act: () => unknown): string {
  try {
    act()
    return 'taken'
  } catch (error) {
    return (error as Error).message
  }
}

describe.each(signingAlgorithms)('JWTs made at random, signed with %s', (alg) => {
  it('are taken where jose takes them, less what it lets pass', async () => {
    const right = await DpopKey.make(alg)
    const odd = await DpopKey.make(alg)
    const signed = new SignedProofs()
    const change = oneChange(alg, right, odd)
    const taken = { some: 0, none: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 2 }), async (changes) => {
        const { signer, claims, edit, jwk, ...header } = Object.assign({}, ...changes) as Change
        const head = { jwk: { ...right.jwk, ...jwk }, ...header }
        const jws = edited(await (signer ?? right).proofWith(claims ?? {}, head), edit)
        const mine = signed.claims(jws, right.thumbprint, now())
        expect(mine).toEqual(isCanonical(jws) ? await joseClaims(jws, right) : undefined)
        taken[mine ? 'some' : 'none'] += 1
      }),
      { numRuns: 400 },
    )
    expect(Math.min(taken.some, taken.none)).toBeGreaterThan(80)
  })
})

interface Change extends Record<string, unknown> {
  signer?: DpopKey
  claims?: Record<string, unknown>
  edit?: [number, string, boolean]
  jwk?: Record<string, unknown>
}

function oneChange(alg: string, right: DpopKey, odd: DpopKey): fc.Arbitrary<Change> {
  const { kid: _, ...own } = right.jwk
  const values = fc.constantFrom<unknown>(
    ...[
      undefined,
      null,
      true,
      7,
      '',
      {},
      [],
      'EC',
      'RSA',
      'P-256',
      'P-384',
      'AQAB',
      'AQ==',
      alg,
      'RS256',
    ],
    ...[
      'sig',
      'enc',
      ['verify'],
      ['sign'],
      ['verify', 'sign'],
      ...Object.values(own),
      ...Object.values(odd.jwk),
    ],
  )
  const member = fc.constantFrom('use', 'alg', 'key_ops', 'ext', 'kid', 'd', ...Object.keys(own))
  const single = (name: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>) =>
    fc.tuple(name, value).map(([key, one]) => ({ [key]: one }))
  return fc.oneof(
    fc.constant({ signer: odd }),
    fc.constant({ jwk: odd.jwk as Record<string, unknown> }),
    single(member, values).map((jwk) => ({ jwk })),
    single(
      fc.constantFrom('typ', 'kid', 'b64'),
      fc.constantFrom('dpop+jwt', 'DPoP+JWT', 'application/dpop+jwt', 'x/dpop+jwt', 'jwt', false),
    ),
    single(
      fc.constantFrom('htm', 'exp', 'nbf', 'jti'),
      fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom(now() + 60, now() - 60)),
    ).map((claims) => ({ claims })),
    fc
      .tuple(fc.nat(), fc.constantFrom('', 'A', 'B', '_', '.', '=', ' ', '+', 'é'), fc.boolean())
      .map((edit) => ({ edit })),
  )
}

function edited(jws: string, [place, letter, replaces]: Change['edit'] = [0, '', false]): string {
  const at = place % jws.length
  return jws.slice(0, at) + letter + jws.slice(replaces ? at + 1 : at)
}

/** The same bytes have one encoding (RFC 7515 §2); jose takes others, with padding and spaces. */
function isCanonical(jws: string): boolean {
  return jws
    .split('.')
    .every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
}

async function joseClaims(jws: string, key: DpopKey): Promise<unknown> {
  try {
    const options = { algorithms: [...signingAlgorithms], typ: 'dpop+jwt' }
    const { payload, protectedHeader } = await jwtVerify(jws, EmbeddedJWK, options)
    const thumbprint = await calculateJwkThumbprint(protectedHeader.jwk ?? {})
    return thumbprint === key.thumbprint ? payload : undefined
  } catch {
    return undefined
  }
}
