import type SQLite from 'better-sqlite3'
import type { Compilable } from 'kysely'
import { connect } from './connect.ts'
import { type Failed, stablePlan } from './statement.ts'

const mostKept = 500

/** A read-only connection, for screens and for commands that run beside the engine. */
export class Reader {
  readonly #db: SQLite.Database
  readonly #failed: Failed
  readonly #statements = new Map<string, SQLite.Statement>()

  constructor(path: string, failed: Failed = (error) => error) {
    this.#db = connect(path, { readonly: true })
    this.#failed = failed
  }

  read<Row>(query: Compilable<Row>): Row[] {
    const compiled = query.compile()
    try {
      let statement = this.#statements.get(compiled.sql)
      if (!statement) {
        if (this.#statements.size > mostKept) this.#statements.clear()
        statement = this.#db.prepare(stablePlan(compiled))
        this.#statements.set(compiled.sql, statement)
      }
      return statement.all(...compiled.parameters) as Row[]
    } catch (error) {
      throw this.#failed(error)
    }
  }

  /** Query plan lines, for the test that no list or search scans a whole table. */
  plan(query: Compilable<unknown>): string[] {
    const compiled = query.compile()
    return this.#db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${stablePlan(compiled)}`)
      .all(...compiled.parameters)
      .map((row) => row.detail)
  }

  pragma(name: string): unknown {
    return this.#db.pragma(name, { simple: true })
  }

  close(): void {
    this.#db.close()
  }
}
