import { TextDecoder } from 'node:util'
import type { ImportEncoding, ImportProblem } from '#shared/import-columns'

export const labels: Record<ImportEncoding, string> = { 'utf-8': 'utf-8', cp932: 'shift_jis' }

/** Width does not matter in the names of columns either. */
export const columnName = (text: string): string => text.normalize('NFKC').trim()

const decoded = (bytes: Buffer, encoding: ImportEncoding): string | undefined => {
  try {
    return new TextDecoder(labels[encoding], { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * The encoding of a CSV file, by its first line: the names of the columns are Japanese, so that only one encoding reads them.
 * @param columns the names that its kind may have
 */
export function encodingOf(
  firstLine: Buffer,
  columns: readonly string[],
): { encoding: ImportEncoding } | { problem: ImportProblem['problem'] } {
  const readings = (['utf-8', 'cp932'] as const).map((encoding) => ({
    encoding,
    text: decoded(firstLine, encoding),
  }))
  const found = readings.find(({ text }) =>
    columns.some((name) => text && columnName(text).includes(name)),
  )
  if (found) return { encoding: found.encoding }
  const bytes = firstLine.subarray(0, 2).toString('hex')
  const utf16 = bytes === 'fffe' || bytes === 'feff' || firstLine.includes(0)
  return {
    problem:
      utf16 || readings.every(({ text }) => text === undefined) ? 'unknown-encoding' : 'other-file',
  }
}

const longestLine = 64 * 1024

/** Reads on until the first line is whole. @returns it, and everything from the start again */
export async function peekLine(
  chunks: AsyncIterable<Buffer>,
): Promise<{ line: Buffer; all: AsyncIterable<Buffer> }> {
  const rest = chunks[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  while (!head.includes(0x0a) && head.length < longestLine) {
    const next = await rest.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  const end = head.indexOf(0x0a)
  async function* all(): AsyncGenerator<Buffer> {
    yield head
    for (;;) {
      const next = await rest.next()
      if (next.done) return
      yield next.value
    }
  }
  return { line: end < 0 ? head : head.subarray(0, end), all: all() }
}
