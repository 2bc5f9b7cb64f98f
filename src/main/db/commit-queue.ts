import type SQLite from 'better-sqlite3'
import { AppError } from '#shared/errors'
import type { Damage } from './damage.ts'

interface Unit {
  readonly run: Run<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (reason: unknown) => void
}

/** `apart` once something in the shared commit has failed and each unit runs again for itself. */
export type Run<T> = (apart: boolean) => T

/** How long a commit waits for requests that have arrived and will soon have something to write. */
const companyMs = 5
/** So many need no more company: while their commit is synced, the next can be worked on. */
const enough = 8
const lockedRetryMs = 20
const lockedPatienceMs = 5_000
const batchLimit = 256
const lost = 'the transaction was rolled back while a unit ran'

type Settle = () => void

function sqliteCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/**
 * Group commit: units share one BEGIN IMMEDIATE … COMMIT and one fsync (R106): those of one turn of the event loop, and
 * those of requests that have been announced (`expect`): sixteen requests at once are answered sooner after one than after
 * five. With no request announced nothing waits. A promise resolves only once the log is on disk; meanwhile the process goes
 * on, and the next units gather (decision 0027).
 * When one unit throws, the whole batch is rolled back and run again with a savepoint each, so that its neighbours succeed.
 * Hence a unit may run twice and must change nothing but the database.
 */
export class CommitQueue {
  readonly #db: SQLite.Database
  readonly #begin: SQLite.Statement
  readonly #commit: SQLite.Statement
  readonly #savepoint: SQLite.Statement
  readonly #release: SQLite.Statement
  readonly #rollbackTo: SQLite.Statement
  readonly #rollback: SQLite.Statement
  readonly #undone: () => void
  readonly #sync: () => Promise<void>
  readonly #damage: Pick<Damage, 'asFound' | 'refusal'>
  #units: Unit[] = []
  #scheduled = false
  #expected = 0
  #company: NodeJS.Timeout | undefined
  #retrySince = 0
  #idle: (() => void)[] = []
  #synced: Promise<void> = Promise.resolve()
  #doubtful = false

  /**
   * `undone` is called when writes that a unit has made and perhaps read again are rolled back; `sync` brings to the disk what
   * the connection has committed; nothing is committed any more once `damage` knows of any.
   */
  constructor(
    db: SQLite.Database,
    given: {
      undone: () => void
      sync: () => Promise<void>
      damage: Pick<Damage, 'asFound' | 'refusal'>
    },
  ) {
    this.#db = db
    this.#undone = given.undone
    this.#sync = given.sync
    this.#damage = given.damage
    this.#begin = db.prepare('BEGIN IMMEDIATE')
    this.#commit = db.prepare('COMMIT')
    this.#savepoint = db.prepare('SAVEPOINT part')
    this.#release = db.prepare('RELEASE part')
    this.#rollbackTo = db.prepare('ROLLBACK TO part')
    this.#rollback = db.prepare('ROLLBACK')
  }

