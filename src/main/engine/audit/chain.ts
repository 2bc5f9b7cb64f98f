import { hash } from 'node:crypto'
import type { Tables } from '#db'

/** An entry as it is chained: all of the row but its hash. */
export type ChainedEntry = Omit<Tables['auditEntries'], 'id' | 'hash'> & { id: number }

/** The hash that the first entry is chained to. */
export const chainOrigin = Buffer.alloc(32)

/** Sorted: as all values are strings, safe integers or null, JSON.stringify then gives canonical JSON (RFC 8785). */
const keys = [
  'action',
  'actorId',
  'actorKind',
  'actorName',
  'after',
  'at',
  'before',
  'branchCode',
  'correlationId',
  'id',
  'outcome',
  'reason',
  'role',
  'singleHanded',
  'targetId',
  'targetKind',
  'targetLabel',
  'terminal',
] as const satisfies readonly (keyof ChainedEntry)[]

/** SHA-256 of the former entry's hash, in hexadecimal, and this entry as canonical JSON (R86). */
export function chainHash(former: Uint8Array, entry: ChainedEntry): Buffer {
  return hash(
    'sha256',
    Buffer.from(former).toString('hex') + JSON.stringify(entry, [...keys]),
    'buffer',
  )
}
