import { createPublicKey, X509Certificate } from 'node:crypto'
import { type SigningAlgorithm, signatures } from '#shared/algorithms'
import { mostKeys } from '#shared/provider'
import type { KeyFault, KeyMisfit, KeyReading, ReadKey } from '#shared/provider-keys'
import {
  hasPrivatePart,
  isKnownType,
  keyObjectOf,
  type PublicJwk,
  publicPart,
  thumbprint,
} from './public-key.ts'

const leastRsaBits = 2_048
/** JWK names of curves, and their bits. */
const curveBits: Readonly<Record<string, number>> = {
  'P-256': 256,
  'P-384': 384,
  'P-521': 521,
  secp256k1: 256,
  Ed25519: 256,
  X25519: 256,
}
const seconds = (text: string): number => Math.floor(Date.parse(text) / 1000)

/** A fault with its place: the key's number from 1, 0 for the whole. */
class Faulty extends Error {
  readonly fault: KeyFault
  readonly value: string

  constructor(fault: KeyFault, value = '') {
    super(fault)
    this.fault = fault
    this.value = value
  }
}

/**
 * Reads public keys as a provider sends them: a JWK Set (RFC 7517 §5), a JWK, several of them, or PEM with public keys and
 * certificates, whose days become the key's. A private key is told of and nothing else of it: neither kept nor logged.
 * @param published it is what stands at an address: keys of a type that nobody here knows are passed over there (RFC 7517 §5), so that
 * a provider may publish one for others
 */
export function readPublicKeys(
  text: string,
  algorithm: SigningAlgorithm,
  { published = false } = {},
): KeyReading {
  let given: Record<string, unknown>[]
  try {
    given = givenIn(text.trim())
    if (given.length > mostKeys) throw new Faulty('too-many', String(given.length))
    if (published) given = given.filter(({ kty }) => kty === 'oct' || isKnownType(kty))
  } catch (error) {
    return refused([faultOf(error, 0)])
  }
  if (given.some(hasPrivatePart)) return refused([{ fault: 'private-key', at: 0, value: '' }])
  const keys: ReadKey[] = []
  const jwks: PublicJwk[] = []
  const faults: KeyReading['faults'] = []
  given.forEach((one, i) => {
    try {
      const { key, told } = read(one, algorithm)
      keys.push(told)
      jwks.push(key)
    } catch (error) {
      faults.push(faultOf(error, i + 1))
    }
  })
  const kids = keys.map(({ kid }) => kid)
  const twice = kids.find((kid, i) => kids.indexOf(kid) !== i)
  if (twice !== undefined) faults.push({ fault: 'kid-not-unique', at: 0, value: twice })
  if (faults.length === 0 && keys.every(({ misfit }) => misfit !== null))
    faults.push({ fault: 'no-key-for-algorithm', at: 0, value: algorithm })
  if (faults.length > 0) return { keys, jwks: null, faults, converted: false }
  return { keys, jwks: { keys: jwks }, faults, converted: !isSet(text, jwks.length) }
}

const refused = (faults: KeyReading['faults']): KeyReading => ({
  ...{ keys: [], jwks: null, faults, converted: false },
})

function faultOf(error: unknown, at: number): KeyReading['faults'][number] {
  if (!(error instanceof Faulty)) throw error
  return { fault: error.fault, at, value: error.value }
}

/** Whether it was given as it is registered: a set whose keys are all named. */
function isSet(text: string, count: number): boolean {
  const keys = (parsed(text) as { keys?: PublicJwk[] } | undefined)?.keys
  return (
    keys?.length === count &&
    keys.every(
      (key) =>
        key.kid !== undefined && Object.keys(key).length === Object.keys(publicPart(key)).length,
    )
  )
}

