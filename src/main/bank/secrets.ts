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

/** Loaded at the first sign-in, since the program starts faster without it. */
const argon2 = () => import('@node-rs/argon2')

/** Whose secret it is. Staff have a lane of their own, so that many customers who sign in at once do not make them wait. */
export type Whose = 'customers' | 'staff'

/** argon2id under a pepper, in the thread pool. The pepper is what protects short answers in a stolen file. */
export class Passwords {
  readonly #pepper: Buffer
  #decoy: Promise<string> | undefined
  /**
   * Three of the four threads of Node's pool, so that one is left for files. What may wait is ten seconds of work: nobody waits
   * longer than that for a page.
   */
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
   * Where no hash is stored, the text is checked against a made-up one, so that an unknown login takes as long as a wrong
   * password.
   * @throws AppError server.busy
   */
  matches(whose: Whose, stored: string | undefined, text: string): Promise<boolean> {
    return this.#lanes[whose].run(async () => {
      this.#decoy ??= this.#hash(randomBytes(16).toString('hex'))
      // Imported logins have no password yet; they are treated as unknown.
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

/** The answer to a 合言葉, the same whether typed in full or half width (R30): NFKC, without spaces around it. */
export function normalAnswer(text: string): string {
  return text.normalize('NFKC').trim()
}

/** Encrypts the 利用者番号 for the database with AES-256-GCM: single digits of it are asked, which a hash could not check. */
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

/** Compares two texts in a time that tells nothing about them, not even their lengths. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
