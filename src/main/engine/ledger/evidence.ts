import { createHash } from 'node:crypto'
import { query } from '#db'
import { AppError } from '#shared/errors'
import { mostEvidenceFiles } from '#shared/ledger'
import { act } from '../act.ts'
import type { ActContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { entryOf, entryTold } from './entries.ts'
import { ledgerTarget, writeEntry } from './save.ts'
import { forgetSent, sentFile } from './uploads.ts'

const ofProvider = query<{ providerId: number }>()((k, v) =>
  k
    .selectFrom('ledgerFiles')
    .select(['id', 'item', 'name', 'size', 'sha256', 'enteredByName', 'enteredAt'])
    .where('providerId', '=', v('providerId'))
    .where('removed', '=', 0)
    .orderBy('id'),
)

export interface EvidenceFile {
  id: number
  name: string
  size: number
  /** In hexadecimal. */
  sha256: string
  enteredByName: string
  enteredAt: number
}

/** The files of a provider's ledger, by item, oldest first. */
export function evidenceOfItems(
  { store }: Pick<Engine, 'store'>,
  providerId: number,
): (item: string) => EvidenceFile[] {
  const rows = store.statement(ofProvider).all({ providerId })
  return (item) =>
    rows
      .filter((row) => row.item === item)
      .map(({ item: _, sha256, ...row }) => ({ ...row, sha256: hex(sha256) }))
}

const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')
const hashOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

interface AttachForm {
  providerId: number
  item: string
  version: number
  name: string
  /** As the pieces of the file were named. */
  upload: string
}

/**
 * Puts a file that was sent beside an item, in the database, so that each backup carries it. What was checked was the item
 * without it: the check is to be made anew.
 * @returns its SHA-256, in hexadecimal
 * @throws AppError provider.not-found, provider.changed-meanwhile, ledger.file-lost, ledger.file-too-many
 */
const attachSent = act('ledger.attach', (ctx, form: AttachForm) => {
  const { engine, actor } = ctx
  const { providerId, item, version, name } = form
  const target = ledgerTarget(engine, providerId)
  const row = entryOf(engine, providerId, item)
  if (!row) throw new AppError('provider.changed-meanwhile')
  if (evidenceOfItems(engine, providerId)(item).length >= mostEvidenceFiles)
    throw new AppError('ledger.file-too-many')
  const bytes = sentFile(ctx, form.upload)
  const { value, note, evidence, owner, dueOn } = row
  const { after } = writeEntry(ctx, {
    ...{ providerId, item, version, value, note, evidence, owner, dueOn },
  })
  const sha256 = hashOf(bytes)
  engine.store.insert('ledgerFiles', {
    ...{ providerId, item, name, size: bytes.length, sha256, bytes },
    ...{ enteredBy: Number(actor.id), enteredByName: actor.name, enteredAt: engine.clock.now() },
  })
  const told = { ...entryTold(after), file: name, sha256: hex(sha256) }
  return { target, after: told, result: hex(sha256) }
})

/** @see attachSent */
export async function attachEvidence(ctx: ActContext, form: AttachForm): Promise<string> {
  const sha256 = await attachSent(ctx, form)
  forgetSent(ctx, form.upload)
  return sha256 ?? ''
}

/** A file as it was entered. @throws AppError evidence.not-found, ledger.file-damaged (its bytes are not those of its SHA-256) */
export function evidenceFile(
  { store }: Pick<Engine, 'store'>,
  { providerId, id }: { providerId: number; id: number },
): { name: string; bytes: Uint8Array; sha256: string } {
  const row = store.find('ledgerFiles', { id, providerId, removed: 0 })
  if (!row) throw new AppError('evidence.not-found')
  if (!hashOf(row.bytes).equals(row.sha256)) throw new AppError('ledger.file-damaged')
  return { name: row.name, bytes: row.bytes, sha256: hex(row.sha256) }
}
