import * as z from 'zod'

const File = z.strictObject({
  name: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
})

/** What a backup says of itself. */
export const Manifest = z.strictObject({
  version: z.literal(1),
  /** The version of the program, and of the database. */
  program: z.string(),
  schema: z.number().int(),
  /** Before the copy was begun, epoch ms: what was done later may be missing in it. */
  madeAt: z.number(),
  /** The newest audit entry of the copy. */
  head: z.strictObject({ id: z.number().int(), hash: z.string() }).nullable(),
  /** Which keys the data belong to. */
  keys: z.string(),
  files: z.array(File),
})
export type Manifest = z.infer<typeof Manifest>
