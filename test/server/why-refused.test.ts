import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from '#db'
import { updateProvider } from '#engine'
import { assertion, post } from '../support/protocol.ts'
import { World } from '../support/world.ts'

/** What an administrator reads of a provider's call that failed (R153): what was sent, beside what is registered. */
let world: World
let issuer: string
beforeAll(async () => {
  world = await World.open({ providers: [{}, { algorithm: 'PS256' }, {}] })
  issuer = await world.listen()
  await world.suspend(2)
})
afterAll(() => world.close())

const p = () => world.provider()
const kept = (): { detail: string; explained?: string } => {
  const newest = sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(1)
  return JSON.parse(world.engine.store.read(newest)[0]?.after ?? '{}')
}
const call = async (client_assertion: string | undefined, client_id = p().clientId) => {
  const reply = await post(`${issuer}/token`, {
    ...{ grant_type: 'refresh_token', refresh_token: 'x', client_id },
    ...(client_assertion !== undefined && {
      client_assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    }),
  })
  // Nothing of it goes to who asks: a stranger would learn who is registered, and how.
  expect(reply.body).toEqual({
    error: 'invalid_client',
    error_description: 'client authentication failed',
  })
  const { detail, explained } = kept()
  // To the administrator in Japanese, each time.
  expect(explained).toMatch(/[ぁ-ん]/)
  return detail
}
const seconds = () => Math.floor(Date.now() / 1000)

it('another algorithm than the registered one', async () => {
  const rsa = world.provider(1).privateJwk
  const given = await assertion({ ...p(), privateJwk: { ...rsa, kid: p().privateJwk.kid } }, issuer)
  expect(await call(given)).toBe('the assertion is signed with PS256, registered is ES256')
  expect(kept().explained).toBe('表明の署名アルゴリズムが PS256 です。登録は ES256 です。')
})

it('a kid that is not registered', async () => {
  const given = await assertion(p(), issuer, {}, { kid: 'other' })
  expect(await call(given)).toBe(
    `no key is registered with the kid other; registered: ${p().privateJwk.kid}`,
  )
})

it('another key under a registered kid', async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const given = await assertion(p(), issuer, {}, {}, await exportJWK(privateKey))
  expect(await call(given)).toContain('the signature is not by the key registered for its kid')
})

it.each([
  [
    'an audience that is not the issuer',
    { aud: 'https://x.example/token' },
    'aud is "https://x.example/token", must be "',
  ],
  ['a list of audiences', { aud: ['a'] }, 'aud is ["a"], must be "'],
  ['no exp', { exp: undefined }, 'exp is nothing, must be a number'],
  [
    'an end that is past',
    { exp: 1_700_000_000 },
    'the assertion ended at 2023-11-14T22:13:20.000Z',
  ],
  ['a clock that is ahead', { nbf: seconds() + 300, iat: undefined }, 'nbf is '],
  [
    'another issuer',
    { iss: 'someone' },
    'iss is someone, sub is provider-0; both must be provider-0',
  ],
  ['no jti', { jti: undefined }, 'jti is missing'],
])('%s', async (_name, change, detail) => {
  expect(await call(await assertion(p(), issuer, change))).toContain(detail)
})

it('a provider that nobody knows, and one that is stopped', async () => {
  const nobody = { ...p(), clientId: 'nobody' }
  expect(await call(await assertion(nobody, issuer), 'nobody')).toBe(
    'no provider is registered as nobody',
  )
  const stopped = world.provider(2)
  expect(await call(await assertion(stopped, issuer), stopped.clientId)).toBe(
    'the state of the provider is Suspended',
  )
})

it('a key whose days are over, or have not begun', async () => {
  const life = async (change: { nbf?: number; exp?: number }) => {
    const { id, version, ...before } = world.registered()
    const [key] = before.jwks?.keys ?? []
    const { nbf: _, exp: __, ...bare } = key ?? {}
    const spare = { ...bare, kid: 'spare' }
    const jwks = { keys: [{ ...bare, ...change }, spare] } as typeof before.jwks
    await updateProvider(world.by(), { id, version, provider: { ...before, jwks } })
    return call(await assertion(p(), issuer))
  }
  expect(await life({ exp: 1_700_000_000 })).toContain('was in force until 2023-11-14T22:13:20')
  expect(await life({ nbf: 4_000_000_000 })).toContain('is in force from 2096-10-02T07:06:40')
})
