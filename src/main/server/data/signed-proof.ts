import { isUtf8 } from 'node:buffer'
import {
  constants,
  createPublicKey,
  hash,
  type KeyObject,
  type VerifyKeyObjectInput,
  verify,
} from 'node:crypto'
import * as z from 'zod'
import { signatures, signingAlgorithms } from '#shared/algorithms'

/** What a thumbprint is made of, in its order (RFC 7638 §3.2, RFC 8037 §2). */
const members = { EC: ['crv', 'kty', 'x', 'y'], OKP: ['crv', 'kty', 'x'], RSA: ['e', 'kty', 'n'] }
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']
const leastRsaBits = 2_048
const longestKept = 2_048

/** RFC 9449 §4.2. No extension is understood here, so none may be critical (RFC 7515 §4.1.11). */
const Header = z.looseObject({
  typ: z.string().regex(/^(application\/)?dpop\+jwt$/i),
  alg: z.enum(signingAlgorithms),
  crit: z.never().optional(),
  jwk: z
    .looseObject({
      use: z.literal('sig').optional(),
      alg: z.string().optional(),
      key_ops: z.tuple([z.literal('verify')]).optional(),
      ext: z.boolean().optional(),
    })
    .refine((jwk) => !privateMembers.some((name) => name in jwk)),
})

interface ProofKey {
  header: string
  digest: 'sha256' | null
  isEcdsa: boolean
  /** Bare where it can be: in an object Node looks at it anew, which takes 15 µs. */
  key: KeyObject | VerifyKeyObjectInput
}

/**
 * Reads what is signed like a DPoP proof, with keys kept by their thumbprint. A client sends the same header with each proof:
 * it is read and its key compared with the thumbprint once; while it comes byte for byte the same, the signature alone is
 * checked.
 */
export class SignedProofs {
  readonly #keys = new Map<string, ProofKey>()
  readonly #most: number

  constructor(most = 10_000) {
    this.#most = most
  }

  keeps(jkt: string): boolean {
    return this.#keys.has(jkt)
  }

  /**
   * @param jkt the thumbprint of the key that must have signed it (RFC 7638)
   * @param now seconds
   * @returns its claims, or nothing: no JWT in its one encoding, no header of a proof, another key, a wrong signature, not in
   * force
   */
  claims(proof: string, jkt: string, now: number): Record<string, unknown> | undefined {
    const [header = '', payload = '', signature = '', ...rest] = proof.split('.')
    const signed = bytesOf(signature)
    if (!signed || rest.length > 0) return undefined
    const kept = this.#keys.get(jkt)
    const key = kept?.header === header ? kept : keyIn(header, jkt)
    if (!key || !isSignedBy(key, `${header}.${payload}`, signed)) return undefined
    this.#keep(jkt, key)
    const claims = objectIn(payload)
    return claims && isInForce(claims, now) ? claims : undefined
  }

  /** The one that was not used for the longest time makes room. */
  #keep(jkt: string, key: ProofKey): void {
    this.#keys.delete(jkt)
    if (key.header.length <= longestKept) this.#keys.set(jkt, key)
    if (this.#keys.size > this.#most) this.#keys.delete(this.#keys.keys().next().value ?? '')
  }
}

function keyIn(encoded: string, jkt: string): ProofKey | undefined {
  const header = Header.safeParse(objectIn(encoded)).data
  if (!header) return undefined
  const { alg, jwk } = header
  const { kty, crv } = signatures[alg]
  if (jwk.kty !== kty || jwk.crv !== (crv ?? jwk.crv) || (jwk.alg ?? alg) !== alg) return undefined
  const required = Object.fromEntries(members[kty].map((name) => [name, jwk[name]]))
  if (hash('sha256', JSON.stringify(required), 'base64url') !== jkt) return undefined
  try {
    const key = createPublicKey({ key: required, format: 'jwk' })
    const bits = key.asymmetricKeyDetails?.modulusLength
    if (bits !== undefined && bits < leastRsaBits) return undefined
    const rsaPss = {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    }
    return {
      header: encoded,
      digest: kty === 'OKP' ? null : 'sha256',
      isEcdsa: kty === 'EC',
      key: kty === 'RSA' ? { key, ...rsaPss } : key,
    }
  } catch {
    return undefined
  }
}

function isSignedBy(by: ProofKey, signed: string, signature: Buffer): boolean {
  if (by.isEcdsa && signature.length !== 64) return false
  const bytes = by.isEcdsa ? derOf(signature) : signature
  return verify(by.digest, Buffer.from(signed, 'latin1'), by.key, bytes)
}

/**
 * r and s (RFC 7518 §3.4) as ASN.1 has them. Node would convert them itself for `dsaEncoding: 'ieee-p1363'`, by way of a second
 * form of the key: 100 µs a verification instead of 67.
 */
function derOf(signature: Buffer): Buffer {
  const der = Buffer.allocUnsafe(72)
  let end = 2
  for (const last of [32, 64]) {
    let first = last - 32
    while (first < last - 1 && signature[first] === 0) first += 1
    // A first bit of one would make it negative.
    const zeros = (signature[first] ?? 0) > 0x7f ? 1 : 0
    der.set([2, last - first + zeros, 0], end)
    signature.copy(der, end + 2 + zeros, first, last)
    end += 2 + zeros + last - first
  }
  der.set([0x30, end - 2])
  return der.subarray(0, end)
}

/** RFC 7519 §4.1.4, §4.1.5. */
function isInForce(claims: Record<string, unknown>, now: number): boolean {
  const { nbf = now, exp = now + 1 } = claims
  return typeof nbf === 'number' && nbf <= now && typeof exp === 'number' && exp > now
}

/** base64url without padding, in the one form that encodes these bytes (RFC 7515 §2). */
function bytesOf(encoded: string): Buffer | undefined {
  const bytes = Buffer.from(encoded, 'base64url')
  return bytes.toString('base64url') === encoded ? bytes : undefined
}

function objectIn(encoded: string): Record<string, unknown> | undefined {
  const bytes = bytesOf(encoded)
  if (!bytes || !isUtf8(bytes)) return undefined
  try {
    const value: unknown = JSON.parse(bytes.toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
