import { createHmac, hash, randomFillSync, timingSafeEqual } from 'node:crypto'
import type { Keys } from '../keys/keys.ts'

const idBytes = 6
const secretBytes = 32
const length = Math.ceil(((idBytes + secretBytes) * 4) / 3)
const space = 2n ** 48n
/** Part of the number, so that a value is looked for among its own kind alone. */
const kinds = ['accessTokens', 'refreshTokens', 'authorizationCodes', 'pushedRequests'] as const
export type TokenKind = (typeof kinds)[number]
const numberOf = Object.fromEntries(kinds.map((kind, i) => [kind, BigInt(i)])) as Record<
  TokenKind,
  bigint
>
const kindCount = BigInt(kinds.length)

/**
 * A token is its kind and row number, scrambled so that it shows no counts, followed by 256 random bits; of those only 16 bytes of
 * SHA-256 are stored (RFC 9700 §4.14: a stolen database opens nothing).
 */
export class TokenValues {
  readonly #factor: bigint
  readonly #inverse: bigint
  readonly #mask: bigint
  readonly #pool = Buffer.alloc(secretBytes * 256)
  #used = this.#pool.length

  constructor(keys: Pick<Keys, 'pseudonyms'>) {
    const material = createHmac('sha256', keys.pseudonyms).update('token-ids').digest()
    this.#factor = (material.readBigUInt64BE(0) % space) | 1n
    this.#mask = material.readBigUInt64BE(8) % space
    this.#inverse = inverse(this.#factor)
  }

  make(kind: TokenKind, id: number): string {
    const bytes = Buffer.allocUnsafe(idBytes + secretBytes)
    const number = BigInt(id) * kindCount + numberOf[kind]
    const scrambled = ((number * this.#factor) % space) ^ this.#mask
    bytes.writeUIntBE(Number(scrambled), 0, idBytes)
    if (this.#used === this.#pool.length) {
      randomFillSync(this.#pool)
      this.#used = 0
    }
    this.#pool.copy(bytes, idBytes, this.#used, this.#used + secretBytes)
    this.#pool.fill(0, this.#used, this.#used + secretBytes)
    this.#used += secretBytes
    return bytes.toString('base64url')
  }

  /** The row that a value names; undefined for anything that was not made here. */
  rowOf(kind: TokenKind, value: string): number | undefined {
    if (value.length !== length) return undefined
    const bytes = Buffer.from(value, 'base64url')
    if (bytes.length !== idBytes + secretBytes || bytes.toString('base64url') !== value)
      return undefined
    const scrambled = BigInt(bytes.readUIntBE(0, idBytes)) ^ this.#mask
    const number = (scrambled * this.#inverse) % space
    return number % kindCount === numberOf[kind] ? Number(number / kindCount) : undefined
  }
}

export function tokenHash(value: string): Buffer {
  // Asked for as a buffer, Node makes one outside of its pool, at twice the cost.
  return Buffer.from(hash('sha256', value, 'binary').slice(0, 16), 'latin1')
}

export function sameHash(stored: Uint8Array, value: string): boolean {
  return timingSafeEqual(stored, tokenHash(value))
}

function inverse(odd: bigint): bigint {
  let x = odd
  for (let bits = 3; bits < 48; bits *= 2)
    x = (x * (2n - ((odd * x) % space)) + space * space) % space
  return x
}
