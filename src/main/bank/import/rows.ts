import { TextDecoder } from 'node:util'
import { parse } from 'csv-parse'
import type { ImportEncoding, ImportProblem } from '#shared/import-columns'
import { columnName, encodingOf, labels, peekLine } from './encoding.ts'

/** A record of a file: its fields by header, or what is wrong with it as a whole. */
export interface RawRow {
  /** 1-based line where it begins, as an editor counts. */
  row: number
  fields: Record<string, string>
  problems: ImportProblem[]
}

const longestRecord = 64 * 1024

/**
 * CSV as RFC 4180 has it: quoted fields, doubled quotes, line breaks inside quotes. Bytes are cut into fields before they are
 * decoded (no byte of a quote, comma or line break is part of another character in either encoding), so that a character
 * outside the encoding is named with its row and column instead of being replaced.
 * @param columns the names that the first line may have; they tell the encoding
 */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  columns: readonly string[],
  onEncoding: (encoding: ImportEncoding) => void,
): AsyncGenerator<RawRow> {
  const { line, all } = await peekLine(chunks)
  const found = encodingOf(line, columns)
  if ('problem' in found) {
    const problems = [{ row: 1, column: '', problem: found.problem, detail: '' }]
    yield { row: 1, fields: {}, problems }
    return
  }
  const { encoding } = found
  onEncoding(encoding)
  if (isDividedOtherwise(new TextDecoder(labels[encoding]).decode(line), columns)) {
    const problems = [{ row: 1, column: '', problem: 'delimiter' as const, detail: '' }]
    yield { row: 1, fields: {}, problems }
    return
  }
  const decoder = new TextDecoder(labels[encoding], { fatal: true, ignoreBOM: true })
  const parser = parse({
    encoding: 'latin1',
    bom: false,
    relax_column_count: true,
    max_record_size: longestRecord,
    info: true,
  })
  void feed(all, parser)
  let header: string[] | undefined
  let before = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      const row = before + 1
      before = info.lines
      // What spreadsheets leave below their rows, and the mark by which core systems end a file.
      if (record.every((field) => isBlank(field, decoder))) continue
      if (!header) {
        const first = record.map(
          (field) => decoded(field.replace(/^\xef\xbb\xbf/, ''), decoder) ?? '',
        )
        const names = withoutTail(first.map(columnName))
        header = names
        const twice = names.filter((name, i) => names.indexOf(name) !== i)
        yield {
          row,
          fields: Object.fromEntries(names.map((name) => [name, ''])),
          problems: twice.map((column) => ({ row, column, problem: 'duplicate', detail: column })),
        }
        continue
      }
      yield asRow(row, header, record, decoder)
    }
  } catch (error) {
    const { message, lines } = error as { message: string; lines?: number }
    const row = Number(/line (\d+)/.exec(message)?.[1] ?? lines ?? before + 1)
    const problem = /max.record.size/i.test(message) ? 'too-long' : 'quote'
    yield { row, fields: {}, problems: [{ row, column: '', problem, detail: '' }] }
  }
}

/** Whether tabs or semicolons divide the names in the first line, and not commas. */
function isDividedOtherwise(line: string, columns: readonly string[]): boolean {
  const names = (sign: string): number =>
    line.split(sign).filter((one) => columns.includes(columnName(one.replaceAll('"', '')))).length
  return Math.max(names('\t'), names(';')) > names(',')
}

async function feed(
  chunks: AsyncIterable<Buffer>,
  parser: ReturnType<typeof parse>,
): Promise<void> {
  try {
    for await (const chunk of chunks)
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve))
    parser.end()
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)))
  }
}

function asRow(row: number, header: string[], record: string[], decoder: TextDecoder): RawRow {
  const problems: ImportProblem[] = []
  const fields: Record<string, string> = {}
  const beyond = record.slice(header.length).some((field) => !isBlank(field, decoder))
  if (record.length < header.length || beyond)
    problems.push({
      row,
      column: '',
      problem: 'wrong-columns',
      detail: `${record.length} / ${header.length}`,
    })
  header.forEach((column, i) => {
    const text = decoded(record[i] ?? '', decoder)
    if (text === undefined) problems.push({ row, column, problem: 'encoding', detail: '' })
    fields[column] = text ?? ''
  })
  return { row, fields, problems }
}

/** The mark is taken out as a byte: decoders of Shift_JIS make another control character of it. */
const isBlank = (latin1: string, decoder: TextDecoder): boolean =>
  decoded(latin1.replaceAll('\x1a', ''), decoder)?.trim() === ''

/** Columns without a name behind the last one: each row ends with a comma. */
function withoutTail(names: readonly string[]): string[] {
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1)
}

function decoded(latin1: string, decoder: TextDecoder): string | undefined {
  try {
    return decoder.decode(Buffer.from(latin1, 'latin1'))
  } catch {
    return undefined
  }
}
