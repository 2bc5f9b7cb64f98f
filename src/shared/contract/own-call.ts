import * as z from 'zod'

/** `lapsed`: its check no longer counts, and it is unfinished. */
const CallState = z.enum(['none', 'open', 'known', 'lapsed', 'done'])
export type CallState = z.infer<typeof CallState>

/** What has become of a person's newest request with a customer. */
export const OwnCall = z.object({
  customerId: z.number(),
  /** Null where there is none, or it was closed. */
  number: z.string().nullable(),
  state: CallState,
})
