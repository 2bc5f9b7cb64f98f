import type SQLite from 'better-sqlite3'
import type { Selectable } from 'kysely'
import { changing, type Failed } from './statement.ts'
import type { Tables } from './tables.ts'

type Values = Record<string, unknown>
/** The values that columns must equal, null included. */
export type Key<T extends keyof Tables> = Partial<Selectable<Tables[T]>>

/** The shape of a call: which columns it writes, which it compares, and which of these with null. */
interface Way {
  readonly columns: readonly string[]
  readonly where: readonly string[]
  readonly nulls: readonly boolean[]
}
interface Kept extends Way {
  readonly statement: SQLite.Statement
}

const list = (names: readonly string[], of: (name: string) => string): string =>
  names.map(of).join(', ')
/** `+?`: see stablePlan (statement.ts). */
const condition = ({ where, nulls }: Way): string =>
  where.map((name, i) => (nulls[i] ? `"${name}" is null` : `"${name}" = +?`)).join(' and ')

const verbs = {
  insert: (table: string, { columns }: Way) =>
    `insert into "${table}" (${list(columns, (name) => `"${name}"`)}) values (${list(columns, () => '?')})`,
  update: (table: string, way: Way) =>
    `update "${table}" set ${list(way.columns, (name) => `"${name}" = ?`)} where ${condition(way)}`,
  delete: (table: string, way: Way) => `delete from "${table}" where ${condition(way)}`,
  find: (table: string, way: Way) => `select * from "${table}" where ${condition(way)}`,
}
type Verb = keyof typeof verbs

/**
 * Writes and finds single rows; `Store` holds the calls to the types of `Tables`. A statement is prepared at the first call
 * with its columns and found again by their names. A table is written with one or two sets of columns, so finding it costs
 * one look into a map and the comparison of a few names.
 */
export class Rows {
  readonly #db: SQLite.Database
  readonly #failed: Failed
  readonly #kept: Record<Verb, Map<string, Kept[]>> = {
    insert: new Map(),
    update: new Map(),
    delete: new Map(),
    find: new Map(),
  }

  constructor(db: SQLite.Database, failed: Failed) {
    this.#db = db
    this.#failed = failed
  }

  get sql(): string[] {
    return Object.values(this.#kept).flatMap((tables) =>
      [...tables.values()].flat().map(({ statement }) => statement.source),
    )
  }

  run(verb: Verb, table: string, row: Values, key: Values): SQLite.RunResult {
    const columns = Object.keys(row)
    const values = Object.values(row)
    try {
      return changing(this.#db, this.#statement(verb, table, columns, key, values)).run(values)
    } catch (error) {
      throw this.#failed(error)
    }
  }

  get(table: string, key: Values): unknown {
    const values: unknown[] = []
    try {
      return this.#statement('find', table, [], key, values).get(values)
    } catch (error) {
      throw this.#failed(error)
    }
  }

  #statement(
    verb: Verb,
    table: string,
    columns: string[],
    key: Values,
    values: unknown[],
  ): SQLite.Statement {
    const where = Object.keys(key)
    const nulls = where.map((name) => key[name] === null)
    for (const name of where) if (key[name] !== null) values.push(key[name])
    const found =
      this.#kept[verb]
        .get(table)
        ?.find(
          (one) => same(one.columns, columns) && same(one.where, where) && same(one.nulls, nulls),
        ) ?? this.#prepare(verb, table, { columns, where, nulls })
    return found.statement
  }

  #prepare(verb: Verb, table: string, way: Way): Kept {
    if (verb !== 'insert' && way.where.length === 0) throw new Error(`${verb} without a condition`)
    const made = { ...way, statement: this.#db.prepare(verbs[verb](table, way)) }
    const before = this.#kept[verb].get(table)
    if (before) before.push(made)
    else this.#kept[verb].set(table, [made])
    return made
  }
}

function same<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false
  return true
}
