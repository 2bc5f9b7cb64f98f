import type { Store } from '#db'
import { query } from '#db'
import type { ImportKind } from '#shared/import-columns'
import { maskNumber } from '#shared/request'
import { accountOf, customerOf, type ImportRow, text } from './known.ts'
import type { CsvKind } from './meaning.ts'
import { UsersCount } from './users-count.ts'

type Effect = 'new' | 'changed' | 'unchanged'
/** What a file would do; `missing`: what is there and not in it, where it should hold all. */
export interface ImportEffects {
  new: number
  changed: number
  unchanged: number
  missing: number | null
  /** Rows that bring a password, number, PIN or answers where there are some already. */
  replaced: number
  /** Rows after which a customer whose service was stopped can link again. */
  resumed: number
  /** Users of companies who are out by the file, at once or from a day on; and those who had left, or were to leave, and stay. */
  leaving: number
  returning: number
  /** Accounts that were closed and that customers can link again, with the first of them as `店番-科目-•••下4桁 (解約日)`: the audit keeps them. */
  reopened: number
  reopenedAccounts?: string[]
}
const mostShown = 20

const counted = {
  branches: query<Record<never, never>>()((k) =>
    k.selectFrom('branches').select((e) => e.fn.countAll<number>().as('n')),
  ),
  customers: query<Record<never, never>>()((k) =>
    k.selectFrom('customers').select((e) => e.fn.countAll<number>().as('n')),
  ),
  accounts: query<Record<never, never>>()((k) =>
    k.selectFrom('accounts').select((e) => e.fn.countAll<number>().as('n')),
  ),
  balances: query<Record<never, never>>()((k) =>
    k
      .selectFrom('accounts')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('closedOn', 'is', null),
  ),
}

/** Whether every field that the row carries is there already; of a column that the file lacks it says nothing. */
const same = (there: object, row: ImportRow, fields: readonly string[]): Effect =>
  fields.every((field) => {
    if (row[field] === undefined) return true
    const known: unknown = (there as Record<string, unknown>)[field] ?? null
    return String(known ?? '') === String(row[field] ?? '')
  })
    ? 'unchanged'
    : 'changed'

const flagged = (there: 0 | 1, told: string | null | undefined): boolean =>
  told === null || told === undefined || String(there) === told

/** Whether a PIN that is on file would count as registered by this row, without the company having typed it (B3). */
function registersPin(store: Store, row: ImportRow): boolean {
  if (flagged(0, row.inquiryPinRegistered)) return false
  const there = store.find('accounts', { id: accountOf(store, row)?.id ?? 0 })
  return there !== undefined && there.inquiryPinHash !== null && there.inquiryPinSince === null
}

/** Which day of closing an empty cell takes back, so that an account could be linked and read again; a file without the column none. */
function reopens(store: Store, row: ImportRow): string | null {
  if (row.closedOn !== null) return null
  return store.find('accounts', { id: accountOf(store, row)?.id ?? 0 })?.closedOn ?? null
}

/** Secrets are not compared: that would take a hash for each row. */
const effects: Record<CsvKind, (store: Store, row: ImportRow) => Effect> = {
  branches: (store, row) => {
    const there = store.find('branches', { code: text(row, 'code') })
    return there ? same(there, row, ['name', 'kana', 'validFrom', 'validTo']) : 'new'
  },
  customers: (store, row) => {
    const there = store.find('customers', { customerNumber: text(row, 'customerNumber') })
    if (!there) return 'new'
    if (row.loginId && !store.find('logins', { loginId: row.loginId })) return 'changed'
    return same(there, row, ['name', 'kana', 'birthDate', 'address', 'phone', 'branchCode'])
  },
  users: (store, row) => {
    const there = store.find('logins', { loginId: text(row, 'loginId') })
    if (!there) return 'new'
    const fields = ['userName', ...(row.userKana ? ['userKana'] : []), 'leftOn']
    return flagged(there.mayConsent, row.mayConsent) ? same(there, row, fields) : 'changed'
  },
  questions: (store, row) => {
    const customerId = customerOf(store, row)?.id ?? 0
    const known = [1, 2, 3].map((position) =>
      store.find('customerQuestions', { customerId, position }),
    )
    if (!known[0]) return 'new'
    return known.every((one, i) => one?.question === row[`question${i + 1}`])
      ? 'unchanged'
      : 'changed'
  },
  accounts: (store, row) => {
    const there = store.find('accounts', { id: accountOf(store, row)?.id ?? 0 })
    if (!there) return 'new'
    if (registersPin(store, row)) return 'changed'
    if (row.primaryAccount !== undefined && there.primaryAccount !== Number(row.primaryAccount))
      return 'changed'
    return same(there, row, ['openedOn', 'closedOn', 'memo'])
  },
  balances: (store, row) => {
    const there = store.find('accounts', { id: accountOf(store, row)?.id ?? 0 })
    if (!there || there.balanceAt === null) return 'new'
    return same(there, row, [
      'balance',
      'balanceAt',
      'withdrawable',
      'previousDayBalance',
      'previousMonthBalance',
    ])
  },
  // One that is there and differs was refused by the check.
  transactions: (store, row) => {
    const accountId = accountOf(store, row)?.id ?? 0
    const key = { accountId, date: text(row, 'date'), itemNo: text(row, 'itemNo') }
    return store.find('transactions', key) ? 'unchanged' : 'new'
  },
  events: (store, row) => {
    const known = store.find('customers', { customerNumber: text(row, 'customerNumber') })
    return (known?.serviceEventAt ?? -1) >= Number(row.at) ? 'unchanged' : 'new'
  },
}

