import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { type Reader, sql, writeWhole } from '#db'
import { dayMs, dayNumber, isoDate, startOfDay } from '#shared/japanese-date'
import { isInChain } from './head.ts'
import { formerLives } from './restored.ts'
import { copiesFolder, readClaim, type Signing, signClaim } from './signed-claims.ts'

/** The purpose of the signature, so that no token of the server passes for a copy (RFC 8725 §3.11). */
const typ = 'renkei-audit-head+jws'

const Claim = z.object({ id: z.number().int().positive(), hash: z.string(), at: z.number() })
type Claim = z.infer<typeof Claim>

/** Days in a row that may end before their copy is made: the program was started and ended, or midnight came, before a check had ended. */
const lateAtMost = 3

const lastBefore = (at: number, id: number) =>
  sql
    .selectFrom('auditEntries')
    .select(['id', 'hash', 'at'])
    .where('id', '<', id)
    .where('at', '<', at)
    .orderBy('id', 'desc')
    .limit(1)

/**
 * The newest entry's number and hash, signed once a day (R86), so that a copy kept elsewhere proves years later what the audit
 * was; and, first, the same of the last days that ended without theirs. A day's copy that is there is left as it is.
 *
 * @param now epoch ms: stands in each as the time at which it was signed
 */
export async function keepSignedCopies(
  folder: string,
  keys: Signing,
  reader: Pick<Reader, 'read'>,
  now: number,
): Promise<void> {
  mkdirSync(join(folder, copiesFolder), { recursive: true, mode: 0o700 })
  const today = isoDate(now)
  const newestCopy = copyDays(folder).at(-1) ?? ''
  const late: { day: string; head: { id: number; hash: Uint8Array } }[] = []
  let [head] = reader.read(lastBefore(startOfDay(now), Number.MAX_SAFE_INTEGER))
  while (head && isoDate(head.at) > newestCopy && late.length <= lateAtMost) {
    late.push({ day: isoDate(head.at), head })
    head = reader.read(lastBefore(startOfDay(head.at), head.id))[0]
  }
  // The oldest first: what comes before the newest copy is not made any more.
  if (late.length <= lateAtMost)
    for (const { day, head } of late.reverse()) await keepCopy(folder, keys, { day, head, now })
  const [newest] = reader.read(lastBefore(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))
  if (newest) await keepCopy(folder, keys, { day: today, head: newest, now })
}

async function keepCopy(
  folder: string,
  keys: Signing,
  { day, head, now }: { day: string; head: { id: number; hash: Uint8Array }; now: number },
): Promise<void> {
  const claim: Claim = { id: head.id, hash: Buffer.from(head.hash).toString('hex'), at: now }
  const signed = await signClaim(keys, claim, typ)
  try {
    writeWhole(copyOf(folder, day), `${signed}\n`, 'new')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

export const hasSignedCopy = (folder: string, now: number): boolean =>
  existsSync(copyOf(folder, isoDate(now)))

const nameOf = (day: string): string => `${day}.jws`
const copyOf = (folder: string, day: string): string => join(folder, copiesFolder, nameOf(day))

export interface CopiesCheck {
  /** A copy that differs from the chain: the chain, or what it stands on, was made anew. */
  broken: { id: number; at: number; why: 'copy' } | null
  /** Files that none of our keys has signed for this: torn, changed, or somebody else's. They say nothing of the chain. */
  unreadable: string[]
  /** Days before today that have entries and no copy, without the last ones, of which it is still to be made. */
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
  const copied = copyDays(folder)
  const unreadable: string[] = []
  let broken: CopiesCheck['broken'] = null
  for (const name of copied.map(nameOf)) {
    const text = readFileSync(join(folder, copiesFolder, name), 'utf8')
    const claim = await readClaim(text, keys, { purpose: typ, schema: Claim })
    if (!claim) unreadable.push(name)
    // The entries of this month were deleted by retention, so there is nothing to compare with.
    else if ((gone && claim.id <= gone.lastId) || ended(claim)) continue
    else if (!isInChain(claim, reader)) broken ??= { id: claim.id, at: claim.at, why: 'copy' }
  }
  const without = [...days]
    .filter((day) => day < dayNumber(now))
    .sort((a, b) => a - b)
    .map((day) => isoDate(day * dayMs))
    .filter((day) => !copied.includes(day))
  const newestCopy = copied.at(-1) ?? ''
  const late = without.filter((day) => day > newestCopy)
  const missing = late.length <= lateAtMost ? without.filter((day) => !late.includes(day)) : without
  return { broken, unreadable, missing }
}

/** The days of which there is a copy, the oldest first. */
function copyDays(folder: string): string[] {
  try {
    return readdirSync(join(folder, copiesFolder))
      .flatMap((name) => /^(\d{4}-\d\d-\d\d)\.jws$/.exec(name)?.[1] ?? [])
      .sort()
  } catch {
    return []
  }
}
