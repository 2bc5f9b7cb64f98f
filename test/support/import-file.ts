import { stringify } from 'csv-stringify/sync'
import Encoding from 'encoding-japanese'
import type { ImportStatus } from '#engine'
import { type ImportEncoding, type ImportKind, importColumns } from '#shared/import-columns'
import type { World } from './world.ts'

export const encode = (text: string, encoding: ImportEncoding): Buffer =>
  encoding === 'utf-8'
    ? Buffer.from(`\ufeff${text}`)
    : Buffer.from(
        Encoding.convert(Encoding.stringToCode(text), {
          from: 'UNICODE',
          to: 'SJIS',
          fallback: 'error',
        }),
      )
export const importer = { kind: 'staff', id: '1', name: '三浦 京子', role: 'hq-admin' } as const

export interface Given {
  kind: ImportKind
  accept?: boolean
  fileName?: string
}

/** Sends a file in pieces, as a window does, and accepts it when nothing is wrong with it. */
export async function takeFile(world: World, file: Buffer, given: Given): Promise<ImportStatus> {
  const desk = world.engine.imports
  const { id } = desk.begin(importer, {
    kind: given.kind,
    fileName: given.fileName ?? 'file.csv',
    size: file.length,
  })
  for (let at = 0; at < file.length; at += 70_001)
    await desk.add(id, file.subarray(at, at + 70_001))
  const until = async (states: string[]): Promise<ImportStatus> => {
    for (;;) {
      const status = desk.status(id)
      if (states.includes(status.state)) return status
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const checked = await until(['checked', 'failed'])
  if (given.accept === false || checked.problemCount > 0) {
    await desk.cancel(id)
    return checked
  }
  await desk.accept(id, world.by(importer))
  return until(['done', 'failed'])
}
export type Cells = Record<string, string>
export const csv = (
  kind: Exclude<ImportKind, 'zengin'>,
  rows: Cells[],
  encoding: ImportEncoding = 'utf-8',
): Buffer => {
  const columns = importColumns[kind].map((column) => column.name)
  return encode(
    stringify(rows, { header: true, columns, record_delimiter: 'windows', quoted_match: /[\n,"]/ }),
    encoding,
  )
}
