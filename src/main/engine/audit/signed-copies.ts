import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { type Reader, sql, writeWhole } from '#db'
import { dayMs, dayNumber, isoDate } from '#shared/japanese-date'
import { isInChain } from './head.ts'
import { formerLives } from './restored.ts'
import { copiesFolder, readClaim, type Signing, signClaim } from './signed-claims.ts'

/** The purpose of the signature, so that no token of the server passes for a copy (RFC 8725 §3.11). */
const typ = 'renkei-audit-head+jws'

const Claim = z.object({ id: z.number().int().positive(), hash: z.string(), at: z.number() })
type Claim = z.infer<typeof Claim>

/**
 * The newest entry's number and hash, signed once a day (R86), so that a copy kept elsewhere proves years later what the audit
 * was. A day's copy that is there is left as it is.
 */
export async function keepSignedCopy(
  folder: string,
  keys: Signing,
  head: { id: number; hash: Uint8Array },
  now: number,
): Promise<void> {
  const claim: Claim = { id: head.id, hash: Buffer.from(head.hash).toString('hex'), at: now }
  const signed = await signClaim(keys, claim, typ)
  const to = join(folder, copiesFolder)
  mkdirSync(to, { recursive: true, mode: 0o700 })
  try {
    writeWhole(copyOf(folder, isoDate(now)), `${signed}\n`, 'new')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

export const hasSignedCopy = (folder: string, now: number): boolean =>
  existsSync(copyOf(folder, isoDate(now)))

const copyOf = (folder: string, day: string): string => join(folder, copiesFolder, `${day}.jws`)

export interface CopiesCheck {
  /** A copy that differs from the chain: the chain, or what it stands on, was made anew. */
  broken: { id: number; at: number; why: 'copy' } | null
  /** Files that none of our keys has signed for this: torn, changed, or somebody else's. They say nothing of the chain. */
  unreadable: string[]
  /** Days before today that have entries and no copy. */
  missing: string[]
}

/**
 * Compares the signed copies with the chain. A chain that was made anew from its first entry is consistent in itself, but
 * does not agree with them. Copies of a life that a restore has knowingly ended (restored.ts) are left out.
 */
export async function checkSignedCopies(given: {
  folder: string
  keys: Signing
  reader: Pick<Reader, 'read'>
  /** Days with entries: see ChainCheck. */
  days: ReadonlySet<number>
  now: number
}): Promise<CopiesCheck> {
  const { folder, keys, reader, days, now } = given
  const [gone] = reader.read(
    sql.selectFrom('auditSegments').select('lastId').orderBy('lastId', 'desc').limit(1),
  )
  const ended = await formerLives(folder, keys, reader)
  const names = copiesIn(folder)
  const unreadable: string[] = []
  let broken: CopiesCheck['broken'] = null
  for (const name of names) {
    const text = readFileSync(join(folder, copiesFolder, name), 'utf8')
    const claim = await readClaim(text, keys, { purpose: typ, schema: Claim })
    if (!claim) unreadable.push(name)
    // The entries of this month were deleted by retention, so there is nothing to compare with.
    else if ((gone && claim.id <= gone.lastId) || ended(claim)) continue
    else if (!isInChain(claim, reader)) broken ??= { id: claim.id, at: claim.at, why: 'copy' }
  }
  const missing = [...days]
    .filter((day) => day < dayNumber(now))
    .sort((a, b) => a - b)
    .map((day) => isoDate(day * dayMs))
    .filter((day) => !names.includes(`${day}.jws`))
  return { broken, unreadable, missing }
}

function copiesIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, copiesFolder))
      .filter((name) => /^\d{4}-\d\d-\d\d\.jws$/.test(name))
      .sort()
  } catch {
    return []
  }
}
