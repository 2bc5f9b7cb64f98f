import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { type Reader, sql, writeWhole } from '#db'
import { type Head, isInChain } from './head.ts'
import { copiesFolder, readClaim, type Signing, signClaim } from './signed-claims.ts'

/** The purpose of the signature (RFC 8725 §3.11). */
const typ = 'renkei-restored+jws'

const Restored = z.object({
  /** The newest entry of the backup; the chain goes on behind it. */
  id: z.number().int().positive(),
  hash: z.string(),
  /** When the backup was made, and when it was put back: entries made in between are lost. Epoch ms. */
  madeAt: z.number(),
  restoredAt: z.number(),
})
type Restored = z.infer<typeof Restored>

/**
 * Writes down, signed, that the data went back from one time to an earlier one. Copies that were signed in between name entries
 * that are no more; without this record they would be taken for proof that the audit was made anew.
 */
export async function keepRestored(
  folder: string,
  keys: Signing,
  restored: Restored,
): Promise<void> {
  const to = join(folder, copiesFolder)
  mkdirSync(to, { recursive: true, mode: 0o700 })
  const name = `restored-${restored.restoredAt}.jws`
  writeWhole(join(to, name), `${await signClaim(keys, restored, typ)}\n`, 'new')
}

const after = (id: number) =>
  sql
    .selectFrom('auditEntries')
    .select('action')
    .where('id', '=', id + 1)

/**
 * @returns what tells of a copy whether it was signed in a time that a restore has undone. A record counts only when it continues the chain as it
 * is: the entry it goes back to is there, and the next one tells of the restore, so that nobody hides entries by a record alone.
 */
export async function formerLives(
  folder: string,
  keys: Signing,
  reader: Pick<Reader, 'read'>,
): Promise<(copy: Head & { at: number }) => boolean> {
  const found: Restored[] = []
  for (const name of recordsIn(folder)) {
    const text = readFileSync(join(folder, copiesFolder, name), 'utf8')
    const record = await readClaim(text, keys, { purpose: typ, schema: Restored })
    if (!record || !isInChain(record, reader)) continue
    if (reader.read(after(record.id))[0]?.action === 'system.restore') found.push(record)
  }
  return (copy) =>
    found.some(
      ({ id, madeAt, restoredAt }) => copy.id > id && copy.at >= madeAt && copy.at <= restoredAt,
    )
}

function recordsIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, copiesFolder)).filter((name) => name.startsWith('restored-'))
  } catch {
    return []
  }
}
