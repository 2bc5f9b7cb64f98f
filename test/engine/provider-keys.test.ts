import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createProvider, updateProvider } from '#engine'
import type { SigningAlgorithm } from '#shared/algorithms'
import { Jwks } from '#shared/provider'
import type { KeyFault } from '#shared/provider-keys'
import { readPublicKeys } from '../../src/main/engine/index.ts'
import { changed, World } from '../support/world.ts'

/** What is said at once of keys as a provider sends them (R150). */
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1_024 })
const ed = generateKeyPairSync('ed25519')
const jwk = (key: KeyObject): JWK => key.export({ format: 'jwk' }) as JWK
const pem = (key: KeyObject): string => String(key.export({ format: 'pem', type: 'spki' }))
const secretPem = (key: KeyObject): string => String(key.export({ format: 'pem', type: 'pkcs8' }))
const json = JSON.stringify
const own = { ...jwk(ec.publicKey), kid: 'k1' }

/** By openssl, for an EC key of CN=provider.example. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBjDCCATGgAwIBAgIUUgW7mFMEL7RUYV7OhwcnVQMt4iswCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQcHJvdmlkZXIuZXhhbXBsZTAeFw0yNjExMjIxMjIwNDNaFw0z
NjExMTkxMjIwNDNaMBsxGTAXBgNVBAMMEHByb3ZpZGVyLmV4YW1wbGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQVcRqI2kxK6VqXh+1IDvf5ptl18b3GOv35wlvZ
mzWJgQaZULkMl2uXS49qsAXL46iJ5EA7LUe+W91EdPXJSHrUo1MwUTAdBgNVHQ4E
FgQUkthDnIArcRm6skJajE7YtFb+shgwHwYDVR0jBBgwFoAUkthDnIArcRm6skJa
jE7YtFb+shgwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAiMPq
RQXox+759sjpNx0zLuoMw8IIdHCLvxEKQpVXEVgCIQDbi7zsAKGijwNFgXH8qh3k
lYfgCl4snxq7hQfzDWc5/A==
-----END CERTIFICATE-----`

describe('public keys that can be registered', () => {
  it('a set of several, each with its type, bits, curve and thumbprint', async () => {
    const keys = [own, { ...jwk(rsa.publicKey), kid: 'k2', use: 'enc' }]
    const read = readPublicKeys(json({ keys }), 'ES256')
    expect(read.faults).toEqual([])
    expect(read.converted).toBe(false)
    expect(read.jwks).toEqual({ keys })
    expect(read.keys).toMatchObject([
      { kid: 'k1', kty: 'EC', crv: 'P-256', bits: 256, misfit: null, kidGiven: false },
      { kid: 'k2', kty: 'RSA', crv: null, bits: 2_048, misfit: 'type' },
    ])
    for (const [i, key] of keys.entries())
      expect(read.keys[i]?.thumbprint).toBe(await calculateJwkThumbprint(key))
  })

  it.each([
    ['a JWK alone', json(own)],
    ['a list of JWKs', json([own])],
    ['a JWK with more than is registered', json({ keys: [{ ...own, x5c: ['MIIB'], note: 'x' }] })],
  ])('%s becomes a set of what is registered of it', (_name, text) => {
    const read = readPublicKeys(text, 'ES256')
    expect(read).toMatchObject({ faults: [], converted: true, jwks: { keys: [own] } })
  })

  it('a PEM public key is named by its thumbprint', async () => {
    const read = readPublicKeys(`送付します\n${pem(ec.publicKey)}`, 'ES256')
    const kid = await calculateJwkThumbprint(jwk(ec.publicKey))
    expect(read.keys).toMatchObject([{ kid, kidGiven: true, thumbprint: kid, misfit: null }])
    expect(read.jwks).toEqual({ keys: [{ ...jwk(ec.publicKey), kid }] })
    expect(read.converted).toBe(true)
  })

  it('a certificate gives its key and its days', () => {
    const read = readPublicKeys(certificate, 'ES256')
    expect(read.keys).toMatchObject([
      {
        ...{ kty: 'EC', crv: 'P-256', kidGiven: true, misfit: null },
        from: Date.parse('2026-11-22T12:20:43Z'),
        until: Date.parse('2036-11-19T12:20:43Z'),
      },
    ])
    expect(read.jwks?.keys[0]).toMatchObject({ nbf: 1795350043, exp: 2110710043 })
  })

  it('two PEM keys of two kinds', () => {
    const read = readPublicKeys(pem(ec.publicKey) + pem(rsa.publicKey), 'PS256')
    expect(read.keys.map(({ misfit }) => misfit)).toEqual(['type', null])
  })

  it.each<[string, JWK, SigningAlgorithm, string | null]>([
    ['another curve', jwk(p384.publicKey), 'ES256', 'curve'],
    ['another type', jwk(rsa.publicKey), 'EdDSA', 'type'],
    ['another alg', { ...jwk(rsa.publicKey), alg: 'RS256' }, 'PS256', 'algorithm'],
    ['encryption', { ...jwk(ec.publicKey), use: 'enc' }, 'ES256', 'use'],
    ['other operations', { ...jwk(ec.publicKey), key_ops: ['deriveBits'] }, 'ES256', 'use'],
    ['what is registered', { ...jwk(ed.publicKey), alg: 'EdDSA' }, 'EdDSA', null],
  ])('a key for %s', (_name, key, algorithm, misfit) => {
    const read = readPublicKeys(json({ keys: [{ ...key, kid: 'a' }] }), algorithm)
    expect(read.keys[0]?.misfit).toBe(misfit)
    expect(read.faults.map(({ fault }) => fault)).toEqual(
      misfit === null ? [] : ['no-key-for-algorithm'],
    )
  })

  it('the days of a key are read with it', () => {
    const life = { nbf: 1_800_000_000, exp: 1_900_000_000 }
    const read = readPublicKeys(json({ keys: [{ ...own, ...life }] }), 'ES256')
    expect(read.keys).toMatchObject([{ from: 1_800_000_000_000, until: 1_900_000_000_000 }])
    expect(read.jwks).toEqual({ keys: [{ ...own, ...life }] })
  })
})

describe('what is refused, with its sentence', () => {
  const rows: [string, string, KeyFault, string][] = [
    ['nothing', ' \n', 'empty', ''],
    ['an empty set', '{"keys":[]}', 'empty', ''],
    ['no JSON', 'ssh-ed25519 AAAA', 'unreadable', ''],
    ['a number', '12', 'unreadable', ''],
    ['a PEM that is cut off', pem(ec.publicKey).slice(0, 90), 'unreadable', ''],
    ['a private JWK', json({ keys: [own, jwk(ec.privateKey)] }), 'private-key', ''],
    [
      'a private RSA key without its d',
      json({ ...jwk(rsa.publicKey), p: 'AQ' }),
      'private-key',
      '',
    ],
    ['a private PEM', secretPem(ec.privateKey), 'private-key', ''],
    ['a private PEM that is cut off', secretPem(rsa.privateKey).slice(0, 90), 'private-key', ''],
    ['a private JWK that is cut off', json(jwk(ec.privateKey)).slice(0, -2), 'private-key', ''],
    ['a shared secret', json({ kty: 'oct', kid: 'a' }), 'shared-secret', ''],
    [
      'a request for a certificate',
      '-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----',
      'no-public-key',
      'CERTIFICATE REQUEST',
    ],
    [
      'a broken certificate',
      '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----',
      'broken',
      '',
    ],
    ['an unknown type', json({ kty: 'AKP', kid: 'a' }), 'unknown-type', 'AKP'],
    ['a point on no curve', json({ ...own, x: own.y }), 'broken', 'k1'],
    ['a short RSA key', json({ ...jwk(shortRsa.publicKey), kid: 'a' }), 'rsa-too-short', '1024'],
    ['a kid twice', json([own, own]), 'kid-not-unique', 'k1'],
    [
      'too many',
      json(Array.from({ length: 21 }, (_, i) => ({ ...own, kid: `k${i}` }))),
      'too-many',
      '21',
    ],
    ['days that end before they begin', json({ ...own, nbf: 2, exp: 1 }), 'life', ''],
    ['days that are no numbers', json({ ...own, exp: '2027-01-01' }), 'life', ''],
  ]
  it.each(rows)('%s', (_name, text, fault, value) => {
    const read = readPublicKeys(text, 'ES256')
    expect(read.jwks).toBeNull()
    expect(read.faults).toEqual([expect.objectContaining({ fault, value })])
  })

  it('of a private key nothing comes back', () => {
    const secret = jwk(ec.privateKey)
    for (const text of [json(secret), json({ keys: [own, secret] }), secretPem(ec.privateKey)])
      expect(readPublicKeys(text, 'ES256')).toEqual({
        ...{ keys: [], jwks: null, converted: false },
        faults: [{ fault: 'private-key', at: 0, value: '' }],
      })
  })

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'])(
    'and a registration with %s is refused by its schema',
    (name) => {
      const parsed = Jwks.safeParse({ keys: [{ ...own, [name]: 'x' }] })
      expect(parsed.error?.issues.map(({ message }) => message)).toEqual(['private-key'])
    },
  )

  it('tells which of several', () => {
    const keys = [own, { ...own, kid: 'k2', x: own.y }]
    expect(readPublicKeys(json({ keys }), 'ES256').faults).toEqual([
      { fault: 'broken', at: 2, value: 'k2' },
    ])
  })
})

it('a key that nothing can be verified with is registered by nobody, at the first entry or later', async () => {
  const world = await World.open()
  onTestFinished(() => world.close())
  const { id, version, clientId: _, ...registered } = world.registered()
  const keys = [{ ...own, kid: 'k2', x: own.y, alg: 'ES256', use: 'sig' }]
  const provider = { ...registered, jwks: { keys } } as never
  const number = { registrationNumber: '関東財務局長（電代）第999号' }
  const before = world.rows()
  const refused = { code: 'input.invalid', detail: 'jwks' }
  await expect(
    createProvider(world.by(), { ...(provider as object), ...number } as never),
  ).rejects.toMatchObject(refused)
  await expect(updateProvider(world.by(), { id, version, provider })).rejects.toMatchObject(refused)
  expect(changed(before, world.rows())).toEqual({})
})
