import { AccountType, accountTypeNamed } from '#shared/account-type'
import type { Column, ColumnForm } from '#shared/import-columns'
import { parseDate } from '#shared/parse-date'
import { digitsKey } from '#shared/search-key'
import { normalAnswer } from '../secrets.ts'

/** Width does not matter in codes: digits, letters and hyphens are read as half width (R75). */
const narrow = (text: string): string => text.normalize('NFKC').trim()

/** `YYYY-MM-DD` of a date in 西暦 or 和暦; undefined for a day or an era that does not exist (R74). */
function dateIn(text: string): string | undefined {
  const parsed = parseDate(text)
  return 'date' in parsed ? parsed.date : undefined
}

/**
 * Epoch ms, as digits, of a date and time. Without an offset (Z, +09:00) it is Japan's time. Files give whole minutes or
 * seconds: the last millisecond that the text can mean is taken, or the first one.
 */
export function instantIn(text: string, which: 'last' | 'first' = 'last'): string | undefined {
  const match = /^(.+?)[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?$/.exec(narrow(text))
  const date = dateIn(match?.[1] ?? '')
  if (!match || date === undefined) return undefined
  const [ends, ms] = which === 'last' ? ['59', '999'] : ['00', '000']
  const [, , hour = '', minute = '', second = ends, zone = '+09:00'] = match
  const at = Date.parse(`${date}T${hour.padStart(2, '0')}:${minute}:${second}.${ms}${zone}`)
  return Number.isNaN(at) ? undefined : String(at)
}

const padded = (length: number) => (text: string) => {
  const plain = narrow(text)
  return /^\d+$/.test(plain) && plain.length <= length ? plain.padStart(length, '0') : undefined
}
const whole = (pattern: RegExp) => (text: string) => {
  const plain = narrow(text)
    .replaceAll(',', '')
    .replace(/^[−–‐]/, '-')
  return pattern.test(plain) && Number.isSafeInteger(Number(plain))
    ? String(Number(plain))
    : undefined
}
const matching = (pattern: RegExp) => (text: string) => {
  const plain = narrow(text)
  return pattern.test(plain) ? plain : undefined
}
const oneOf = (values: Record<string, string>) => (text: string) => values[narrow(text)]

/**
 * A reading in any width: kana with what the Zengin formats take besides (letters, digits, `( ) - . , / \\ ｢ ｣`), and the signs that
 * core systems have in names of foreigners and companies.
 */
const reading =
  /^[\p{Script=Katakana}\p{Script=Hiragana}\u3099\u309aーA-Za-z0-9 ()\-‐.,/\\¥「」・、'’&]+$/u

/**
 * The value of a field in the form in which it is stored; undefined when the text has no such value. Names stay as typed
 * (U16).
 */
const readers: Record<ColumnForm, (text: string) => string | undefined> = {
  text: (text) => text.trim(),
  kana: (text) => (reading.test(text.trim().normalize('NFKC')) ? text.trim() : undefined),
  date: dateIn,
  // Shown and printed as it is stored; hyphens have many forms.
  phone: (text) =>
    /^\d{10,11}$/.test(digitsKey(text)) ? narrow(text).replace(/[‐-―−ーｰ]/g, '-') : undefined,
  channel: oneOf({
    個人: 'personal',
    法人: 'business',
    personal: 'personal',
    business: 'business',
  }),
  branch: padded(3),
  customer: padded(7),
  type: (text) => AccountType.safeParse(narrow(text)).data ?? accountTypeNamed(narrow(text)),
  account: padded(7),
  amount: whole(/^\d{1,15}$/),
  signed: whole(/^-?\d{1,15}$/),
  direction: oneOf({ 入金: '1', 出金: '2', '1': '1', '2': '2' }),
  login: matching(/^[\x21-\x7e]{3,64}$/),
  secret: (text) => (text.length >= 8 ? text : undefined),
  digits: matching(/^\d{6,20}$/),
  pin: matching(/^\d{4}$/),
  'yes-no': oneOf({ する: '1', しない: '0', '1': '1', '0': '0', yes: '1', no: '0' }),
  instant: (text) => instantIn(text),
  'as-of': (text) => instantIn(text, 'first'),
  answer: (text) => normalAnswer(text),
  event: oneOf({
    パスワード変更: 'password-changed',
    利用停止: 'service-stopped',
    解約: 'contract-ended',
    利用再開: 'service-resumed',
  }),
  item: matching(/^[\x21-\x7e]{1,20}$/),
}

/** Line breaks may stand in quoted fields of text alone; other control characters nowhere. */
const control = /[^\P{Cc}\n\r\t]/u

export function readField(
  column: Column,
  text: string,
):
  | { value: string | null }
  | {
      problem: 'required' | 'too-long' | 'form' | 'date' | 'era' | 'control-character'
      /** What is told of it besides. */
      detail?: string
    } {
  if (text.trim() === '') return column.required ? { problem: 'required' } : { value: null }
  if (control.test(text)) return { problem: 'control-character' }
  if ([...text.trim()].length > column.longest) return { problem: 'too-long' }
  const value = readers[column.form](text)
  if (value !== undefined && value !== '') return { value }
  if (column.form !== 'date') return { problem: 'form' }
  const parsed = parseDate(text)
  return 'right' in parsed ? { problem: 'era', detail: parsed.right } : { problem: 'date' }
}
