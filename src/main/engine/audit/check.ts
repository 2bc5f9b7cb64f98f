import { type Reader, sql } from '#db'
import type { Keys } from '../keys/keys.ts'
import { checkHead } from './head.ts'
import { type CopiesCheck, checkSignedCopies } from './signed-copies.ts'
import { type ChainCheck, verifyTrail } from './verify.ts'

const newest = sql.selectFrom('auditEntries').select(['id', 'at']).orderBy('id', 'desc').limit(1)

export interface AuditCheck {
  entries: number
  broken: { id: number; at: number; why: 'gap' | 'hash' | 'copy' | 'head' } | null
  head: ReturnType<typeof checkHead>
  /** Signed copies that none of our keys has signed. */
  unreadable: CopiesCheck['unreadable']
  /** Days with entries whose signed copy is missing. */
  missing: CopiesCheck['missing']
}

/** Everything that vouches for the audit (R86): the chain in itself, the head beside the database, the signed copies. */
export async function checkAudit(given: {
  folder: string
  keys: Pick<Keys, 'signing' | 'auditHead'>
  reader: Pick<Reader, 'read'>
  now: number
  /** As it was found elsewhere, where it was. */
  chain?: ChainCheck
}): Promise<AuditCheck> {
  const { folder, keys, reader, now, chain = await verifyTrail(reader) } = given
  const { entries, days } = chain
  const head = checkHead(folder, keys, reader)
  const copies = await checkSignedCopies({ folder, keys, reader, days, now })
  const [last] = reader.read(newest)
  const lost = head === 'differs' ? { id: 0, at: now, ...last, why: 'head' as const } : null
  return {
    entries,
    broken: chain.broken ?? copies.broken ?? lost,
    head,
    unreadable: copies.unreadable,
    missing: copies.missing,
  }
}
