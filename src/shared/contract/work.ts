import * as z from 'zod'
import { call, everyone } from './base.ts'

/** A call's own key: drawn by the window, never sent twice for two acts. 128 bits or more, so that nobody can guess it. */
export const ActKey = z.string().regex(/^[\w-]{22,64}$/)
/** The header in which an act carries its key. */
export const actKeyHeader = 'act-key'

const Place = z.string().min(1).max(120)
/** Longer than any form that is kept, but for terms of many pages; those stay in the window alone. */
const longestValue = 60_000

/** What a window needs so that a person never has to wonder: whether it happened, and what they had typed. */
export const work = {
  /**
   * After an act whose answer never came. True: it was made, and the same call with the same key tells its outcome. False: it
   * was not, and under this key it never will be.
   */
  settle: call({ roles: everyone, passive: true })
    .input(z.strictObject({ key: ActKey }))
    .output(z.object({ made: z.boolean() })),
  /** What the person has typed and not sent. */
  drafts: call({ roles: everyone, passive: true }).output(
    z.array(z.object({ place: z.string(), value: z.json() })),
  ),
  /** Keeps it; without a value: it was sent or taken back. */
  keep: call({ roles: everyone, passive: true })
    .input(
      z.strictObject({
        place: Place,
        value: z
          .json()
          .refine((value) => JSON.stringify(value).length <= longestValue)
          .exactOptional(),
      }),
    )
    .output(z.null()),
}
