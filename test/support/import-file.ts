import { stringify } from 'csv-stringify/sync'
import Encoding from 'encoding-japanese'
import { decideProposal, type ImportStatus, listProposals } from '#engine'
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
export const importer = { kind: 'staff', id: '9001', name: '三浦 京子', role: 'hq-admin' } as const
export const agreer = { kind: 'staff', id: '9002', name: '加賀谷 誠', role: 'sysadmin' } as const

/** Both are accounts in the database: a proposal names its maker. */
async function employ({ store }: World['engine']): Promise<void> {
  for (const { id, name, role } of [importer, agreer])
    if (!store.find('staff', { id: Number(id) }))
      await store.write(() =>
        store.insert('staff', {
          ...{ id: Number(id), loginId: `staff-${id}`, name, role, passwordHash: '' },
          createdAt: 0,
        }),
      )
}

/** Sends a file in pieces, as a window does, and waits until it is checked. */
export async function sendFile(
  { engine }: Pick<World, 'engine'>,
  file: Buffer,
  { kind, fileName = 'file.csv' }: Given,
): Promise<ImportStatus> {
  await employ(engine)
  const { id } = engine.imports.begin(importer, { kind, fileName, size: file.length })
  for (let at = 0; at < file.length; at += 70_001)
    await engine.imports.add(id, file.subarray(at, at + 70_001), importer)
  return reached(engine, id, ['checked', 'failed'])
}
export async function reached(
  { imports }: World['engine'],
  id: string,
  states: readonly ImportStatus['state'][],
): Promise<ImportStatus> {
  for (;;) {
    const status = imports.status(id)
    if (states.includes(status.state)) return status
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
/** A second person's word to the newest file that waits for one. */
export async function secondWord(
  world: World,
  approve = true,
  by: Parameters<World['by']>[0] = agreer,
): Promise<void> {
  const waiting = listProposals(world.by(by)).at(-1)
  await decideProposal(world.by(by), { id: waiting?.id ?? 0, approve, note: '' })
  await world.engine.imports.goOn()
}

export interface Given {
  kind: ImportKind
  accept?: boolean
  fileName?: string
}

/** Sends a file and accepts it when nothing is wrong with it, by two persons where it takes two. */
export async function takeFile(world: World, file: Buffer, given: Given): Promise<ImportStatus> {
  const { imports } = world.engine
  const checked = await sendFile(world, file, given)
  if (given.accept === false || checked.problemCount > 0) {
    await imports.cancel(checked.id)
    return checked
  }
  await imports.accept(checked.id, world.by(importer))
  const { state } = await reached(world.engine, checked.id, ['waiting', 'done', 'failed'])
  if (state === 'waiting') await secondWord(world)
  return reached(world.engine, checked.id, ['done', 'failed'])
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
