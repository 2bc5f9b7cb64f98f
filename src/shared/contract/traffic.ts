import * as z from 'zod'
import { causeNames } from '../refusal-causes.ts'
import { trafficSpans } from '../traffic.ts'
import { call, Id } from './base.ts'

/** Head office and whoever watches: the counts are of the whole union, of no branch. */
const watchers = ['hq-admin', 'auditor', 'sysadmin'] as const

const Bucket = z.object({
  /** When it begins, epoch ms; it ends where the next one begins. */
  at: z.number(),
  calls: z.number(),
  refused: z.number(),
  /** Half of the answers came within so many milliseconds, and 99 of 100; null: nothing was timed. */
  p50: z.number().nullable(),
  p99: z.number().nullable(),
  begun: z.number(),
  ended: z.number(),
  /** Links at its end. */
  living: z.number(),
})
export type TrafficBucket = z.infer<typeof Bucket>

export const TrafficSeries = z.object({
  span: z.enum(trafficSpans),
  /** The first thing that was ever counted; null: nothing was. */
  since: z.number().nullable(),
  buckets: z.array(Bucket),
  /** Refusals of the whole time shown, the most first. */
  causes: z.array(z.object({ cause: z.enum(causeNames), n: z.number() })),
  /** How many walks came to each step, in the order of the walk; `done`: the link began. */
  funnel: z.array(
    z.object({
      channel: z.enum(['personal', 'business']),
      steps: z.array(z.object({ step: z.string(), n: z.number() })),
    }),
  ),
  /** Walks that came to the sign-in, which is before the channel is known. */
  walks: z.number(),
  cancelled: z.number(),
})
export type TrafficSeries = z.infer<typeof TrafficSeries>

export const Burst = z.object({
  providerId: z.number(),
  providerName: z.string(),
  cause: z.enum(causeNames),
  n: z.number(),
  /** How many calls of the provider were answered in the same hour. */
  answered: z.number(),
})
export type Burst = z.infer<typeof Burst>

export const NearLimit = z.object({
  /** When the day of Japan began, epoch ms. */
  day: z.number(),
  providerId: z.number(),
  providerName: z.string(),
  limit: z.enum(['calls.per-day', 'calls.per-minute']),
  /** Links that came near it; 0 where the limit is of the provider. */
  links: z.number(),
  /** How much was used up, of what was allowed then, where it came nearest: by a link of the provider, or in a minute. */
  most: z.number(),
  allowed: z.number(),
  refused: z.number(),
  lastAt: z.number(),
  /** The links that called most; none for who may not open their customers. */
  named: z.array(
    z.object({
      grantId: z.number(),
      customerId: z.number(),
      most: z.number(),
      allowed: z.number(),
      refused: z.number(),
    }),
  ),
})
export type NearLimit = z.infer<typeof NearLimit>

export const traffic = {
  series: call({ roles: watchers })
    .input(z.strictObject({ providerId: Id.nullable(), span: z.enum(trafficSpans) }))
    .output(TrafficSeries),
  /** Who came near a limit of calls today or yesterday. */
  nearLimits: call({ roles: watchers, passive: true })
    .input(z.strictObject({ providerId: Id.nullable() }))
    .output(z.array(NearLimit)),
  /** Refusals of one cause and provider that are many in the last hour. */
  bursts: call({ roles: watchers, passive: true }).output(z.array(Burst)),
}
