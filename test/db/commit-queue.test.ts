import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect, databaseFile, Store } from '#db'
import { AppError } from '#shared/errors'
import { CommitQueue } from '../../src/main/db/commit-queue.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

/** Result codes with which SQLite may answer any statement, and those after which it may have rolled back by itself. */
const codes = [
  'SQLITE_FULL',
  'SQLITE_NOMEM',
  'SQLITE_IOERR',
  'SQLITE_IOERR_READ',
  'SQLITE_IOERR_WRITE',
  'SQLITE_IOERR_FSYNC',
  'SQLITE_IOERR_SHMMAP',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
  'SQLITE_INTERRUPT',
  'SQLITE_CORRUPT',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_ERROR',
]
interface Fault {
  /** Which statement of all, counted from the beginning. */
  readonly at: number
  readonly code: string
  readonly rollsBack: boolean
}

let folder: string
let real: SQLite.Database
beforeEach(async () => {
  folder = temporaryFolder()
  await new Store(folder).close()
  real = connect(join(folder, databaseFile))
})
afterEach(() => {
  real.close()
  removeFolder(folder)
})

/** The connection with faults in it: statement number `at` fails with its code, and the transaction may be gone then. */
function faulty(faults: readonly Fault[]): { db: SQLite.Database; statements: () => number } {
  let count = 0
  const step = (): void => {
    const now = count++
    const fault = faults.find((one) => one.at === now)
    if (!fault) return
    if (fault.rollsBack && real.inTransaction) real.exec('ROLLBACK')
    throw Object.assign(new Error('a fault was put here'), { code: fault.code })
  }
  const db = {
    get inTransaction() {
      return real.inTransaction
    },
    prepare: (source: string) => {
      const statement = real.prepare(source)
      return {
        run: (...values: unknown[]) => {
          step()
          return statement.run(...values)
        },
      }
    },
  }
  return { db: db as unknown as SQLite.Database, statements: () => count }
}

type Way = 'writes' | 'refuses' | 'swallows' | 'attempts'
const put = "insert into settings (key, value, updatedAt) values (?, '1', 0)"

/** Runs units of these ways at once; says of each what it was told, and whether another connection finds its row. */
async function histories(ways: readonly Way[], faults: readonly Fault[]) {
  const { db, statements } = faulty(faults)
  const queue = new CommitQueue(db, {
    undone: () => {},
    sync: () => Promise.resolve(),
    damage: { asFound: (error) => error, refusal: undefined },
  })
  const insert = db.prepare(put)
  const unit = (way: Way, key: string) => (): void => {
    if (way === 'swallows') {
      try {
        insert.run(key)
      } catch {
        // As a careless caller would.
      }
      return
    }
    if (way === 'attempts')
      queue.attempt(() => {
        insert.run(`${key}-part`)
        throw new AppError('grant.not-found')
      })
    insert.run(key)
    if (way === 'refuses') throw new AppError('grant.not-found')
  }
  const told = await Promise.allSettled(ways.map((way, i) => queue.add(unit(way, `k${i}`))))
  await queue.drained()
  const other = new SQLite(join(folder, databaseFile), { readonly: true })
  const keys = new Set(
    other.prepare("select key from settings where key not like 'mark.%'").pluck().all() as string[],
  )
  other.close()
  // A ROLLBACK that failed too leaves the transaction open, which only this round may see.
  if (real.inTransaction) real.exec('ROLLBACK')
  real.exec("delete from settings where key like 'k%'")
  return { told, keys, statements: statements() }
}

describe('a unit is told as done exactly when its commit is on disk (R106)', () => {
  it('whatever SQLite answers to any statement, once or again', async () => {
    const fault = fc.record({
      at: fc.nat({ max: 40 }),
      code: fc.constantFrom(...codes),
      rollsBack: fc.boolean(),
    })
    const way = fc.constantFrom<Way>('writes', 'writes', 'refuses', 'attempts')
    await fc.assert(
      fc.asyncProperty(
        fc.array(way, { minLength: 1, maxLength: 8 }),
        fc.array(fault, { maxLength: 4 }),
        async (ways, faults) => {
          const { told, keys } = await histories(ways, faults)
          for (const [i, one] of told.entries()) {
            expect(keys.has(`k${i}`), `k${i}`).toBe(one.status === 'fulfilled')
            expect(keys.has(`k${i}-part`)).toBe(false)
            if (ways[i] === 'refuses') expect(one.status).toBe('rejected')
          }
          if (faults.length === 0)
            expect(told.map((one) => one.status === 'fulfilled')).toEqual(
              ways.map((one) => one !== 'refuses'),
            )
        },
      ),
      { numRuns: 400 },
    )
  })

  it('a neighbour after which SQLite rolled back takes nobody along', async () => {
    // Company of three: one refuses, so each runs for itself; the last meets an error that undoes the transaction.
    const ways: Way[] = ['writes', 'refuses', 'writes', 'writes']
    const sound = await histories(ways, [])
    for (let at = 0; at < sound.statements; at += 1) {
      const { told, keys } = await histories(ways, [{ at, code: 'SQLITE_NOMEM', rollsBack: true }])
      const done = told.map((one) => one.status === 'fulfilled')
      expect([...keys].filter((key) => /^k\d$/.test(key)).sort(), `fault at ${at}`).toEqual(
        done.flatMap((yes, i) => (yes ? [`k${i}`] : [])),
      )
      const undoneByAnError = told.filter(
        (one) => one.status === 'rejected' && one.reason.code !== 'grant.not-found',
      )
      expect(undoneByAnError.length <= 1 || done.every((yes) => !yes), `fault at ${at}`).toBe(true)
    }
  })

  it('a unit that goes on after its transaction is gone is refused, and writes nothing', async () => {
    // BEGIN and its write, then, for itself, BEGIN, SAVEPOINT and its write again.
    const faults = [1, 4].map((at) => ({ at, code: 'SQLITE_FULL', rollsBack: true }))
    const { told, keys } = await histories(['swallows'], faults)
    expect(told[0]).toMatchObject({ status: 'rejected', reason: { code: 'store.unavailable' } })
    expect(keys.size).toBe(0)
  })

  it('a unit that finds damage and goes on takes the whole commit with it', async () => {
    const store = new Store(temporaryFolder())
    const write = (key: string) => store.insert('settings', { key, value: '1', updatedAt: 0 })
    const told = await Promise.allSettled([
      store.write(() => write('k0')),
      store.write(() => {
        store.damage.report('a row that cannot be')
        write('k1')
      }),
    ])
    const refused = { status: 'rejected', reason: { code: 'store.damaged' } }
    expect(told).toMatchObject([refused, refused])
    const other = new SQLite(join(store.folder, databaseFile), { readonly: true })
    expect(other.prepare("select key from settings where key like 'k%'").all()).toEqual([])
    other.close()
    await store.close()
    removeFolder(store.folder)
  })

  it('nothing writes outside of a unit', async () => {
    const store = new Store(temporaryFolder())
    const row = { key: 'k', value: '1', updatedAt: 0 }
    expect(() => store.insert('settings', row)).toThrow('outside of a commit unit')
    await store.write(() => store.insert('settings', row))
    await store.close()
    removeFolder(store.folder)
  })
})
