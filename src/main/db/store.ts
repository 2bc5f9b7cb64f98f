import { join } from 'node:path'
import type SQLite from 'better-sqlite3'
import type { Compilable, Insertable, Selectable, Updateable } from 'kysely'
import { asRefusal, CommitQueue, isFull, type Run, unavailable } from './commit-queue.ts'
import { Damage } from './damage.ts'
import { prepareFolder } from './files.ts'
import { databaseFile, lockFolder, openDatabase, type Refuse } from './open.ts'
import { Reader } from './reader.ts'
import { Reserve } from './reserve.ts'
import { type Key, Rows } from './rows.ts'
import { prepare, type Query, type Statement } from './statement.ts'
import type { Tables } from './tables.ts'
import { WalFile } from './wal-file.ts'

/**
 * The database: a connection that writes, only through the commit queue, and a read-only one for screens. Requests of
 * providers and customers read on the writing connection, so that they see every commit at once.
 */
export class Store {
  readonly folder: string
  readonly reserve: Reserve
  readonly damage: Damage
  /** The whole file was checked when it was opened. */
  readonly checkedWhole: boolean
  /** Called when writes are rolled back: what was remembered of them must be forgotten. */
  onUndone = (): void => {}
  readonly #db: SQLite.Database
  readonly #screens: Reader
  readonly #lock: SQLite.Database
  readonly #queue: CommitQueue
  readonly #wal: WalFile
  readonly #rows: Rows
  readonly #kept = new Map<Query<never, never>, Statement<never, never>>()

  /** @param refuse looks at what is there, and throws before anything of it is changed: see openDatabase */
  constructor(folder: string, refuse: Refuse = () => {}) {
    prepareFolder(folder)
    this.folder = folder
    this.reserve = new Reserve(folder)
    this.damage = new Damage(folder)
    this.#lock = lockFolder(folder)
    try {
      const { db, checkedWhole } = openDatabase(folder, refuse)
      this.#db = db
      this.checkedWhole = checkedWhole
    } catch (error) {
      this.#lock.close()
      throw error
    }
    this.#screens = new Reader(join(folder, databaseFile), (error) => this.#failed(error))
    this.#wal = new WalFile(join(folder, `${databaseFile}-wal`))
    this.#queue = new CommitQueue(this.#db, {
      undone: () => this.onUndone(),
      sync: () => this.#wal.sync(),
      damage: this.damage,
    })
    this.#rows = new Rows(this.#db, (error) => this.#failed(error))
  }

  /** The kept statement of a query; the query must be a constant, since it is the key. */
  statement<Args, Row>(declared: Query<Args, Row>): Statement<Args, Row> {
    const key = declared as unknown as Query<never, never>
    const kept = this.#kept.get(key)
    if (kept) return kept as unknown as Statement<Args, Row>
    const made = prepare(this.#db, declared, (error) => this.#failed(error))
    this.#kept.set(key, made as unknown as Statement<never, never>)
    return made
  }

  /** The row whose columns equal `key`, whole: for keys that are unique. */
  find<T extends keyof Tables>(table: T, key: Key<T>): Selectable<Tables[T]> | undefined {
    return this.#rows.get(table, key) as Selectable<Tables[T]> | undefined
  }

  /** Inside a commit unit, as the three below. @returns the new row's number, where the table gives one */
  insert<T extends keyof Tables>(table: T, row: Insertable<Tables[T]>): number {
    return Number(this.#rows.run('insert', table, row, {}).lastInsertRowid)
  }

  /** Changes the rows whose columns equal `key`. @returns how many */
  update<T extends keyof Tables>(table: T, key: Key<T>, columns: Updateable<Tables[T]>): number {
    return this.#rows.run('update', table, columns, key).changes
  }

  /** Changes the rows whose columns equal `key`; where there is none, inserts one. */
  put<T extends keyof Tables>(table: T, key: Key<T>, columns: Updateable<Tables[T]>): void {
    if (this.update(table, key, columns) === 0)
      this.#rows.run('insert', table, { ...key, ...columns }, {})
  }

  /** @returns how many rows it deleted */
  delete<T extends keyof Tables>(table: T, key: Key<T>): number {
    return this.#rows.run('delete', table, {}, key).changes
  }

  /**
   * Runs `unit` inside the next shared commit; resolves with its result once that is on disk.
   * It may run twice, so it changes nothing but the database. What it throws undoes its own writes alone.
   * @param room `reserved`: on a full disk it takes the room that is kept for what must work to the end
   * @throws store.unavailable, store.damaged
   */
  write<T>(unit: Run<T>, room: 'free' | 'reserved' = 'free'): Promise<T> {
    const { refusal } = this.damage
    if (refusal) return Promise.reject(refusal)
    if (room === 'free' && this.reserve.given) return Promise.reject(unavailable('RESERVE'))
    const written = this.#queue.add(unit)
    if (room === 'free') return written
    return written.catch((error: unknown) => {
      if (!isFull(error)) throw error
      this.reserve.give()
      return this.#queue.add(unit)
    })
  }

  /**
   * Says that a unit may follow within milliseconds: a commit waits that long for it, so that both share one fsync.
   * @returns what to call once the unit was given or turned out not to be needed
   */
  expect(): () => void {
    return this.#queue.expect()
  }

  /**
   * Inside a commit unit: runs one part of it, whose writes alone are undone when it throws; the rest of the unit stays.
   * @returns what it threw, if anything
   */
  attempt(part: () => void): { error: unknown } | undefined {
    return this.#queue.attempt(part)
  }

  #failed(error: unknown): unknown {
    const found = this.damage.asFound(error)
    // In a unit the queue must see what SQLite said.
    return found !== error || this.inUnit ? found : asRefusal(error)
  }

  /** A transaction is being made: what is read may still be undone. */
  get inUnit(): boolean {
    return this.#db.inTransaction
  }

  /** Rows for a screen, over the read-only connection, which does not see what a unit has written: never inside of one. */
  read<Row>(query: Compilable<Row>): Row[] {
    if (this.inUnit) throw new Error('a unit reads by statements')
    return this.#screens.read(query)
  }

  /** For demo data: one transaction outside of the queue, while nobody is served. */
  bulk<T>(load: (db: SQLite.Database) => T): T {
    return this.#db.transaction(() => load(this.#db)).immediate()
  }

  /** The plan of every statement kept so far, for the test that the request path scans nothing. */
  keptPlans(): { sql: string; plan: string[] }[] {
    const kept = [...this.#kept.values()].map(({ sql }) => sql)
    return [...kept, ...this.#rows.sql].map((sql) => ({
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

  /** Resolves when all that was committed so far is on disk; rejects where that is not known. */
  synced(): Promise<void> {
    return this.#queue.synced()
  }

  /** Whether what was committed is known to be on disk, but for what is being synced just now. */
  get isSure(): boolean {
    return !this.#queue.doubtful
  }

  /** Resolves when every unit given so far is on disk or refused. */
  settled(): Promise<void> {
    return this.#queue.drained()
  }

  async close(): Promise<void> {
    await this.settled()
    await this.#wal.close()
    // The last connection to close writes the log into the database, unless it can only read: nothing is written into what is damaged.
    const damaged = this.damage.refusal !== undefined
    if (!damaged) this.#screens.close()
    try {
      if (!damaged) this.#db.pragma('wal_checkpoint(TRUNCATE)')
    } catch (error) {
      // The log stays beside the database, and the next start reads it.
      if (!isFull(asRefusal(error))) throw error
    } finally {
      this.#db.close()
      if (damaged) this.#screens.close()
      this.#lock.close()
    }
  }
}
