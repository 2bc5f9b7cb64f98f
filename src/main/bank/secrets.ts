import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { Lane } from './lane.ts'

/** RFC 9106 second recommended option scaled to OWASP's minimum: 19 MiB, two passes, one lane (about 20 ms). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** A native library that no start needs: loaded by the first who signs in. */
const argon2 = () => import('@node-rs/argon2')

/** Whose secret it is: however many customers sign in, staff go past them on a thread of their own. */
export type Whose = 'customers' | 'staff'

/** argon2id under a pepper, in the thread pool. The pepper is what protects short answers in a stolen file. */
export class Passwords {
  readonly #pepper: Buffer
  #decoy: Promise<string> | undefined
  /** Of the pool's four threads one is left for files. Ten seconds of sign-ins may wait: who came later would have gone. */
  readonly #lanes: Record<Whose, Lane> = {
    customers: new Lane({ atOnce: 2, mostWaiting: 1_000 }),
    staff: new Lane({ atOnce: 1, mostWaiting: 100 }),
  }

  constructor(pepper: Buffer) {
    this.#pepper = pepper
  }

  /** @throws AppError server.busy */
  hash(whose: Whose, text: string): Promise<string> {
    return this.#lanes[whose].run(() => this.#hash(text))
  }

  /**
   * Without a stored hash the work is done against a decoy, so that unknown and wrong take the same time.
   * @throws AppError server.busy
   */
  matches(whose: Whose, stored: string | undefined, text: string): Promise<boolean> {
    return this.#lanes[whose].run(async () => {
      this.#decoy ??= this.#hash(randomBytes(16).toString('hex'))
      // A sign-in without a password (an imported one) is like none at all.
      const usable = stored?.startsWith('$argon2') ? stored : undefined
      const against = usable ?? (await this.#decoy)
      const same = await (await argon2()).verify(against, text, { secret: this.#pepper })
      return usable !== undefined && same
    })
  }

  async #hash(text: string): Promise<string> {
    return (await argon2()).hash(text, {
      ...cost,
      algorithm: 2 /* argon2id */,
      secret: this.#pepper,
    })
  }
}

/** 合言葉 as typed in any width (R30): NFKC, trimmed. */
export function normalAnswer(text: string): string {
  return text.normalize('NFKC').trim()
}

/** 利用者番号 at rest: AES-256-GCM, since single digits must be checkable and a hash cannot do that. */
export class FactorCipher {
  readonly #key: Buffer

  constructor(key: Buffer) {
    this.#key = key
  }

  seal(text: string): Buffer {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv)
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), body])
  }

  open(sealed: Uint8Array): string {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, 12))
    decipher.setAuthTag(sealed.subarray(12, 28))
    return decipher.update(sealed.subarray(28), undefined, 'utf8') + decipher.final('utf8')
  }
}

/** Compares in constant time whatever the lengths. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
