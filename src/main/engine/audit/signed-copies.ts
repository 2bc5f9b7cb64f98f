import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { type Reader, sql } from '#db'
import { isoDate } from '#shared/japanese-date'
import type { Keys } from '../keys.ts'
import type { TrailCheck } from './verify.ts'

export const copiesFolder = 'audit-signed'
/** Says what is signed, so that no token of the server can stand in for it (RFC 8725 §3.11). */
const typ = 'renkei-audit-head+jws'

const Claim = z.object({ id: z.number().int().positive(), hash: z.string(), at: z.number() })
type Claim = z.infer<typeof Claim>

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * The newest entry's number and hash, signed once a day (R86): a JWS (RFC 7515) by the key that the server publishes, so that
 * a copy kept elsewhere proves years later what the audit was. A day's copy that is there is left as it is.
 */
export function keepSignedCopy(
  folder: string,
  keys: Pick<Keys, 'signing'>,
  head: { id: number; hash: Uint8Array },
  now: number,
): void {
  const [key] = keys.signing
  if (!key) return
  const to = join(folder, copiesFolder)
  mkdirSync(to, { recursive: true, mode: 0o700 })
  const claim: Claim = { id: head.id, hash: Buffer.from(head.hash).toString('hex'), at: now }
  const signed = `${encode({ alg: 'ES256', typ, kid: key.kid })}.${encode(claim)}`
  const signature = sign('sha256', Buffer.from(signed), {
    key: createPrivateKey({ key: key as never, format: 'jwk' }),
    dsaEncoding: 'ieee-p1363',
  })
  try {
    writeFileSync(
      join(to, `${isoDate(now)}.jws`),
      `${signed}.${signature.toString('base64url')}\n`,
      {
        mode: 0o600,
        flag: 'wx',
      },
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function claimOf(text: string, keys: Pick<Keys, 'signing'>): Claim | undefined {
  const [head = '', body = '', signature = ''] = text.trim().split('.')
  try {
    const { kid, typ: said } = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<
      string,
      unknown
    >
    const key = keys.signing.find((one) => one.kid === kid)
    if (!key || said !== typ) return undefined
    const good = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      { key: createPublicKey({ key: key as never, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    )
    return good ? Claim.parse(JSON.parse(Buffer.from(body, 'base64url').toString())) : undefined
  } catch {
    return undefined
  }
}

/** Holds the signed copies against the chain: a chain made anew from the first entry on is whole in itself, but not theirs. */
export function checkSignedCopies(
  folder: string,
  keys: Pick<Keys, 'signing'>,
  reader: Pick<Reader, 'read'>,
): TrailCheck['broken'] {
  const [gone] = reader.read(
    sql.selectFrom('auditSegments').select('lastId').orderBy('lastId', 'desc').limit(1),
  )
  for (const name of copiesIn(folder)) {
    const claim = claimOf(readFileSync(join(folder, copiesFolder, name), 'utf8'), keys)
    // A copy that is not ours says nothing about the chain; that it was spoilt is said.
    if (!claim) return { id: 0, at: 0, why: 'copy' }
    // Of months that retention took away there is nothing left to hold it against.
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
