import { join } from 'node:path'
import type SQLite from 'better-sqlite3'
import type { Compilable } from 'kysely'
import { CommitQueue } from './commit-queue.ts'
import { databaseFile, lockFolder, openDatabase, prepareFolder } from './open.ts'
import { Reader } from './reader.ts'
import { prepare, type Query, type Statement } from './statement.ts'

/**
 * The one file that everything is kept in: a connection that writes, through the commit queue alone, and a read-only one
 * for screens. Reads of the request path use the writing connection: same process, no cache, never stale.
 */
export class Store {
  readonly folder: string
  readonly #db: SQLite.Database
  readonly #screens: Reader
  readonly #lock: SQLite.Database
  readonly #queue: CommitQueue
  readonly #kept = new Map<Query<never, never>, Statement<never, never>>()

  constructor(folder: string) {
    prepareFolder(folder)
    this.folder = folder
    this.#lock = lockFolder(folder)
    try {
      this.#db = openDatabase(folder)
    } catch (error) {
      this.#lock.close()
      throw error
    }
    this.#screens = new Reader(join(folder, databaseFile))
    this.#queue = new CommitQueue(this.#db)
  }

  /** The kept statement of a query; the query must be a constant, since it is the key. */
  statement<Args, Row>(declared: Query<Args, Row>): Statement<Args, Row> {
    const key = declared as unknown as Query<never, never>
    const kept = this.#kept.get(key)
    if (kept) return kept as unknown as Statement<Args, Row>
    const made = prepare(this.#db, declared)
    this.#kept.set(key, made as unknown as Statement<never, never>)
    return made
  }

  /**
   * Runs `unit` inside the next shared commit; resolves with its result once that is on disk.
   * It may run twice, so it changes nothing but the database. What it throws undoes its own writes alone.
   */
  write<T>(unit: () => T): Promise<T> {
    return this.#queue.add(unit)
  }

  /**
   * Inside a commit unit: runs one part of it, whose writes alone are undone when it throws; the rest of the unit stays.
   * @returns what it threw, if anything
   */
  attempt(part: () => void): { error: unknown } | undefined {
    return this.#queue.attempt(part)
  }

  /** Rows for a screen, over the read-only connection. */
  read<Row>(query: Compilable<Row>): Row[] {
    return this.#screens.read(query)
  }

  /** For bulk loads (demo data, imports): one transaction, outside the queue, while no traffic runs. */
  bulk(load: (db: SQLite.Database) => void): void {
    this.#db.transaction(() => load(this.#db)).immediate()
  }

  /** The plan of every statement kept so far, for the test that the request path scans nothing. */
  keptPlans(): { sql: string; plan: string[] }[] {
    return [...this.#kept.values()].map(({ sql }) => ({
      sql,
      plan: this.#db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...Array.from({ length: sql.split('?').length - 1 }, () => null))
        .map((row) => row.detail),
    }))
  }

  /** Query plan lines, for the test that no list or search scans a whole table. */
  plan(query: Compilable<unknown>): string[] {
    return this.#screens.plan(query)
  }

  pragma(name: string, on: 'write' | 'screens' = 'write'): unknown {
    return on === 'write' ? this.#db.pragma(name, { simple: true }) : this.#screens.pragma(name)
  }

  /** Resolves when every unit given so far is on disk or refused. */
  settled(): Promise<void> {
    return this.#queue.drained()
  }

  async close(): Promise<void> {
    await this.settled()
    this.#screens.close()
    this.#db.pragma('wal_checkpoint(TRUNCATE)')
    this.#db.close()
    this.#lock.close()
  }

  /**
   * For a start that is refused: leaves every file as it is. The connection that closes last checkpoints the WAL, unless it can
   * only read.
   */
  abandon(): void {
    this.#db.close()
    this.#screens.close()
    this.#lock.close()
  }
}