/** Whether a row brings a secret where there is one already, or takes the place of the customer's own word of it. */
const replaces: Partial<Record<CsvKind, (store: Store, row: ImportRow) => boolean>> = {
  customers: (store, row) =>
    Boolean(row.loginId && (row.password || row.userNumber)) &&
    store.find('logins', { loginId: row.loginId ?? '' }) !== undefined,
  users: (store, row) =>
    Boolean(row.password) && store.find('logins', { loginId: text(row, 'loginId') }) !== undefined,
  questions: (store, row) => {
    const customerId = customerOf(store, row)?.id ?? 0
    return store.find('customerQuestions', { customerId, position: 1 }) !== undefined
  },
  accounts: (store, row) =>
    (Boolean(row.inquiryPin) && accountOf(store, row) !== undefined) || registersPin(store, row),
  events: (_, row) => Boolean(row.password),
}

/** Counts what a file would do, row by row, while it is checked. */
export class EffectsCount {
  readonly #store: Store
  readonly #kind: CsvKind
  readonly #counts = { new: 0, changed: 0, unchanged: 0 }
  #replaced = 0
  #resumed = 0
  #reopened = 0
  readonly #reopenedAccounts: string[] = []
  readonly #users: UsersCount | undefined

  /** @param today `YYYY-MM-DD` */
  constructor(store: Store, kind: ImportKind, today: string) {
    this.#store = store
    this.#kind = kind === 'zengin' ? 'transactions' : kind
    this.#users = kind === 'users' ? new UsersCount(store, today) : undefined
  }

  see(row: ImportRow): void {
    this.#counts[effects[this.#kind](this.#store, row)] += 1
    if (replaces[this.#kind]?.(this.#store, row)) this.#replaced += 1
    if (row.kind === 'service-resumed') this.#resumed += 1
    if (this.#kind === 'accounts') this.#seeClosing(row)
    this.#users?.see(row)
  }

  #seeClosing(row: ImportRow): void {
    const closedOn = reopens(this.#store, row)
    if (closedOn === null) return
    this.#reopened += 1
    const account = [row.branchCode, row.typeCode, maskNumber(text(row, 'number'))].join('-')
    if (this.#reopened <= mostShown) this.#reopenedAccounts.push(`${account} (${closedOn})`)
  }

  get(): ImportEffects {
    const all = Object.hasOwn(counted, this.#kind)
      ? this.#store.statement(counted[this.#kind as keyof typeof counted]).get({})?.n
      : undefined
    const counts = this.#counts
    const there = counts.changed + counts.unchanged + (this.#kind === 'balances' ? counts.new : 0)
    const missing = all === undefined ? (this.#users?.missing ?? null) : Math.max(0, all - there)
    const { leaving = 0, returning = 0 } = this.#users ?? {}
    return {
      ...{ ...counts, missing, replaced: this.#replaced, resumed: this.#resumed },
      ...{ leaving, returning, reopened: this.#reopened },
      ...(this.#reopened > 0 && { reopenedAccounts: this.#reopenedAccounts }),
    }
  }
}
