import { createPrivateKey, createPublicKey } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { type Reader, sql, writeWhole } from '#db'
import { isoDate } from '#shared/japanese-date'
import type { Keys } from '../keys.ts'
import type { TrailCheck } from './verify.ts'

export const copiesFolder = 'audit-signed'
/** The purpose of the signature, so that no token of the server passes for a copy (RFC 8725 §3.11). */
const typ = 'renkei-audit-head+jws'

const Claim = z.object({ id: z.number().int().positive(), hash: z.string(), at: z.number() })
type Claim = z.infer<typeof Claim>

/** Loaded with the first check; no start has to wait for it. */
const jose = () => import('jose')
type Signing = Pick<Keys, 'signing'>

/**
 * The newest entry's number and hash, signed once a day (R86): a JWS (RFC 7515) by the key that the server publishes, so that
 * a copy kept elsewhere proves years later what the audit was. A day's copy that is there is left as it is.
 */
export async function keepSignedCopy(
  folder: string,
  keys: Signing,
  head: { id: number; hash: Uint8Array },
  now: number,
): Promise<void> {
  const [key] = keys.signing
  if (!key) return
  const { CompactSign } = await jose()
  const claim: Claim = { id: head.id, hash: Buffer.from(head.hash).toString('hex'), at: now }
  const signed = await new CompactSign(Buffer.from(JSON.stringify(claim)))
    .setProtectedHeader({ alg: 'ES256', typ, kid: key.kid })
    .sign(createPrivateKey({ key: key as never, format: 'jwk' }))
  const to = join(folder, copiesFolder)
  mkdirSync(to, { recursive: true, mode: 0o700 })
  try {
    writeWhole(join(to, `${isoDate(now)}.jws`), `${signed}\n`, 'new')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** The content of a copy that one of our keys has signed for this purpose; undefined for any other. */
async function claimOf(text: string, { signing }: Signing): Promise<Claim | undefined> {
  const { compactVerify } = await jose()
  try {
    const { payload, protectedHeader } = await compactVerify(
      text.trim(),
      ({ kid }) => {
        const key = signing.find((one) => one.kid === kid)
        return createPublicKey({ key: key as never, format: 'jwk' })
      },
      { algorithms: ['ES256'] },
    )
    return protectedHeader.typ === typ
      ? Claim.parse(JSON.parse(Buffer.from(payload).toString()))
      : undefined
  } catch {
    return undefined
  }
}

/**
 * Compares the signed copies with the chain. A chain that was made anew from its first entry is consistent in itself, but
 * does not agree with them.
 */
export async function checkSignedCopies(
  folder: string,
  keys: Signing,
  reader: Pick<Reader, 'read'>,
): Promise<TrailCheck['broken']> {
  const [gone] = reader.read(
    sql.selectFrom('auditSegments').select('lastId').orderBy('lastId', 'desc').limit(1),
  )
  for (const name of copiesIn(folder)) {
    const claim = await claimOf(readFileSync(join(folder, copiesFolder, name), 'utf8'), keys)
    // A copy that is not ours says nothing about the chain; that it was damaged is reported.
    if (!claim) return { id: 0, at: 0, why: 'copy' }
    // The entries of this month were deleted by retention, so there is nothing to compare with.
    if (gone && claim.id <= gone.lastId) continue
    const [entry] = reader.read(
      sql.selectFrom('auditEntries').select(['at', 'hash']).where('id', '=', claim.id),
    )
    if (!entry || Buffer.from(entry.hash).toString('hex') !== claim.hash)
      return { id: claim.id, at: claim.at, why: 'copy' }
  }
  return null
}

function copiesIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, copiesFolder))
      .filter((name) => name.endsWith('.jws'))
      .sort()
  } catch {
    return []
  }
}
