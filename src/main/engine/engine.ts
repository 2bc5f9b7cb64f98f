import type { Bank, FactorCipher, Passwords } from '#bank'
import { inSlices, type Store } from '#db'
import type { KeyFault } from '#shared/provider-keys'
import type { AccessLog } from './access/access-log.ts'
import type { AuditHead } from './audit/head.ts'
import type { Clock } from './clock.ts'
import type { UsedProofs } from './data/used-proofs.ts'
import type { ProtocolGrant } from './grants/protocol-grant.ts'
import type { Keys } from './keys/keys.ts'
import type { KeyUses } from './providers/key-uses.ts'
import type { Provider } from './providers/shape.ts'
import type { Settings } from './settings/settings.ts'
import type { Sequences } from './tokens/sequences.ts'
import type { UsedAssertions } from './tokens/used-assertions.ts'
import type { Version, VersionedCache } from './tokens/versioned-cache.ts'

/** Where unexpected errors are reported for operators. It must never hold a secret or data of a customer. */
export interface Log {
  warn(record: object, text: string): void
  error(record: object, text: string): void
}

/** Reads what stands at a public address; `practice`: the machine itself may be asked too. See src/main/outbound. */
export type FetchPublic = (
  url: string,
  practice: boolean,
) => Promise<{ text: string } | { fault: KeyFault }>

/** Everything that the rules work with; there are no globals. */
export interface Engine {
  readonly store: Store
  readonly bank: Bank
  readonly passwords: Passwords
  readonly factors: FactorCipher
  readonly clock: Clock
  readonly keys: Keys
  readonly settings: Settings
  readonly sequences: Sequences
  /** The version of what grants, tokens and providers may do: see versioned-cache.ts. */
  readonly authority: Version
  readonly grants: VersionedCache<number, ProtocolGrant>
  /** By client_id and by number. */
  readonly providers: VersionedCache<string | number, Provider>
  readonly grantAccounts: VersionedCache<number, ReadonlyMap<string, number>>
  readonly usedAssertions: UsedAssertions
  readonly usedProofs: UsedProofs
  readonly access: AccessLog
  readonly fetchPublic: FetchPublic
  readonly keyUses: KeyUses
  readonly auditHead: AuditHead
  readonly log: Log
  /** Aborted when the engine begins to close: long work ends with its slice, and goes on at the next start. */
  readonly closing: AbortSignal
  readonly version: string
}

/**
 * Checkpoints are made by us after so many slices: SQLite would copy thousands of pages at once and hold the thread longer
 * than a slice.
 */
const slicesPerCheckpoint = 10

/** Long work in commits of `ms`, until nothing is left or the engine closes. @returns where the last step stopped */
export function inCommits<At>(
  { store, closing }: Engine,
  from: At,
  step: (at: At) => At | null,
  ms?: number,
): Promise<At> {
  let slices = 0
  return inSlices(from, step, {
    ms,
    signal: closing,
    commit: (slice) => store.write(slice),
    onSlice: () => {
      slices += 1
      if (slices % slicesPerCheckpoint === 0) store.pragma('wal_checkpoint(PASSIVE)')
    },
  })
}
