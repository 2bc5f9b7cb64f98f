import { sql as raw } from 'kysely'
import type { Store } from '#db'
import { sql } from '#db'
import { digitsKey, grams, reversed, searchKey } from '#shared/search-key'
import type { CustomerHit } from './bank.ts'

const columns = [
  'customers.id',
  'customers.customerNumber',
  'customers.name',
  'customers.kana',
  'branches.name as branchName',
  'customers.channel',
] as const
const hits = () =>
  sql
    .selectFrom('customers')
    .innerJoin('branches', 'branches.code', 'customers.branchCode')
    .select(columns)
const past = (prefix: string): string => `${prefix}\u{10FFFF}`
const hitsByAccount = () =>
  sql
    .selectFrom('accounts')
    .innerJoin('customers', 'customers.id', 'accounts.customerId')
    .innerJoin('branches', 'branches.code', 'customers.branchCode')
    .select(columns)

/** Every query is one walk of one index; the first that finds the person comes first. */
export function customerQueries(text: string, limit: number) {
  const digits = digitsKey(text)
  const numeric = digits !== '' && /^[\d\s\-+().ー－‐−―0-9]*$/u.test(text.normalize('NFKC'))
  return numeric ? digitQueries(text, digits, limit) : nameQueries(searchKey(text), limit)
}

function nameQueries(key: string, limit: number) {
  if (key === '') return []
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
  ]
}

function digitQueries(text: string, digits: string, limit: number) {
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
      hitsByAccount()
        .where('accounts.branchCode', '=', branch)
        .where('accounts.numberReversed', '>=', reversed(number))
        .where('accounts.numberReversed', '<', past(reversed(number)))
        .limit(limit),
    )
  if (digits.length === 10 && !digits.startsWith('0'))
    queries.push(
      hitsByAccount()
        .where('accounts.branchCode', '=', digits.slice(0, 3))
        .where('accounts.number', '=', digits.slice(3))
        .limit(limit),
    )
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

/** Finds customers by name, kana, phone, 顧客番号 or account, as staff type them (R63–R69). */
export function searchCustomers(store: Store, text: string, limit: number): CustomerHit[] {
  const found = new Map<number, CustomerHit>()
  for (const query of customerQueries(text, limit)) {
    for (const hit of store.read<CustomerHit>(query)) if (!found.has(hit.id)) found.set(hit.id, hit)
    if (found.size >= limit) break
  }
  return [...found.values()].slice(0, limit)
}
