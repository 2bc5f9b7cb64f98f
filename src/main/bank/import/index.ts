import type { Store } from '#db'
import { type ImportEncoding, type ImportKind, importColumns } from '#shared/import-columns'
import { type FactorCipher, normalAnswer, type Passwords } from '../secrets.ts'
import { accountOf, customerOf, type ImportRow, text } from './known.ts'
import { csvRows, type RawRow } from './rows.ts'
import { type Hashed, writeRow } from './write.ts'
import { zenginRows } from './zengin.ts'

export { ImportCheck } from './check.ts'
export { EffectsCount, type ImportEffects } from './effects.ts'
export type { ImportRow } from './known.ts'

export function rowsOf(
  chunks: AsyncIterable<Buffer>,
  of: { kind: ImportKind; institution: string; today: string },
  onEncoding: (encoding: ImportEncoding) => void = () => {},
): AsyncGenerator<RawRow> {
  if (of.kind === 'zengin') {
    onEncoding('cp932')
    return zenginRows(chunks, of.institution, of.today)
  }
  const names = importColumns[of.kind].map(({ name }) => name)
  return csvRows(chunks, names, onEncoding)
}

/** Writes imported rows. Rows that wait are encrypted, since they may hold initial passwords and PINs (R27). */
export class RowWriter {
  readonly #store: Store
  readonly #factors: FactorCipher
  readonly #passwords: Passwords

  constructor(store: Store, factors: FactorCipher, passwords: Passwords) {
    this.#store = store
    this.#factors = factors
    this.#passwords = passwords
  }

  seal(row: ImportRow): Buffer {
    return this.#factors.seal(JSON.stringify(row))
  }

  open(payload: Uint8Array): ImportRow {
    return JSON.parse(this.#factors.open(payload))
  }

  /**
   * Called outside of the commit unit: argon2 runs in other threads and takes about 20 ms. A secret that is there already is not
   * hashed anew, so that writing a file again changes nothing.
   */
  async hash(kind: ImportKind, row: ImportRow): Promise<Hashed> {
    const { password, inquiryPin } = row
    const login = password && row.loginId && this.#store.find('logins', { loginId: row.loginId })
    const id = inquiryPin ? (accountOf(this.#store, row)?.id ?? 0) : 0
    const answers: (string | null)[] = []
    const customerId = kind === 'questions' ? (customerOf(this.#store, row)?.id ?? 0) : 0
    for (let position = 1; kind === 'questions' && position <= 3; position += 1)
      answers.push(
        await this.#replacing(
          normalAnswer(text(row, `answer${position}`)),
          this.#store.find('customerQuestions', { customerId, position })?.answerHash,
        ),
      )
    return {
      password: await this.#replacing(password, login ? login.passwordHash : undefined),
      inquiryPin: await this.#replacing(
        inquiryPin,
        inquiryPin ? this.#store.find('accounts', { id })?.inquiryPinHash : undefined,
      ),
      answers,
    }
  }

  async #replacing(
    typed: string | null | undefined,
    stored: string | null | undefined,
  ): Promise<string | null> {
    if (!typed) return null
    if (stored && (await this.#passwords.matches('customers', stored, typed))) return null
    return this.#passwords.hash('customers', typed)
  }

  /** Inside a commit unit. @returns for an event, until when grants were permitted that it ends, epoch ms */
  write(kind: ImportKind, row: ImportRow, hashed: Hashed, now: number): number | undefined {
    return writeRow({ store: this.#store, factors: this.#factors, now }, kind, row, hashed)
  }
}
