import * as z from 'zod'
import { atJapan } from './japanese-date.ts'
import { parseDate } from './parse-date.ts'
import { parseTime } from './parse-time.ts'

/** A day and, after a space, a time of it in Japan, in any form that either is read in, as epoch ms; without a time its midnight. */
export const Instant = z.string().transform((text, context) => {
  const [, day = '', time = ''] = /^\s*(\S+)(?:[\sT]+(\S+))?\s*$/.exec(text.normalize('NFKC')) ?? []
  const date = parseDate(day)
  const clock = time === '' ? '00:00' : parseTime(time)
  if ('date' in date && clock !== undefined) {
    const [hours = 0, minutes = 0] = clock.split(':').map(Number)
    return atJapan(date.date) + (hours * 60 + minutes) * 60_000
  }
  context.addIssue({ code: 'custom', message: 'instant' })
  return z.NEVER
})
