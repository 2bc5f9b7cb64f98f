import * as z from 'zod'
import { call } from './base.ts'

/** How it stands with backups, for きょう and 稼働状況. The plan is made at the machine (`npm run backup:setup`). */
export const BackupStatus = z.object({
  plan: z
    .object({
      folder: z.string(),
      recipient: z.string(),
      dailyAt: z.string(),
      keepDays: z.number(),
      keepMonths: z.number(),
    })
    .nullable(),
  running: z.boolean(),
  /** The newest in the folder. */
  newest: z.object({ name: z.string(), at: z.number(), bytes: z.number() }).nullable(),
  /** The newest is older than a day and its hours of grace, or there is none. */
  late: z.boolean(),
  /** Why the last one was not made: the plan or the folder cannot be read, or it failed on the way. */
  failure: z.enum(['plan', 'folder', 'run']).nullable(),
})
export type BackupStatus = z.infer<typeof BackupStatus>

export const backups = {
  /** Begins one now; `system.watch` tells how it goes on. */
  run: call({ roles: ['sysadmin'], act: true }).output(z.null()),
}
