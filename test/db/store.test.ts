import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { type FileHandle, open as openFile } from 'node:fs/promises'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { connect, databaseFile, StartRefused, Store, sql } from '#db'
import { AppError } from '#shared/errors'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

const put = (store: Store, key: string, value = '1') =>
  store.insert('settings', { key, value, updatedAt: 0 })
/** Without the version that the store itself writes down. */
const count = (store: Store): number =>
  store.read(
    sql
      .selectFrom('settings')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('key', 'not like', 'mark.%'),
  )[0]?.n ?? -1
const folders: string[] = []
const open = (folder = fresh()): Store => new Store(folder)
function fresh(): string {
  const folder = temporaryFolder()
  folders.push(folder)
  return folder
}
function reasonOf(start: () => unknown): string {
  try {
    start()
  } catch (error) {
    if (error instanceof StartRefused) return error.reason
    throw error
  }
  return 'started'
}

/** What every open file syncs by: the write-ahead log among them. */
async function handles(): Promise<FileHandle> {
  const file = await openFile(import.meta.filename, 'r')
  await file.close()
  return Object.getPrototypeOf(file)
}

afterEach(() => {
  vi.restoreAllMocks()
  for (const folder of folders.splice(0)) {
    chmodSync(folder, 0o700)
    removeFolder(folder)
  }
})

describe('durability', () => {
  it('syncs each commit itself, on a new file and on an existing one; other connections do by synchronous=FULL (T1)', async () => {
    const folder = fresh()
    for (const _ of ['new', 'existing']) {
      const store = open(folder)
      expect([
        store.pragma('synchronous'),
        store.pragma('synchronous', 'screens'),
        store.pragma('foreign_keys'),
        store.pragma('journal_mode'),
      ]).toEqual([1, 2, 1, 'wal'])
      await store.close()
    }
    // The cure is needed: the driver's own default on an existing WAL file is NORMAL.
    const plain = new SQLite(join(folder, databaseFile))
    expect(plain.pragma('synchronous', { simple: true })).toBe(1)
    plain.close()
    const ours = connect(join(folder, databaseFile))
    expect(ours.pragma('synchronous', { simple: true })).toBe(2)
    ours.close()
  })
})

describe('syncing beside the event loop (T1, R106)', () => {
  it('answers when the log is on disk, not when the commit was made; what comes meanwhile shares the next', async () => {
    const store = open()
    let onDisk = (): void => {}
    const sync = vi
      .spyOn(await handles(), 'datasync')
      .mockImplementationOnce(() => new Promise((resolve) => (onDisk = resolve)))
    const answered: string[] = []
    const write = (key: string) => store.write(() => put(store, key)).then(() => answered.push(key))
    const first = write('a')
    await expect.poll(() => sync.mock.calls.length).toBe(1)
    expect(count(store)).toBe(1)
    const others = [write('b'), write('c')]
    const settled = store.settled().then(() => answered.push('settled'))
    const synced = store.synced().then(() => answered.push('synced'))
    // A commit of their own would be made in the next turns.
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
    expect([answered, count(store)]).toEqual([[], 1])
    onDisk()
    await Promise.all([first, synced])
    await Promise.all([...others, settled])
    expect(answered.slice(2).sort()).toEqual(['b', 'c', 'settled'])
    expect(sync).toHaveBeenCalledTimes(2)
    await store.close()
  })

  it('a sync that failed is no success: refused until a checkpoint has copied everything, then it goes on', async () => {
    const store = open()
    const other = new SQLite(join(store.folder, databaseFile))
    vi.spyOn(await handles(), 'datasync').mockRejectedValueOnce(new Error('EIO'))
    await expect(store.write(() => put(store, 'a'))).rejects.toMatchObject({
      code: 'store.unsure',
    })
    await expect(store.synced()).rejects.toThrow('EIO')
    expect(store.isSure).toBe(false)
    // Somebody who reads keeps the checkpoint from finishing.
    other.exec('BEGIN')
    other.prepare('SELECT count(*) FROM settings').get()
    await expect(store.write(() => put(store, 'b'))).rejects.toMatchObject({
      code: 'store.unavailable',
    })
    expect([store.isSure, count(store)]).toEqual([false, 1])
    other.exec('COMMIT')
    await store.write(() => put(store, 'c'))
    await store.synced()
    expect([store.isSure, count(store)]).toEqual([true, 2])
    other.close()
    await store.close()
  })
})

