import * as z from 'zod'
import { RetentionClass } from '../retention.ts'
import { call, headOffice, Id } from './base.ts'

export const RetentionRun = z.object({
  id: z.number(),
  kind: RetentionClass,
  before: z.number(),
  counted: z.number(),
  deleted: z.number(),
  madeBy: z.number(),
  madeByName: z.string(),
  madeAt: z.number(),
  checkedByName: z.string().nullable(),
  checkedAt: z.number().nullable(),
  state: z.enum(['pending', 'approved', 'refused', 'done']),
  doneAt: z.number().nullable(),
})
export type RetentionRun = z.infer<typeof RetentionRun>

const Overview = z.object({
  classes: z.array(
    z.object({
      kind: RetentionClass,
      years: z.number(),
      before: z.number(),
      expired: z.number(),
    }),
  ),
  runs: z.array(RetentionRun),
})
export type RetentionOverview = z.infer<typeof Overview>

/** What has been kept long enough is deleted by two persons, class by class (R85). */
export const retention = {
  overview: call({ roles: ['hq-admin', 'auditor'] }).output(Overview),
  propose: call({ roles: headOffice, fresh: true, act: true })
    .input(z.strictObject({ kind: RetentionClass }))
    .output(Overview),
  decide: call({ roles: headOffice, fresh: true, act: true })
    .input(z.strictObject({ id: Id, approve: z.boolean() }))
    .output(Overview),
}
