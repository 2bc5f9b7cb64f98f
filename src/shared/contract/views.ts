import * as z from 'zod'
import { call, everyone, Id } from './base.ts'

/** A path of this console with its filters, and no other address. */
export const ViewAddress = z.string().regex(/^\/[a-z]+(\?[\w=&%.~+-]{0,600})?$/)

export const ViewName = z.string().trim().min(1).max(40)

export const SavedView = z.object({
  id: z.number(),
  name: z.string(),
  address: z.string(),
  shared: z.boolean(),
  /** Who may take it away. */
  mine: z.boolean(),
})
export type SavedView = z.infer<typeof SavedView>

/** Saved views of lists (U6): the filters stand in the address. */
export const views = {
  list: call({ roles: everyone, passive: true }).output(z.array(SavedView)),
  save: call({ roles: everyone, act: true })
    .input(
      z.strictObject({
        name: ViewName,
        address: ViewAddress,
        shared: z.boolean(),
      }),
    )
    .output(z.array(SavedView)),
  remove: call({ roles: everyone, act: true })
    .input(z.strictObject({ id: Id }))
    .output(z.array(SavedView)),
}
