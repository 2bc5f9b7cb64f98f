import { createHash } from 'node:crypto'
import type { Jwks } from '#shared/provider'

/** The members that make a key what it is, in the order in which RFC 7638 §3.2 hashes them. */
const members: Record<string, readonly string[]> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
}

/** `kid (thumbprint)`: a key under a kid that is known already is told apart by its thumbprint (RFC 7638). */
export function fingerprint(key: Jwks['keys'][number]): string {
  const kept = (members[key.kty] ?? ['kty']).map((name) => [name, key[name]])
  const digest = createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(kept)))
    .digest()
  return `${key.kid} (${digest.toString('base64url', 0, 12)})`
}
