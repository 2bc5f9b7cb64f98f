import { hash } from 'node:crypto'
import type { Tables } from '#db'

/** An entry as it is chained: all of the row but its hash. */
export type ChainedEntry = Omit<Tables['auditEntries'], 'id' | 'hash'> & { id: number }

/** The hash that the first entry is chained to. */
export const chainOrigin = Buffer.alloc(32)

/**
 * SHA-256 of the former entry's hash, in hexadecimal, and this entry as canonical JSON (R86): its names are sorted, and as all values are
 * strings, safe integers or null, JSON.stringify gives what RFC 8785 says.
 */
export function chainHash(former: Uint8Array, entry: ChainedEntry): Buffer {
  // Written out: a list of names given to JSON.stringify takes twice as long, and a check hashes millions.
  const { action, actorId, actorKind, actorName, after, at, before, branchCode } = entry
  const { correlationId, id, outcome, reason, role, singleHanded } = entry
  const { targetId, targetKind, targetLabel, terminal } = entry
  const sorted: Record<keyof ChainedEntry, unknown> = {
    ...{ action, actorId, actorKind, actorName, after, at, before, branchCode },
    ...{ correlationId, id, outcome, reason, role, singleHanded },
    ...{ targetId, targetKind, targetLabel, terminal },
  }
  return hash('sha256', Buffer.from(former).toString('hex') + JSON.stringify(sorted), 'buffer')
}