describe('group commit (R106)', () => {
  it('answers after the commit: another connection sees the row', async () => {
    const store = open()
    await store.write(() => put(store, 'a'))
    expect(count(store)).toBe(1)
    await store.close()
  })

  it('one failing unit takes nobody along and leaves nothing of its own', async () => {
    const store = open()
    const results = await Promise.allSettled([
      store.write(() => put(store, 'a')),
      store.write(() => {
        put(store, 'b')
        throw new AppError('grant.not-found')
      }),
      store.write(() => put(store, 'c', 'not json')),
      store.write(() => put(store, 'd')),
    ])
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    expect(
      store
        .read(sql.selectFrom('settings').select('key').orderBy('key'))
        .map((row) => row.key)
        .filter((key) => key !== 'mark.version'),
    ).toEqual(['a', 'd'])
    await store.close()
  })

  it('puts requests of one turn into one commit', async () => {
    const store = open()
    const before = statSync(join(store.folder, `${databaseFile}-wal`)).size
    await Promise.all(Array.from({ length: 100 }, (_, i) => store.write(() => put(store, `k${i}`))))
    const frames = (statSync(join(store.folder, `${databaseFile}-wal`)).size - before) / 8216
    expect(frames).toBeLessThan(10)
    await store.close()
  })

  it('waits for the unit of a request that has arrived, and for nobody who writes nothing', async () => {
    const store = open()
    const other = new SQLite(join(store.folder, databaseFile), { readonly: true })
    const commits = (): unknown => other.pragma('data_version', { simple: true })
    const before = commits()
    const given = store.expect()
    const nothing = store.expect()
    const first = store.write(() => put(store, 'a'))
    nothing()
    const second = store.write(() => put(store, 'b'))
    given()
    await first
    expect(commits()).not.toBe(before)
    const shared = commits()
    await second
    expect(commits()).toBe(shared)
    // One that never comes holds up nobody for long.
    store.expect()
    await store.write(() => put(store, 'c'))
    expect(count(store)).toBe(3)
    other.close()
    await store.close()
  })

  it('eight are company enough: they wait for nobody', async () => {
    const store = open()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    store.expect()
    let answered = 0
    const write = (i: number) => store.write(() => put(store, `k${i}`)).then(() => (answered += 1))
    const seven = Array.from({ length: 7 }, (_, i) => write(i))
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
    expect(answered).toBe(0)
    await Promise.all([...seven, write(7)])
    expect(answered).toBe(8)
    vi.useRealTimers()
    await store.close()
  })

  it('tells when what was written is undone', async () => {
    const store = open()
    let undone = 0
    store.onUndone = () => {
      undone += 1
    }
    const fail = (): void => {
      put(store, 'b')
      throw new AppError('grant.not-found')
    }
    await store.write(() => put(store, 'a'))
    expect(undone).toBe(0)
    await expect(store.write(fail)).rejects.toThrow()
    // Once with its company, once for itself.
    expect(undone).toBe(2)
    await store.write((apart) => {
      if (!apart) fail()
      store.attempt(fail)
    })
    expect(undone).toBe(4)
    await store.close()
  })

  it('waits without blocking while another process holds the file, then goes on', async () => {
    const store = open()
    const other = new SQLite(join(store.folder, databaseFile))
    other.exec('BEGIN IMMEDIATE')
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 10)
    const writing = store.write(() => put(store, 'late'))
    await expect.poll(() => turns).toBeGreaterThan(10)
    other.exec('ROLLBACK')
    other.close()
    await writing
    clearInterval(timer)
    expect(count(store)).toBe(1)
    await store.close()
  })

  it('refuses when the disk is full, keeps what was there, and recovers by itself', async () => {
    const store = open()
    const big = `"${'x'.repeat(100_000)}"`
    await store.write(() => put(store, 'kept'))
    const pages = Number(store.pragma('page_count'))
    store.pragma(`max_page_count = ${pages + 2}`)
    await expect(store.write(() => put(store, 'big', big))).rejects.toMatchObject({
      code: 'store.unavailable',
    })
    expect(count(store)).toBe(1)
    store.pragma('max_page_count = 1000000')
    await store.write(() => put(store, 'big', big))
    expect(count(store)).toBe(2)
    await store.close()
  })
})

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i)

