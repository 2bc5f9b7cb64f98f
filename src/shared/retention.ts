import * as z from 'zod'

/** Classes of records, each kept for its own time (R85). */
export const RetentionClass = z.enum(['audit', 'requests', 'provisions', 'grants'])
export type RetentionClass = z.infer<typeof RetentionClass>

const Years = z.number().int().min(1).max(100)

/** For how many years each class is kept; older records may be deleted, by two persons. */
export const Retention = z.strictObject({
  auditYears: Years.default(10),
  requestsYears: Years.default(10),
  /** From the last provision under the same grant. */
  provisionsYears: Years.default(3),
  /** From the end of the grant. */
  grantsYears: Years.default(10),
})
export type Retention = z.infer<typeof Retention>
