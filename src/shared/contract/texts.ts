import * as z from 'zod'
import { TextKind } from '../consent-texts.ts'
import { Day } from '../parse-date.ts'
import { call, everyone, headOffice } from './base.ts'

export const TextVersion = z.object({
  kind: TextKind,
  number: z.number(),
  note: z.string(),
  authorId: z.string(),
  authorName: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  approverName: z.string().nullable(),
  approvedAt: z.number().nullable(),
  effectiveFrom: z.number().nullable(),
})
export type TextVersion = z.infer<typeof TextVersion>
const Which = z.strictObject({ kind: TextKind, number: z.number().int().positive() })
/** Texts by key, or the terms; checked by kind in the engine. */
const Body = z.record(
  z.string().max(60),
  z.union([z.string().max(4_000), z.array(z.string().max(4_000)).max(200)]),
)

export const texts = {
  list: call({ roles: everyone, passive: true })
    .input(z.strictObject({ kind: TextKind }))
    .output(z.object({ versions: z.array(TextVersion), current: z.number() })),
  find: call({ roles: everyone, passive: true })
    .input(Which)
    .output(TextVersion.extend({ body: Body })),
  /** Saves the draft of a kind (there is at most one); without `draft` a new one. */
  save: call({ roles: headOffice, act: true })
    .input(
      z.strictObject({
        kind: TextKind,
        draft: z
          .strictObject({ number: z.number().int().positive(), seenAt: z.number().int() })
          .nullable(),
        body: Body,
        note: z.string().trim().min(1).max(200),
      }),
    )
    .output(z.object({ number: z.number() })),
  /**
   * The approval of another person for what that person saw (`seenAt`: the draft's `updatedAt`). Customers see it from the
   * day `from` (`YYYY-MM-DD` in Japan) on.
   */
  approve: call({ roles: ['officer', 'hq-admin'], act: true })
    .input(Which.extend({ seenAt: z.number().int(), from: Day }))
    .output(z.null()),
  discard: call({ roles: headOffice, act: true })
    .input(Which.extend({ seenAt: z.number().int() }))
    .output(z.null()),
}
