import { stringify } from 'csv-stringify/sync'
import Encoding from 'encoding-japanese'

export type CsvEncoding = 'utf-8' | 'cp932'

/** A cell that a spreadsheet would take for a formula is made text (OWASP CSV Injection); numbers stay numbers. */
export function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell
}

function cp932(text: string): Uint8Array {
  return Uint8Array.from(
    Encoding.convert(Encoding.stringToCode(text), {
      from: 'UNICODE',
      to: 'SJIS',
      fallback: 'error',
    }),
  )
}

function fits(character: string): boolean {
  try {
    cp932(character)
    return true
  } catch {
    return false
  }
}

/** Characters that CP932 has not, each once: never silently replaced (R76). */
export function unmappable(rows: readonly (readonly string[])[]): string[] {
  const seen = new Set<string>()
  // Plain ASCII and kana need no look.
  for (const row of rows)
    for (const cell of row)
      for (const character of cell) if (character > '\u00ff') seen.add(character)
  return [...seen].filter((character) => !fits(character))
}

/**
 * Lines as a spreadsheet of the house reads them: CRLF, UTF-8 with a BOM or CP932, formulas made harmless (R76).
 * With `replace`, what CP932 has not becomes 〓, as Japanese printers mark it.
 */
export function csvFile(
  rows: readonly (readonly string[])[],
  encoding: CsvEncoding,
  replace = false,
): Uint8Array {
  const missing = encoding === 'cp932' && replace ? new Set(unmappable(rows)) : new Set<string>()
  const safe = (cell: string): string =>
    harmless(missing.size === 0 ? cell : [...cell].map((c) => (missing.has(c) ? '〓' : c)).join(''))
  const text = stringify(
    rows.map((row) => row.map(safe)),
    { record_delimiter: '\r\n' },
  )
  return encoding === 'utf-8' ? Buffer.from(`\ufeff${text}`, 'utf8') : cp932(text)
}
