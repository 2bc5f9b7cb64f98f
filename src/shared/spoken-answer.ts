import * as z from 'zod'
import { Day } from './parse-date.ts'
import { parsePhone } from './phone.ts'
import type { SpokenItem } from './request.ts'

const Phone = z.string().refine((text) => parsePhone(text) !== undefined, { message: 'phone' })

/**
 * What an answer must be to be compared at all (R48): what is no day and no telephone number was mistyped, not said wrongly, and is no
 * try of the caller's. Any other answer is compared as it is.
 */
export const spokenAnswer = (item: SpokenItem): z.ZodType =>
  item === 'birth-date' ? Day : item === 'phone' ? Phone : z.string()
