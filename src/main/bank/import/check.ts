import { query, type Store } from '#db'
import {
  type Column,
  type ImportKind,
  type ImportProblem,
  importColumns,
} from '#shared/import-columns'
import { readField } from './fields.ts'
import type { RawRow } from './rows.ts'

/** A row that may be written: its fields as they are kept. */
export type ImportRow = Record<string, string | null>

const branch = query<{ code: string }>()((k, v) =>
  k.selectFrom('branches').select('code').where('code', '=', v('code')),
)
const customer = query<{ number: string }>()((k, v) =>
  k.selectFrom('customers').select(['id', 'channel']).where('customerNumber', '=', v('number')),
)
const account = query<{ branchCode: string; typeCode: never; number: string }>()((k, v) =>
  k
    .selectFrom('accounts')
    .select(['id', 'customerId'])
    .where('branchCode', '=', v('branchCode'))
    .where('typeCode', '=', v('typeCode'))
    .where('number', '=', v('number')),
)
const login = query<{ loginId: string }>()((k, v) =>
  k
    .selectFrom('logins')
    .innerJoin('customers', 'customers.id', 'logins.customerId')
    .select('customerNumber')
    .where('loginId', '=', v('loginId')),
)

const entry = query<{ accountId: number; date: string; itemNo: string }>()((k, v) =>
  k
    .selectFrom('transactions')
    .select(['type', 'amount', 'balance'])
    .where('accountId', '=', v('accountId'))
    .where('date', '=', v('date'))
    .where('itemNo', '=', v('itemNo')),
)
const loginOf = query<{ customerId: number }>()((k, v) =>
  k.selectFrom('logins').select('loginId').where('customerId', '=', v('customerId')).limit(1),
)

const keys: Record<Exclude<ImportKind, 'zengin'>, readonly string[]> = {
  branches: ['code'],
  customers: ['customerNumber'],
  users: ['loginId'],
  accounts: ['branchCode', 'typeCode', 'number'],
  balances: ['branchCode', 'typeCode', 'number'],
  transactions: ['branchCode', 'typeCode', 'number', 'date', 'itemNo'],
  events: ['customerNumber', 'kind', 'at'],
}
/** Clocks of two machines may differ: a time this far ahead is still accepted. */
const clockSlackMs = 5 * 60_000
const mostRows = 2_000_000

/** Checks a file row by row against the description of its columns. It reads the database and writes nothing. */
export class ImportCheck {
  readonly #store: Store
  readonly #kind: Exclude<ImportKind, 'zengin'>
  /** Epoch ms. */
  readonly #now: number
  readonly #columns: readonly Column[]
  readonly #seen = new Set<string>()
  readonly #logins = new Set<string>()
  #header = false
  rows = 0

  constructor(store: Store, kind: ImportKind, now: number) {
    this.#store = store
    this.#now = now
    this.#kind = kind === 'zengin' ? 'transactions' : kind
    this.#columns = importColumns[this.#kind]
  }

