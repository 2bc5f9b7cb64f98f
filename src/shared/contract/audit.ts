import * as z from 'zod'
import { auditReaders, call, Id } from './base.ts'

export const AuditEntry = z.object({
  id: z.number(),
  at: z.number(),
  actorKind: z.enum(['customer', 'staff', 'provider', 'system']),
  actorName: z.string(),
  role: z.string().nullable(),
  branchCode: z.string().nullable(),
  terminal: z.string().nullable(),
  action: z.string(),
  outcome: z.enum(['done', 'refused']),
  targetKind: z.string().nullable(),
  targetId: z.number().nullable(),
  targetLabel: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  reason: z.string().nullable(),
  singleHanded: z.boolean(),
  correlationId: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditFilter = z.strictObject({
  actorKind: z.enum(['customer', 'staff', 'provider', 'system']).nullable(),
  outcome: z.enum(['done', 'refused']).nullable(),
  action: z.string().max(60),
  text: z.string().max(100),
  before: z.number().int().nullable(),
  limit: z.number().int().min(1).max(500),
})
export type AuditFilter = z.infer<typeof AuditFilter>

export const TrailStatus = z.object({
  state: z.enum(['unchecked', 'whole', 'doubtful', 'broken']),
  entries: z.number(),
  checkedAt: z.number().nullable(),
  broken: z
    .object({ id: z.number(), at: z.number(), why: z.enum(['gap', 'hash', 'copy', 'head']) })
    .nullable(),
  /** Days with entries whose signed copy is missing. */
  missing: z.array(z.string()),
  /** Signed copies that cannot be read. */
  unreadable: z.array(z.string()),
})
export type TrailStatus = z.infer<typeof TrailStatus>

export const AuditAbout = z.strictObject({
  kind: z.enum(['customer', 'provider', 'request', 'staff']),
  id: Id,
})
export type AuditAbout = z.infer<typeof AuditAbout>

export const audit = {
  /** What was done with one record, newest first, 200 entries at most. */
  about: call({ roles: auditReaders, passive: true }).input(AuditAbout).output(z.array(AuditEntry)),
  /** Walks the chain from the first entry to the last. */
  verify: call({ roles: auditReaders }).output(TrailStatus),
  /** Newest first; `before` is the sequence number of the last row had. */
  list: call({ roles: auditReaders, passive: true })
    .input(AuditFilter)
    .output(z.object({ rows: z.array(AuditEntry), next: z.number().nullable() })),
}
