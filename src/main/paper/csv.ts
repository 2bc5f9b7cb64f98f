import { stringify } from 'csv-stringify/sync'
import Encoding from 'encoding-japanese'

export type CsvEncoding = 'utf-8' | 'cp932' | 'paper'

/**
 * Makes text of a cell that a spreadsheet would run as a formula (OWASP, CSV Injection). That includes the signs in full
 * width, which some programs treat alike, and the mathematical minus, which CP932 turns into the full-width one. Numbers
 * stay numbers.
 */
export function harmless(cell: string): string {
  return /^[=+\-@＝＋－−＠\t\r\n]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell
}

function cp932(text: string): Buffer {
  return Buffer.from(
    Encoding.convert(Encoding.stringToCode(text), {
      from: 'UNICODE',
      to: 'SJIS',
      fallback: 'error',
    }),
  )
}

/**
 * A file that Japanese spreadsheets read: CRLF, UTF-8 with a BOM or CP932, formulas made harmless (R76). Rows are added as
 * they are read, so that no call holds the thread for long.
 */
export class CsvWriter {
  readonly #encoding: CsvEncoding
  readonly #replace: boolean
  readonly #chunks: Buffer[]
  /** What is printed: no spreadsheet reads it, and nothing is to be made harmless. */
  readonly #printed: (readonly string[])[] = []
  /** Whether CP932 has a character; asked once for each. */
  readonly #known = new Map<string, boolean>()
  rows = 0

  /** `replace`: characters that CP932 lacks become 〓, as Japanese printers mark them; otherwise no file is made. */
  constructor(encoding: CsvEncoding, replace: boolean) {
    this.#encoding = encoding
    this.#replace = replace
    this.#chunks = encoding === 'utf-8' ? [Buffer.from('\ufeff', 'utf8')] : []
  }

  add(rows: readonly (readonly string[])[]): void {
    this.rows += rows.length
    if (this.#encoding === 'paper') {
      this.#printed.push(...rows)
      return
    }
    const safe = rows.map((row) => row.map((cell) => harmless(this.#fitted(cell))))
    if (this.unmappable.length > 0 && !this.#replace) return
    const text = stringify(safe, { record_delimiter: '\r\n' })
    this.#chunks.push(this.#encoding === 'utf-8' ? Buffer.from(text, 'utf8') : cp932(text))
  }

  /** Characters that CP932 lacks, each once; they are never replaced without a word. */
  get unmappable(): string[] {
    return [...this.#known].filter(([, fits]) => !fits).map(([character]) => character)
  }

  file(): Buffer | null {
    if (this.#encoding === 'paper') return Buffer.from(JSON.stringify(this.#printed), 'utf8')
    return this.unmappable.length > 0 && !this.#replace ? null : Buffer.concat(this.#chunks)
  }

  #fitted(cell: string): string {
    if (this.#encoding !== 'cp932') return cell
    let fitted = ''
    for (const character of cell)
      fitted += character <= '\u007f' || this.#fits(character) ? character : this.#mark(character)
    return fitted
  }

  #mark(character: string): string {
    return this.#replace ? '〓' : character
  }

  #fits(character: string): boolean {
    const known = this.#known.get(character)
    if (known !== undefined) return known
    let fits = true
    try {
      cp932(character)
    } catch {
      fits = false
    }
    this.#known.set(character, fits)
    return fits
  }
}