describe('starts that are refused', () => {
  it('a second engine on the folder, until the first is gone', async () => {
    const folder = fresh()
    const first = open(folder)
    expect(reasonOf(() => open(folder))).toBe('already-running')
    await first.close()
    const second = open(folder)
    await second.close()
  })

  it('a database newer than the program, untouched', async () => {
    const folder = fresh()
    await open(folder).close()
    const db = new SQLite(join(folder, databaseFile))
    db.pragma('user_version = 99999')
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    const before = readFileSync(join(folder, databaseFile))
    expect(reasonOf(() => open(folder))).toBe('database-newer')
    expect(readFileSync(join(folder, databaseFile)).equals(before)).toBe(true)
  })

  it.each([
    ['its header', (bytes: Buffer) => bytes.fill(0x5a, 0, 64)],
    ['a page in the middle', (bytes: Buffer) => bytes.fill(0x5a, 8192, 16384)],
    [
      'everything',
      () => Buffer.from('not a database at all, but long enough to be one'.repeat(50)),
    ],
  ])('a file damaged in %s', async (_name, damage) => {
    const folder = fresh()
    await open(folder).close()
    const path = join(folder, databaseFile)
    writeFileSync(path, damage(readFileSync(path)))
    expect(reasonOf(() => open(folder))).toBe('database-damaged')
  })

  it('a database of which one bit of the header is not as SQLite writes it', async () => {
    const folder = fresh()
    await open(folder).close()
    const path = join(folder, databaseFile)
    const whole = readFileSync(path)
    // What changes as one works: counters, sizes, free pages, the schema's cookie and version, the cache's size.
    const changing = [...range(24, 44), ...range(48, 52), ...range(60, 64), ...range(92, 100)]
    const passed: string[] = []
    for (const at of range(0, 100))
      for (let bit = 0; bit < 8 && !changing.includes(at); bit += 1) {
        const bytes = Buffer.from(whole)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
        writeFileSync(path, bytes)
        if (reasonOf(() => open(folder)) !== 'database-damaged') passed.push(`${at}.${bit}`)
      }
    expect(passed).toEqual([])
    writeFileSync(path, whole)
    await open(folder).close()
  })

  it('a database whose version in the header is one bit off, which is no newer one', async () => {
    const folder = fresh()
    await open(folder).close()
    const path = join(folder, databaseFile)
    const whole = readFileSync(path)
    const passed: string[] = []
    for (const at of range(60, 64))
      for (let bit = 0; bit < 8; bit += 1) {
        const bytes = Buffer.from(whole)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
        writeFileSync(path, bytes)
        if (reasonOf(() => open(folder)) !== 'database-damaged') passed.push(`${at}.${bit}`)
      }
    expect(passed).toEqual([])
    writeFileSync(path, whole)
    await open(folder).close()
  })

  it('a database that another program holds', async () => {
    const folder = fresh()
    await open(folder).close()
    const other = new SQLite(join(folder, databaseFile))
    other.pragma('locking_mode = EXCLUSIVE')
    other.exec('BEGIN EXCLUSIVE')
    expect(reasonOf(() => open(folder))).toBe('database-locked')
    other.close()
    await open(folder).close()
  })

  it('a data folder that is a file', () => {
    const folder = fresh()
    writeFileSync(join(folder, 'file'), '')
    expect(reasonOf(() => open(join(folder, 'file')))).toBe('folder-unwritable')
  })

  it.skipIf(process.getuid?.() === 0)('a folder that cannot be written', () => {
    const folder = join(fresh(), 'closed')
    mkdirSync(folder)
    chmodSync(folder, 0o500)
    expect(reasonOf(() => open(folder))).toBe('folder-unwritable')
  })
})
