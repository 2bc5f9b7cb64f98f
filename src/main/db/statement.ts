import type SQLite from 'better-sqlite3'
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Tables } from './tables.ts'

/**
 * Kysely writes and types the SQL and never runs it: its own SQLite driver is asynchronous and waits on a mutex,
 * while one commit here takes the writes of many requests at once (commit-queue.ts).
 */
export const sql = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

class Placeholder {
  readonly name: PropertyKey
  constructor(name: PropertyKey) {
    this.name = name
  }
}

export interface Statement<Args, Row> {
  readonly sql: string
  get(args: Args): Row | undefined
  all(args: Args): Row[]
  /** How many rows it changed. */
  run(args: Args): number
}

type Builder<Args, Row> = (
  sql: Kysely<Tables>,
  value: <Name extends keyof Args>(name: Name) => Args[Name],
) => Compilable<Row>

/** A query with named values, not yet prepared. `args` exists only for its type. */
export interface Query<Args, Row> {
  readonly build: Builder<Args, Row>
  readonly args: (args: Args) => void
}

/** Declares a query as a constant of its module: `query<{ id: number }>()((sql, value) => …)`. */
export function query<Args>() {
  return <Row>(build: Builder<Args, Row>): Query<Args, Row> => ({ build, args: () => {} })
}

/**
 * Writes `+?` for every `?` (decision 0009): SQLite built with STAT4 prepares a statement anew at each run when a bound
 * value took part in planning a join or a partial index, at five times the cost of the read itself. An expression takes no
 * part.
 */
export function stablePlan(query: { sql: string; parameters: readonly unknown[] }): string {
  const places = query.sql.split('?')
  if (places.length - 1 !== query.parameters.length)
    throw new Error('a question mark that is no parameter')
  return places.join('+?')
}

/** What is thrown in the place of an error of SQLite: `Store` knows what it means for everybody. */
export type Failed = (error: unknown) => unknown

/** Compiles once, prepares once, runs often: a third of the cost of building the query each time. */
export function prepare<Args, Row>(
  db: SQLite.Database,
  declared: Query<Args, Row>,
  failed: Failed,
): Statement<Args, Row> {
  const query = declared.build(sql, (name) => new Placeholder(name) as never).compile()
  const statement = db.prepare<unknown[], Row>(stablePlan(query))
  const slots = query.parameters.map((p) =>
    p instanceof Placeholder ? { name: p.name as keyof Args } : { fixed: p },
  )
  const bind = (args: Args): unknown[] => {
    const values = new Array<unknown>(slots.length)
    for (let i = 0; i < slots.length; i += 1) {
      const slot = slots[i]
      values[i] = slot && 'name' in slot ? args[slot.name] : slot?.fixed
    }
    return values
  }
  return {
    sql: statement.source,
    get: (args) => {
      try {
        return statement.get(bind(args))
      } catch (error) {
        throw failed(error)
      }
    },
    all: (args) => {
      try {
        return statement.all(bind(args))
      } catch (error) {
        throw failed(error)
      }
    },
    run: (args) => {
      try {
        return changing(db, statement).run(bind(args)).changes
      } catch (error) {
        throw failed(error)
      }
    },
  }
}

/**
 * After some errors SQLite rolls a whole transaction back by itself. Whoever caught such an error and went on would write
 * outside of any transaction, past the answer that says that nothing was written.
 */
export function changing<S extends SQLite.Statement>(db: SQLite.Database, statement: S): S {
  if (!db.inTransaction) throw new Error('a write outside of a commit unit')
  return statement
}