  /** The first row is the header, which carries no values. */
  check(raw: RawRow): { value: ImportRow | undefined; problems: ImportProblem[] } {
    if (!this.#header && Object.keys(raw.fields).length > 0) {
      this.#header = true
      return { value: undefined, problems: [...raw.problems, ...this.#checkHeader(raw)] }
    }
    if (raw.problems.some((one) => one.column === '' || Object.keys(raw.fields).length === 0))
      return { value: undefined, problems: raw.problems }
    this.rows += 1
    const { row } = raw
    const problems = [...raw.problems]
    if (this.rows > mostRows)
      return {
        value: undefined,
        problems: [{ row, column: '', problem: 'too-many-rows', detail: String(mostRows) }],
      }
    const value: ImportRow = {}
    for (const column of this.#columns) {
      if (problems.some((one) => one.column === column.name)) continue
      const read = readField(column, raw.fields[column.name] ?? '')
      if ('problem' in read)
        problems.push({ row, column: column.name, problem: read.problem, detail: column.example })
      else value[column.field] = read.value
    }
    if (problems.length > 0) return { value: undefined, problems }
    return this.#checkMeaning(row, value)
  }

  #checkHeader(raw: RawRow): ImportProblem[] {
    const given = Object.keys(raw.fields)
    const problem = (column: string, kind: ImportProblem['problem']): ImportProblem => ({
      row: raw.row,
      column,
      problem: kind,
      detail: '',
    })
    return [
      ...this.#columns
        .filter((column) => column.required && !given.includes(column.name))
        .map((column) => problem(column.name, 'missing-column')),
      ...given
        .filter((name) => !this.#columns.some((column) => column.name === name))
        .map((name) => problem(name, 'unknown-column')),
    ]
  }

  #checkMeaning(
    row: number,
    value: ImportRow,
  ): { value: ImportRow | undefined; problems: ImportProblem[] } {
    const problems: ImportProblem[] = []
    const add = (field: string, problem: ImportProblem['problem']): void => {
      const column = this.#columns.find((one) => one.field === field)?.name ?? ''
      problems.push({ row, column, problem, detail: field === 'at' ? '' : (value[field] ?? '') })
    }
    const key = keys[this.#kind].map((field) => value[field]).join('|')
    if (this.#seen.has(key)) add(keys[this.#kind].at(-1) ?? '', 'duplicate')
    this.#seen.add(key)
    const { branchCode, channel, customerNumber, loginId } = value
    if (branchCode && !this.#store.statement(branch).get({ code: branchCode }))
      add('branchCode', 'unknown-branch')
    const known = customerNumber
      ? this.#store.statement(customer).get({ number: customerNumber })
      : undefined
    if (this.#kind === 'customers') {
      if (known && known.channel !== channel) add('channel', 'channel-other')
      else if (known && loginId && channel === 'personal') {
        // A person has one login: a second login ID would leave the first one usable.
        const present = this.#store.statement(loginOf).get({ customerId: known.id })
        if (present && present.loginId !== loginId) add('loginId', 'login-other')
      }
    } else if (customerNumber) {
      if (!known) add('customerNumber', 'unknown-customer')
      else if (this.#kind === 'users' && known.channel !== 'business')
        add('customerNumber', 'not-business')
      else if (this.#kind === 'accounts') {
        const there = accountOf(this.#store, value)
        if (there && there.customerId !== known.id) add('number', 'holder-other')
      }
    }
    if (this.#kind === 'events' && Number(value.at) > this.#now + clockSlackMs)
      add('at', 'in-future')
    if (loginId) {
      const holder = this.#store.statement(login).get({ loginId })
      if (
        (holder && holder.customerNumber !== customerNumber) ||
        (this.#kind === 'customers' && this.#logins.has(loginId))
      )
        add('loginId', 'login-taken')
      this.#logins.add(loginId)
    }
    if ((this.#kind === 'balances' || this.#kind === 'transactions') && problems.length === 0) {
      const found = accountOf(this.#store, value)
      if (!found) add('number', 'unknown-account')
      else if (this.#kind === 'transactions' && this.#differs(found.id, value))
        add('itemNo', 'entry-other')
    }
    return { value: problems.length === 0 ? value : undefined, problems }
  }

  /** Whether a different transaction has the same number; an identical one was imported before and is accepted. */
  #differs(accountId: number, value: ImportRow): boolean {
    const there = this.#store
      .statement(entry)
      .get({ accountId, date: value.date ?? '', itemNo: value.itemNo ?? '' })
    return (
      there !== undefined &&
      (there.type !== value.type ||
        there.amount !== Number(value.amount) ||
        there.balance !== Number(value.balance))
    )
  }
}

export function accountOf(
  store: Store,
  value: ImportRow,
): { id: number; customerId: number } | undefined {
  const { branchCode, typeCode, number } = value
  return store.statement(account).get({
    branchCode: branchCode ?? '',
    typeCode: (typeCode ?? '') as never,
    number: number ?? '',
  })
}

export function customerOf(store: Store, value: ImportRow): number | undefined {
  return store.statement(customer).get({ number: value.customerNumber ?? '' })?.id
}
