import { createPublicKey, hash, type KeyObject } from 'node:crypto'
import { isoDate } from '#shared/japanese-date'
import { type Jwks, privateMembers } from '#shared/provider'

export type PublicJwk = Jwks['keys'][number]

/** What makes a key what it is, in the order in which RFC 7638 §3.2 hashes it (Ed25519: RFC 8037 §2). */
const members: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
}
/** What else of a key is registered: RFC 7517 §4, and the life of a key (OpenID Federation 1.0 §8.7.2). */
const kept = ['kid', 'use', 'alg', 'key_ops', 'nbf', 'exp']

const part = (key: object, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = (key as Record<string, unknown>)[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

export const isKnownType = (kty: unknown): boolean => Object.hasOwn(members, String(kty))
export const hasPrivatePart = (key: object): boolean => privateMembers.some((name) => name in key)

/** A key without anything that is not registered of it. */
export const publicPart = (key: PublicJwk): PublicJwk =>
  part(key, [...(members[key.kty] ?? ['kty']), ...kept]) as PublicJwk

/** RFC 7638, SHA-256, base64url. */
export const thumbprint = (key: object): string =>
  hash(
    'sha256',
    JSON.stringify(part(key, members[String((key as { kty?: unknown }).kty)] ?? ['kty'])),
    'base64url',
  )

/** The key that a JWK describes; undefined when it describes none, such as a point that is on no curve. */
export function keyObjectOf(key: PublicJwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: part(key, members[key.kty] ?? []) as never, format: 'jwk' })
  } catch {
    return undefined
  }
}

/** Whether a key is in force at an instant (epoch ms). */
export const isInForce = ({ nbf, exp }: PublicJwk, now: number): boolean =>
  (nbf === undefined || nbf * 1000 <= now) && (exp === undefined || now < exp * 1000)

/** When the set of keys that are in force changes next, epoch ms. */
export const nextChange = (keys: readonly PublicJwk[], now: number): number =>
  Math.min(
    ...keys
      .flatMap(({ nbf, exp }) => [nbf, exp])
      .map((seconds) => (seconds ?? Number.POSITIVE_INFINITY) * 1000)
      .filter((at) => at > now),
    Number.POSITIVE_INFINITY,
  )

/** `kid (thumbprint)`, with its days: a key under a kid that is known already is told apart by its thumbprint (RFC 7638). */
export function fingerprint(key: PublicJwk): string {
  const day = (at: number | undefined): string => (at === undefined ? '' : isoDate(at * 1000))
  const life =
    key.nbf === undefined && key.exp === undefined ? '' : ` ${day(key.nbf)}〜${day(key.exp)}`
  return `${key.kid} (${thumbprint(key).slice(0, 16)})${life}`
}
