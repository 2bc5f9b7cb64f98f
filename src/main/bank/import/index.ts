import type { Store } from '#db'
import type { ImportEncoding, ImportKind } from '#shared/import-columns'
import type { FactorCipher, Passwords } from '../secrets.ts'
import type { ImportRow } from './check.ts'
import { csvRows, type RawRow } from './rows.ts'
import { type Hashed, writeRow } from './write.ts'
import { zenginRows } from './zengin.ts'

export { ImportCheck, type ImportRow } from './check.ts'

export function rowsOf(
  chunks: AsyncIterable<Buffer>,
  of: { kind: ImportKind; encoding: ImportEncoding; institution: string; today: string },
): AsyncGenerator<RawRow> {
  return of.kind === 'zengin'
    ? zenginRows(chunks, of.institution, of.today)
    : csvRows(chunks, of.encoding)
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

  /** Called outside of the commit unit: argon2 runs in other threads and takes about 20 ms. */
  async hash(row: ImportRow): Promise<Hashed> {
    const { password, inquiryPin } = row
    return {
      password: password ? await this.#passwords.hash('customers', password) : null,
      inquiryPin: inquiryPin ? await this.#passwords.hash('customers', inquiryPin) : null,
    }
  }

  /** Inside a commit unit. */
  write(kind: ImportKind, row: ImportRow, hashed: Hashed, now: number): void {
    writeRow({ store: this.#store, factors: this.#factors, now }, kind, row, hashed)
  }
}
