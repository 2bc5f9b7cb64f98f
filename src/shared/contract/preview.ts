import * as z from 'zod'
import { PreviewOptions } from '../preview.ts'
import { call, everyone } from './base.ts'

export const preview = {
  /** Makes pages on invented data; each is at `/preview/<id>` for a while. */
  make: call({ roles: everyone, passive: true })
    .input(z.strictObject({ pages: z.array(PreviewOptions).min(1).max(40) }))
    .output(z.object({ ids: z.array(z.string()) })),
}
