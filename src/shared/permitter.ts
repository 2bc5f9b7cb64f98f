import * as z from 'zod'
import type { Say } from './messages/catalogue.ts'

/** The user of a company who permitted a grant. */
export const Permitter = z.object({
  /** As the history of the grant names them. */
  name: z.string(),
  /** From which day (`YYYY-MM-DD`) on that user is one no more; null: still one, or not known. */
  leftOn: z.string().nullable(),
})
export type Permitter = z.infer<typeof Permitter>

/** Who permitted, in a line of its own. The day stands with it, so that it stays true on paper. */
export const permitterText = (t: Say, { name, leftOn }: Permitter): string =>
  leftOn === null
    ? t('grant.permittedBy', { name })
    : t('grant.permittedBy.left', { name, date: leftOn.replaceAll('-', '/') })
