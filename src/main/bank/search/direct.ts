import { sql as raw } from 'kysely'
import { sql } from '#db'
import { parseDate } from '#shared/parse-date'
import { digitsKey, grams, looseKey, reversed, searchKey } from '#shared/search-key'
import type { NumberSearch } from '../bank.ts'
import { kanaOfRomaji } from './romaji.ts'

const columns = [
  'customers.id',
  'customers.customerNumber',
  'customers.name',
  'customers.kana',
  'branches.name as branchName',
  'customers.channel',
  'customers.branchCode',
  'customers.birthDate',
  'customers.address',
  'customers.phone',
  'customers.nameKey',
  'customers.kanaKey',
] as const
export const hits = () =>
  sql
    .selectFrom('customers')
    .innerJoin('branches', 'branches.code', 'customers.branchCode')
    .select(columns)
/** The plus keeps SQLite off the index of branches: a branch has tens of thousands of accounts, the last digits only a few. */
const ofBranch = raw<string>`+"accounts"."branchCode"`
export const past = (prefix: string): string => `${prefix}\u{10FFFF}`
export const hitsByAccount = () =>
  sql
    .selectFrom('accounts')
    .innerJoin('customers', 'customers.id', 'accounts.customerId')
    .innerJoin('branches', 'branches.code', 'customers.branchCode')
    .select(columns)

/** Each query walks one index. They run in this order, and the first that finds a customer decides the place in the results. */
export function customerQueries(text: string, limit: number, numbers: NumberSearch = 'parts') {
  const digits = digitsKey(text)
  const numeric = digits !== '' && /^[\d\s\-+().ー－‐−―0-9]*$/u.test(text.normalize('NFKC'))
  const date = parseDate(text)
  const born = 'date' in date ? [bornOn(date.date, limit)] : []
  if (numeric) return [...born, ...digitQueries(text, digits, limit, numbers)]
  return [...born, ...branchAndNumber(text, limit, numbers), ...nameQueries(text, limit)]
}

const bornOn = (date: string, limit: number) =>
  hits().where('customers.birthDate', '=', date).limit(limit)

/** 「本店 普通 1234567」, 「大館支店の 4567」: a branch by its name, then an account or its last digits. */
function branchAndNumber(text: string, limit: number, numbers: NumberSearch) {
  const found = /^([^\d]+?)(\d{1,7})$/u.exec(text.normalize('NFKC').replace(/[\s\-ー‐−]/g, ''))
  if (!found) return []
  const [, words = '', number = ''] = found
  const branch = words
    .replace(/(普通|当座|貯蓄|その他)?(預金)?の?(口座)?(番号)?$/, '')
    .replace(/の$/, '')
  const name = branch.replace(/(営業部|支店|出張所|店)$/, '')
  const there = hitsByAccount()
    .where(ofBranch, 'in', (e) =>
      e.selectFrom('branches as at').select('at.code').where('at.name', 'in', [branch, name]),
    )
    .limit(limit)
  return [
    numbers === 'whole'
      ? there.where('accounts.number', '=', number.padStart(7, '0'))
      : there
          .where('accounts.numberReversed', '>=', reversed(number))
          .where('accounts.numberReversed', '<', past(reversed(number))),
  ]
}

const byLoose = (
  column: 'customers.looseKey' | 'customers.looseSwapped',
  key: string,
  limit: number,
) => hits().where(column, '>=', key).where(column, '<', past(key)).orderBy(column).limit(limit)

function nameQueries(text: string, limit: number) {
  const key = searchKey(text)
  if (key === '') return []
  const romaji = kanaOfRomaji(text)
  const loose = romaji.length > 0 ? romaji : [looseKey(key)]
  const match = grams(key)
    .filter((gram) => [...key].length === 1 || [...gram].length === 2)
    .map((gram) => `"${gram.replaceAll('"', '""')}"`)
    .join(' AND ')
  return [
    hits()
      .where('customers.kanaKey', '>=', key)
      .where('customers.kanaKey', '<', past(key))
      .orderBy('customers.kanaKey')
      .limit(limit),
    hits()
      .where('customers.nameKey', '>=', key)
      .where('customers.nameKey', '<', past(key))
      .orderBy('customers.nameKey')
      .limit(limit),
    hits()
      .innerJoin('customerGrams', 'customerGrams.rowid', 'customers.id')
      .where(raw<boolean>`"customerGrams" MATCH ${match}`)
      .where(
        raw<boolean>`(instr("customers"."kanaKey", ${key}) > 0 OR instr("customers"."nameKey", ${key}) > 0)`,
      )
      .limit(limit),
    // Last, since the loose keys also find other names that sound alike.
    ...loose.flatMap((one) => [
      byLoose('customers.looseKey', one, limit),
      byLoose('customers.looseSwapped', one, limit),
    ]),
  ]
}

function digitQueries(text: string, digits: string, limit: number, numbers: NumberSearch) {
  const parts = text
    .normalize('NFKC')
    .trim()
    .split(/[\s\-ー‐−―]+/)
    .filter((part) => /^\d+$/.test(part))
  const [branch, number] = parts.length >= 2 ? [parts[0] ?? '', parts.at(-1) ?? ''] : ['', digits]
  const queries = []
  if (digits.length <= 7)
    queries.push(
      hits().where('customers.customerNumber', '=', digits.padStart(7, '0')).limit(1),
      hitsByAccount().where('accounts.number', '=', digits.padStart(7, '0')).limit(limit),
    )
  if (branch.length === 3 && number.length <= 7)
    queries.push(
      hitsByAccount()
        .where('accounts.branchCode', '=', branch)
        .where('accounts.number', '=', number.padStart(7, '0'))
        .limit(limit),
    )
  if (numbers === 'parts' && branch.length === 3 && number.length <= 7)
    queries.push(
      hitsByAccount()
        .where(ofBranch, '=', branch)
        .where('accounts.numberReversed', '>=', reversed(number))
        .where('accounts.numberReversed', '<', past(reversed(number)))
        .limit(limit),
    )
  // Ten digits are a branch and an account (3 + 7) or a telephone number; both may begin with 0, so both are searched.
  if (digits.length === 10)
    queries.push(
      hitsByAccount()
        .where('accounts.branchCode', '=', digits.slice(0, 3))
        .where('accounts.number', '=', digits.slice(3))
        .limit(limit),
    )
  if (numbers === 'whole') {
    if (digits.length >= 10)
      queries.push(hits().where('customers.phoneKey', '=', digits).limit(limit))
    return queries
  }
  if (digits.length >= 3)
    queries.push(
      hits()
        .where('customers.phoneKey', '>=', digits)
        .where('customers.phoneKey', '<', past(digits))
        .orderBy('customers.phoneKey')
        .limit(limit),
    )
  if (digits.length >= 4 && digits.length <= 7) {
    const tail = reversed(digits)
    queries.push(
      hitsByAccount()
        .where('accounts.numberReversed', '>=', tail)
        .where('accounts.numberReversed', '<', past(tail))
        .limit(limit),
      hits()
        .where('customers.phoneReversed', '>=', tail)
        .where('customers.phoneReversed', '<', past(tail))
        .limit(limit),
    )
  }
  return queries
}
