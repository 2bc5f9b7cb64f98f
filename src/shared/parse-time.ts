import * as z from 'zod'

/**
 * A time of the day as staff type it, as `HH:MM` up to 24:00; undefined when it is none: 9:00, ８：００, 0900, 9時, 9時30分.
 */
export function parseTime(text: string): string | undefined {
  const typed = text.normalize('NFKC').replace(/\s/g, '')
  const found =
    /^(\d{1,2}):(\d{2})$/.exec(typed) ??
    /^(\d{2})(\d{2})$/.exec(typed) ??
    /^(\d{1,2})時(?:(\d{1,2})分)?$/.exec(typed)
  if (!found) return undefined
  const [hours, minutes] = [Number(found[1]), Number(found[2] ?? 0)]
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return undefined
  return [hours, minutes].map((part) => String(part).padStart(2, '0')).join(':')
}

/** A time of the day in any form that is read, as `HH:MM`. */
export const TimeOfDay = z.string().transform((text, context) => {
  const time = parseTime(text)
  if (time !== undefined) return time
  context.addIssue({ code: 'custom', message: 'time' })
  return z.NEVER
})
