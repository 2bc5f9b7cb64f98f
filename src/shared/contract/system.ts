import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { TrailStatus } from './audit.ts'
import { BackupStatus } from './backups.ts'
import { call, everyone, Outcome } from './base.ts'

const managers = ['hq-admin', 'sysadmin'] as const
/** Why all is halted. */
export const HaltReason = z.string().trim().min(1).max(300)

/** `full`: the room that is kept for the acts of staff is in use, and nobody else writes. */
export const DiskSpace = z.object({
  freeBytes: z.number(),
  totalBytes: z.number(),
  level: z.enum(['enough', 'notice', 'low', 'critical', 'full']),
  /** The room kept for the acts of staff is there. */
  reserved: z.boolean(),
})
export type DiskSpace = z.infer<typeof DiskSpace>

export const SystemStatus = z.object({
  at: z.number(),
  version: z.string(),
  startedAt: z.number(),
  demo: z.boolean(),
  provider: z.object({ listening: z.boolean(), issuer: z.string() }),
  console: z.string().nullable(),
  /** `since`: from when on they are counted, where it is not the whole hour. */
  lastHour: z.object({ calls: z.number(), refused: z.number(), since: z.number().nullable() }),
  counts: z.object({
    customers: z.number(),
    liveGrants: z.number(),
    providers: z.number(),
    suspendedProviders: z.number(),
    endingSoon: z.number(),
    revokedToday: z.number(),
  }),
  /** The newest balances and 明細, and whether they are older than the setting allows. */
  data: z.object({
    balanceAt: z.number().nullable(),
    completeTo: z.string().nullable(),
    old: z.boolean(),
  }),
  database: z.object({
    bytes: z.number(),
    journal: z.string(),
    /** False after a sync that failed, until a checkpoint has made sure of everything (decision 0027). */
    onDisk: z.boolean(),
    folder: z.string(),
    /** When the whole file was last found to be without damage, since the start; null: not yet. */
    checkedAt: z.number().nullable(),
  }),
  disk: DiskSpace,
  audit: TrailStatus,
  backup: BackupStatus,
  /** keys.json cannot be read without a key that is kept elsewhere. */
  keysWrapped: z.boolean(),
  memoryBytes: z.number(),
  clockOffsetMs: z.number(),
  /** By how much the machine's clock was set and nobody has said that it is true; 0: not in doubt. */
  clockDoubtMs: z.number(),
  /** 全体停止, while it lasts. */
  halt: z
    .object({
      at: z.number(),
      byName: z.string(),
      reason: z.string(),
      lookedByName: z.string().nullable(),
      /** The person who looks at it has halted it, and so is not the other one. */
      mine: z.boolean(),
    })
    .nullable(),
})
export type SystemStatus = z.infer<typeof SystemStatus>

export const system = {
  status: call({ roles: everyone, passive: true }).output(SystemStatus),
  /** 全体停止: no provider is served from the next request on. */
  halt: call({ roles: managers, act: true })
    .input(z.strictObject({ reason: HaltReason }))
    .output(z.null()),
  /** Another person has looked at the halt that was shown. */
  lookAtHalt: call({ roles: managers, act: true })
    .input(z.strictObject({ at: z.number() }))
    .output(z.null()),
  resume: call({ roles: managers, act: true })
    .input(z.strictObject({ at: z.number() }))
    .output(Outcome),
  /** Says that the clock, as it stands now, is true: what ends by it goes on. `stepMs` as it was shown. */
  confirmClock: call({ roles: ['hq-admin', 'sysadmin'], fresh: true, act: true })
    .input(z.strictObject({ stepMs: z.number() }))
    .output(z.null()),
  /** Sent by the engine every few seconds until the person signs out or is locked out; when it stops coming the window says so. */
  watch: call({ roles: everyone, passive: true }).output(eventIterator(SystemStatus)),
}