  add<T>(run: Run<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#units.push({ run, resolve, reject })
      this.#schedule()
    })
  }

  /** See `Store.expect`. */
  expect(): () => void {
    this.#expected += 1
    let open = true
    return () => {
      if (!open) return
      open = false
      this.#expected -= 1
      if (this.#expected === 0 && this.#company) this.#schedule()
    }
  }

  /** See `Store.attempt`. */
  attempt(part: () => void): { error: unknown } | undefined {
    this.#savepoint.run()
    try {
      part()
      this.#release.run()
      return undefined
    } catch (error) {
      // A full disk may have undone the whole transaction already: then nothing of the unit is left to keep.
      if (!this.#undoPart()) throw error
      return { error: asRefusal(error) }
    }
  }

  /** A sync failed, and no checkpoint since has made sure of what it was for. */
  get doubtful(): boolean {
    return this.#doubtful
  }

  /** Resolves when all that was committed before the call is on disk; rejects where that is not known. */
  synced(): Promise<void> {
    return this.#synced
  }

  /** Resolves when nothing waits any more. */
  drained(): Promise<void> {
    if (this.#units.length === 0 && !this.#scheduled) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #schedule(): void {
    if (this.#scheduled) return
    if (this.#expected > 0 && this.#units.length < enough) {
      this.#company ??= setTimeout(() => this.#flush(), companyMs)
      return
    }
    this.#scheduled = true
    setImmediate(() => this.#flush())
  }

  #flush(): void {
    this.#scheduled = true
    clearTimeout(this.#company)
    this.#company = undefined
    const batch = this.#units.splice(0, batchLimit)
    if (batch.length === 0) {
      this.#next()
      return
    }
    try {
      this.#mustBeWhole()
      if (this.#doubtful) this.#makeSure()
      const settled = this.#together(batch) ?? this.#apart(batch)
      this.#retrySince = 0
      void this.#settle(batch, settled)
    } catch (error) {
      this.#undo()
      if (this.#patient(error)) {
        this.#units.unshift(...batch)
        setTimeout(() => this.#flush(), lockedRetryMs)
        return
      }
      this.#retrySince = 0
      const refusal = asRefusal(this.#damage.asFound(error))
      for (const unit of batch) unit.reject(refusal)
      this.#next()
    }
  }

  async #settle(batch: Unit[], settled: Settle[]): Promise<void> {
    this.#synced = this.#sync()
    try {
      await this.#synced
      for (const settle of settled) settle()
    } catch (error) {
      this.#doubtful = true
      // Those that went back to the queue are not among `settled`, and wait.
      const waiting = new Set(this.#units)
      for (const unit of batch) if (!waiting.has(unit)) unit.reject(unsure(error))
    }
    this.#next()
  }

  /**
   * After a sync that failed nobody knows which pages are on disk, and a second one may succeed without writing them. A
   * checkpoint copies and syncs all that was committed.
   */
  #makeSure(): void {
    const [done] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    if (done?.busy !== 0) throw unavailable(new Error('somebody reads'))
    this.#doubtful = false
    this.#synced = Promise.resolve()
  }

  #mustBeWhole(): void {
    const { refusal } = this.#damage
    if (refusal) throw refusal
  }

  #next(): void {
    this.#scheduled = false
    if (this.#units.length > 0) this.#schedule()
    else for (const wake of this.#idle.splice(0)) wake()
  }

  /** @returns nothing when a unit threw: then nothing is written @throws what BEGIN or COMMIT threw, the refusal once damage is known */
  #together(batch: Unit[]): Settle[] | undefined {
    this.#begin.run()
    const settled: Settle[] = []
    try {
      for (const unit of batch) {
        const value = unit.run(false) as never
        if (!this.#db.inTransaction) throw new Error(lost)
        settled.push(() => unit.resolve(value))
      }
    } catch {
      this.#undo()
      return undefined
    }
    // A unit may have found damage and gone on.
    this.#mustBeWhole()
    this.#commit.run()
    return settled
  }

  /**
   * After some errors SQLite rolls the whole transaction back by itself (a full disk, an error of input or output, no
   * memory): then nothing of the units that ran before is left. The unit it happened in is refused; all others go back to
   * the head of the queue, also those that were about to be refused: what they saw is gone too.
   */
  #apart(batch: Unit[]): Settle[] {
    this.#begin.run()
    const settled: Settle[] = []
    for (const [at, unit] of batch.entries()) {
      try {
        this.#savepoint.run()
        const value = unit.run(true) as never
        if (!this.#db.inTransaction) throw new Error(lost)
        this.#release.run()
        settled.push(() => unit.resolve(value))
      } catch (error) {
        if (!this.#undoPart()) {
          this.#units.unshift(...batch.toSpliced(at, 1))
          const found = this.#damage.asFound(error)
          return [() => unit.reject(found instanceof AppError ? found : unavailable(error))]
        }
        const refusal = asRefusal(this.#damage.asFound(error))
        settled.push(() => unit.reject(refusal))
      }
    }
    this.#mustBeWhole()
    this.#commit.run()
    return settled
  }

  /** @returns whether the transaction is still there, without the part */
  #undoPart(): boolean {
    try {
      if (this.#db.inTransaction) {
        this.#rollbackTo.run()
        this.#release.run()
        this.#undone()
        return true
      }
    } catch {
      // Not even that can be done: the whole transaction goes.
    }
    this.#undo()
    return false
  }

  #undo(): void {
    this.#undone()
    try {
      if (this.#db.inTransaction) this.#rollback.run()
    } catch {
      // Still in a transaction: the next BEGIN fails, and its units are refused.
    }
  }

  /** Another process holds the file (a backup, a virus scanner): waits without blocking the thread, for a while. */
  #patient(error: unknown): boolean {
    const now = performance.now()
    if (this.#retrySince === 0) this.#retrySince = now
    return sqliteCode(error).startsWith('SQLITE_BUSY') && now - this.#retrySince < lockedPatienceMs
  }
}

/** A full disk or a lost file is an expected failure and gets its code; a violated constraint is a bug and stays what it is. */
export function asRefusal(error: unknown): unknown {
  const code = sqliteCode(error)
  const outside = /^SQLITE_(FULL|IOERR|BUSY|READONLY|CANTOPEN|CORRUPT|NOTADB|LOCKED)/.test(code)
  return outside ? unavailable(error) : error
}

/** Committed, but perhaps not on disk (decision 0027). */
const unsure = (cause: unknown): AppError => new AppError('store.unsure', { cause })

/** @param cause what SQLite threw, or a code of ours */
export function unavailable(cause: unknown): AppError {
  const detail = typeof cause === 'string' ? cause : sqliteCode(cause)
  return new AppError('store.unavailable', { detail, cause })
}

/** Whether a unit was refused for want of room: also what a quota of the operating system looks like. */
export function isFull(error: unknown): boolean {
  return (
    error instanceof AppError &&
    /^SQLITE_(FULL|IOERR_(WRITE|SHMSIZE|TRUNCATE))$/.test(error.detail ?? '')
  )
}
