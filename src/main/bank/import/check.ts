import type { Store } from '#db'
import {
  type Column,
  type ImportKind,
  type ImportProblem,
  importColumns,
  secretForms,
} from '#shared/import-columns'
import { isoDate } from '#shared/japanese-date'
import { readField } from './fields.ts'
import { consentOf, type ImportRow } from './known.ts'
import { type CsvKind, meaning, type Wrong } from './meaning.ts'
import { Periods } from './periods.ts'
import type { RawRow } from './rows.ts'

const keys: Record<CsvKind, readonly string[]> = {
  branches: ['code'],
  customers: ['customerNumber'],
  users: ['loginId'],
  questions: ['customerNumber'],
  accounts: ['branchCode', 'typeCode', 'number'],
  balances: ['branchCode', 'typeCode', 'number'],
  transactions: ['branchCode', 'typeCode', 'number', 'date', 'itemNo'],
  events: ['loginId', 'customerNumber', 'kind', 'at'],
}
/** The fields that a row of transactions leaves empty where it only tells for which period the file is complete. */
const movement = ['date', 'itemNo', 'type', 'amount', 'balance']
const mostRows = 2_000_000

/** Checks a file row by row against the description of its columns. It reads the database and writes nothing. */
export class ImportCheck {
  readonly #store: Store
  readonly #kind: CsvKind
  /** Epoch ms. */
  readonly #now: number
  readonly #columns: readonly Column[]
  readonly #seen = new Set<string>()
  readonly #logins = new Set<string>()
  readonly periods = new Periods()
  /** The optional columns that the file lacks. */
  absent: string[] = []
  /** Undefined before the header was read; false: a column is missing, so the rows are not checked. */
  #header: boolean | undefined
  rows = 0

  constructor(store: Store, kind: ImportKind, now: number) {
    this.#store = store
    this.#now = now
    this.#kind = kind === 'zengin' ? 'transactions' : kind
    this.#columns = importColumns[this.#kind]
  }

  /** The first row is the header, which carries no values. */
  check(raw: RawRow): { value: ImportRow | undefined; problems: ImportProblem[] } {
    if (this.#header === undefined && Object.keys(raw.fields).length > 0) {
      const problems = [...raw.problems, ...this.#checkHeader(raw)]
      this.#header = problems.length === 0
      return { value: undefined, problems }
    }
    if (this.#header === false) return { value: undefined, problems: [] }
    if (raw.problems.some((one) => one.column === '' || Object.keys(raw.fields).length === 0))
      return { value: undefined, problems: raw.problems }
    const periodOnly = this.#tellsPeriodOnly(raw)
    if (!periodOnly) this.rows += 1
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
      if (periodOnly && movement.includes(column.field)) continue
      if (column.emptyTells && !(column.name in raw.fields)) continue
      const read = readField(column, raw.fields[column.name] ?? '')
      if ('problem' in read)
        problems.push({
          row,
          column: column.name,
          problem: read.problem,
          detail: read.detail ?? column.example,
          ...shownOf(column, raw),
        })
      else value[column.field] = read.value
    }
    if (problems.length > 0) return { value: undefined, problems }
    const wrong = this.#wrongIn(value, periodOnly)
    // Before any row is written: which row stands first decides nothing.
    if (this.#kind === 'users') value.mayConsent = consentOf(this.#store, value)
    if (wrong.length === 0) return { value: periodOnly ? undefined : value, problems }
    return { value: undefined, problems: wrong.map((one) => this.#problem(raw, value, one)) }
  }

  #tellsPeriodOnly({ fields }: RawRow): boolean {
    const given = (field: string): boolean => {
      const name = this.#columns.find((column) => column.field === field)?.name ?? ''
      return (fields[name] ?? '').trim() !== ''
    }
    return this.#kind === 'transactions' && !movement.some(given) && given('periodFrom')
  }

  #checkHeader(raw: RawRow): ImportProblem[] {
    const given = Object.keys(raw.fields)
    const problem = (column: string, kind: ImportProblem['problem']): ImportProblem => ({
      row: raw.row,
      column,
      problem: kind,
      detail: '',
    })
    this.absent = this.#columns
      .filter((column) => !column.required && !given.includes(column.name))
      .map((column) => column.name)
    const other = kindWith(given)
    if (other && other !== this.#kind) return [{ ...problem('', 'other-kind'), detail: other }]
    return [
      ...this.#columns
        .filter((column) => column.required && !given.includes(column.name))
        .map((column) => problem(column.name, 'missing-column')),
      ...given
        .filter((name) => !this.#columns.some((column) => column.name === name))
        .map((name) => problem(name, 'unknown-column')),
    ]
  }

  #wrongIn(value: ImportRow, periodOnly: boolean): Wrong[] {
    const wrong: Wrong[] = []
    if (!periodOnly) {
      const key = keys[this.#kind].map((field) => value[field]).join('|')
      if (this.#seen.has(key)) wrong.push([keys[this.#kind].at(-1) ?? '', 'duplicate'])
      this.#seen.add(key)
    }
    wrong.push(
      ...meaning[this.#kind]({
        store: this.#store,
        now: this.#now,
        row: value,
        logins: this.#logins,
      }),
    )
    if (this.#kind === 'transactions' && wrong.length === 0)
      wrong.push(...this.periods.take(value, isoDate(this.#now)))
    return wrong
  }

  /** `detail` is the value as it was read; empty for secrets, and for times, which are numbers by then. */
  #problem(raw: RawRow, value: ImportRow, [field, problem]: Wrong): ImportProblem {
    const column = this.#columns.find((one) => one.field === field)
    const plain = column !== undefined && !['instant', 'as-of', 'secret'].includes(column.form)
    return {
      row: raw.row,
      column: column?.name ?? '',
      problem,
      detail: plain ? (value[field] ?? '') : '',
      ...(column && shownOf(column, raw)),
    }
  }
}

/** The one kind that a header is the header of: it has all that the kind needs, and nothing that it does not know. */
function kindWith(given: readonly string[]): CsvKind | undefined {
  const kinds = (Object.keys(importColumns) as CsvKind[]).filter((kind) => {
    const columns = importColumns[kind]
    return (
      columns.every(({ name, required }) => !required || given.includes(name)) &&
      given.every((name) => columns.some((column) => column.name === name))
    )
  })
  return kinds.length === 1 ? kinds[0] : undefined
}

const longestShown = 100

/** What stands in a field, for who corrects the file. */
function shownOf(column: Column, { fields }: RawRow): { value: string } | undefined {
  const typed = fields[column.name] ?? ''
  return secretForms.includes(column.form) || typed === ''
    ? undefined
    : { value: typed.slice(0, longestShown) }
}
