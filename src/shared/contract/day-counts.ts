import * as z from 'zod'

/** The numbers of きょう. */
export const DayCounts = z.object({
  /** Whose requests are counted: this branch's; null: all. */
  branchCode: z.string().nullable(),
  unfinished: z.number(),
  toApprove: z.number(),
  toLook: z.number(),
  overdue: z.number(),
  endingSoon: z.number(),
  revokedToday: z.number(),
  failingProviders: z.number(),
  /** What falls due of providers (R9). */
  dueDates: z.object({ over: z.number(), soon: z.number() }),
  /** 停止・新規停止 whose last day has come. */
  dueStops: z.number(),
  /** Providers in use whose last key ends soon. */
  dueKeys: z.number(),
  /** Changes of providers that could not be made on their day. */
  failedPlans: z.array(
    z.object({ providerId: z.number(), provider: z.string(), effectiveOn: z.string() }),
  ),
  /** How often somebody searched more than the settings allow, today. */
  manySearches: z.number(),
})
export type DayCounts = z.infer<typeof DayCounts>