/** @throws Faulty */
function givenIn(text: string): Record<string, unknown>[] {
  if (text === '') throw new Faulty('empty')
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(text)) throw new Faulty('private-key')
  if (text.includes('-----BEGIN ')) return pemIn(text)
  const value = parsed(text)
  // Cut off somewhere, and all the same somebody's secret.
  if (value === undefined) throw new Faulty(/"d"\s*:/.test(text) ? 'private-key' : 'unreadable')
  const inside = Array.isArray(value)
    ? value
    : ((value as { keys?: unknown } | null)?.keys ?? value)
  const keys: unknown[] = Array.isArray(inside) ? inside : [inside]
  if (keys.length === 0) throw new Faulty('empty')
  return keys.map((key) => {
    if (typeof key !== 'object' || key === null || Array.isArray(key))
      throw new Faulty('unreadable')
    return key as Record<string, unknown>
  })
}

/** @throws Faulty */
function pemIn(text: string): Record<string, unknown>[] {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g)]
  if (blocks.length === 0) throw new Faulty('unreadable')
  return blocks.map(([block, label]) => {
    if (!isPublicLabel(label)) throw new Faulty('no-public-key', label)
    const key = keyInPem(block, label)
    if (!key) throw new Faulty('broken')
    return key
  })
}

const isPublicLabel = (label = ''): boolean =>
  ['CERTIFICATE', 'PUBLIC KEY', 'RSA PUBLIC KEY'].includes(label)

function keyInPem(block: string, label = ''): Record<string, unknown> | undefined {
  try {
    if (label !== 'CERTIFICATE') return { ...createPublicKey(block).export({ format: 'jwk' }) }
    const { publicKey, validFrom, validTo } = new X509Certificate(block)
    const life = { nbf: seconds(validFrom), exp: seconds(validTo) }
    return { ...publicKey.export({ format: 'jwk' }), ...life }
  } catch {
    return undefined
  }
}

/** Without the parser's error: it quotes what was given. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** @throws Faulty */
function read(
  given: Record<string, unknown>,
  algorithm: SigningAlgorithm,
): { key: PublicJwk; told: ReadKey } {
  const { kty } = given
  if (kty === 'oct') throw new Faulty('shared-secret')
  if (!isKnownType(kty)) throw new Faulty('unknown-type', String(kty ?? ''))
  const object = keyObjectOf(given as PublicJwk)
  if (!object) throw new Faulty('broken', String(given.kid ?? ''))
  const rsaBits = object.asymmetricKeyDetails?.modulusLength
  if (rsaBits !== undefined && rsaBits < leastRsaBits)
    throw new Faulty('rsa-too-short', String(rsaBits))
  if (!isLife(given)) throw new Faulty('life')
  const print = thumbprint(given)
  const kidGiven = typeof given.kid !== 'string' || given.kid === ''
  const key = publicPart({ ...given, kid: kidGiven ? print : given.kid } as PublicJwk)
  const crv = typeof key.crv === 'string' ? key.crv : null
  return {
    key,
    told: {
      ...{ kid: key.kid, kidGiven, kty: key.kty, crv, thumbprint: print },
      bits: rsaBits ?? curveBits[crv ?? ''] ?? null,
      misfit: misfitOf(key, algorithm),
      from: key.nbf === undefined ? null : key.nbf * 1000,
      until: key.exp === undefined ? null : key.exp * 1000,
    },
  }
}

function isLife({ nbf, exp }: Record<string, unknown>): boolean {
  const isTime = (value: unknown): boolean => value === undefined || Number.isSafeInteger(value)
  if (!isTime(nbf) || !isTime(exp)) return false
  return nbf === undefined || exp === undefined || Number(nbf) < Number(exp)
}

/** Why a key is not one that an algorithm signs with; null: it is. */
export function misfitOf(key: PublicJwk, algorithm: SigningAlgorithm): KeyMisfit | null {
  const { kty, crv } = signatures[algorithm]
  if (key.kty !== kty) return 'type'
  if (crv !== undefined && key.crv !== crv) return 'curve'
  if (key.alg !== undefined && key.alg !== algorithm) return 'algorithm'
  const signs = !Array.isArray(key.key_ops) || key.key_ops.includes('verify')
  return (key.use ?? 'sig') === 'sig' && signs ? null : 'use'
}
