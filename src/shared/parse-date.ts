import * as z from 'zod'
import { eras, eraText } from './japanese-date.ts'

export type ParsedDate =
  /** `YYYY-MM-DD`. */
  | { date: string }
  /** A day that the named era does not have, with the right era: 「平成31年4月30日」. */
  | { problem: 'era'; right: string }
  | { problem: 'format' }

const pad = (n: number, width = 2): string => String(n).padStart(width, '0')

/** `YYYY-MM-DD` of a day that exists, in a plausible year. */
function realDay(year: number, month: number, date: number): string | undefined {
  const iso = `${pad(year, 4)}-${pad(month)}-${pad(date)}`
  return year >= 1868 && year < 3000 && z.iso.date().safeParse(iso).success ? iso : undefined
}

/**
 * A date as staff type it, or a file has it (R74): 2026-01-05, 2026/1/5, 20260105, 2026年1月5日, 令和8年1月5日, R8.1.5, R080105,
 * in any width. A day that the era named does not have is refused with the right one.
 */
export function parseDate(text: string): ParsedDate {
  const typed = text.normalize('NFKC').replace(/\s/g, '').replace('元', '1')
  const plain =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(typed) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(typed)
  if (plain) {
    const date = realDay(Number(plain[1]), Number(plain[2]), Number(plain[3]))
    return date ? { date } : { problem: 'format' }
  }
  const found =
    /^(令和|平成|昭和|大正|明治|[RHSTM])(\d{1,2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/i.exec(
      typed,
    ) ?? /^(令和|平成|昭和|大正|明治|[RHSTM])(\d{2})(\d{2})(\d{2})$/i.exec(typed)
  const era =
    found && eras.find((one) => one.name === found[1] || one.letter === found[1]?.toUpperCase())
  if (!found || !era) return { problem: 'format' }
  const year = Number(era.from.slice(0, 4)) + Number(found[2]) - 1
  const date = Number(found[2]) < 1 ? undefined : realDay(year, Number(found[3]), Number(found[4]))
  if (!date) return { problem: 'format' }
  const next = eras[eras.indexOf(era) - 1]
  return date < era.from || (next && date >= next.from)
    ? { problem: 'era', right: eraText(date) }
    : { date }
}

/** A day in any form that `parseDate` reads, as `YYYY-MM-DD`. */
export const Day = z.string().transform((text, context) => {
  const parsed = parseDate(text)
  if ('date' in parsed) return parsed.date
  const era = parsed.problem === 'era' && { message: 'era', params: { right: parsed.right } }
  context.addIssue({ code: 'custom', message: 'date', ...era })
  return z.NEVER
})

/** A day of every year, 1-4, 01/04 or 1月4日 in any width, as `MM-DD`; 29 February counts. */
export const MonthDay = z.string().transform((text, context) => {
  const typed = text.normalize('NFKC').replace(/\s/g, '')
  const found = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(typed) ?? /^(\d{2})(\d{2})$/.exec(typed)
  const day = found && realDay(2000, Number(found[1]), Number(found[2]))
  if (day) return day.slice(5)
  context.addIssue({ code: 'custom', message: 'month-day' })
  return z.NEVER
})
