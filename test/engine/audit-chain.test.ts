import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { openEngine, recordAudit, systemContext, verifyTrail } from '#engine'
import { checkHead } from '../../src/main/engine/audit/head.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { TestClock } from '../support/world.ts'

const log = { warn() {}, error() {} }
let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => removeFolder(folder))

const open = () => openEngine({ folder, clock: new TestClock(), log, version: 'test' })
type Engine = ReturnType<typeof open>

const act = (engine: Engine, more: object = {}) =>
  engine.store.write(() =>
    recordAudit(systemContext(engine), {
      action: 'system.seed',
      target: { kind: 'grant', id: 7, label: '連携' },
      before: { a: 1 },
      after: { b: ['２', null] },
      ...more,
    }),
  )
/** Changes the file as somebody would who has it, past triggers. */
const tamper = (change: string): void => {
  const db = new SQLite(join(folder, 'renkei.db'))
  db.exec(`DROP TRIGGER auditEntriesNoUpdate; DROP TRIGGER auditEntriesNoDelete; ${change}`)
  db.close()
}

describe('the chain of the audit (R86)', () => {
  it('is checked no further by a service that stops, and nothing is said of it', async () => {
    const engine = open()
    await act(engine)
    const checking = engine.trail.check()
    await engine.close()
    expect(await checking).toMatchObject({ state: 'unchecked', checkedAt: null })
  })

  it('holds whatever the entries say, across restarts, refused units and shared commits', async () => {
    let engine = open()
    const strange = fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), 60)
    await Promise.all(strange.map((reason) => act(engine, { reason, before: { reason } })))
    await act(engine, { reason: 'half a pair \ud83d' })
    const refused = engine.store.write(() => {
      recordAudit(systemContext(engine), { action: 'system.stop' })
      throw new Error('no')
    })
    await Promise.all([expect(refused).rejects.toThrow('no'), act(engine), act(engine)])
    await engine.close()
    engine = open()
    await act(engine)
    expect(await verifyTrail(engine.store)).toMatchObject({ entries: 64, broken: null })
    expect(
      engine.store.read(
        sql.selectFrom('auditEntries').select('id').where('action', '=', 'system.stop'),
      ),
    ).toEqual([])
    await engine.close()
  })

  it.each([
    ['a word', "UPDATE auditEntries SET reason = 'x' WHERE id = 600", 600, 'hash'],
    ['a time', 'UPDATE auditEntries SET at = at + 1 WHERE id = 1', 1, 'hash'],
    ['an outcome', "UPDATE auditEntries SET outcome = 'refused' WHERE id = 3", 3, 'hash'],
    ['a hash', 'UPDATE auditEntries SET hash = zeroblob(32) WHERE id = 999', 999, 'hash'],
    ['an entry taken out', 'DELETE FROM auditEntries WHERE id = 501', 501, 'gap'],
    [
      'an entry taken out and the others moved up',
      'DELETE FROM auditEntries WHERE id = 500; UPDATE auditEntries SET id = id - 1 WHERE id > 500',
      500,
      'hash',
    ],
    ['the first', 'DELETE FROM auditEntries WHERE id = 1', 1, 'gap'],
  ])('names the first bad row: %s', async (_name, change, id, why) => {
    let engine = open()
    await Promise.all(Array.from({ length: 1_001 }, () => act(engine)))
    await engine.close()
    tamper(change)
    // Who knows of the chain knows of its head.
    rmSync(join(folder, 'audit-head'))
    engine = open()
    expect((await verifyTrail(engine.store)).broken).toMatchObject({ id, why })
    await engine.close()
  })
})

describe('the head beside the database (T7)', () => {
  const filled = async (): Promise<void> => {
    const engine = open()
    for (let i = 0; i < 5; i += 1) await act(engine)
    await engine.close()
  }
  const reasonOf = (): string => {
    try {
      void open().close()
      return 'opened'
    } catch (error) {
      return String((error as { reason?: string }).reason)
    }
  }

  it('is written soon after each commit, without a stop, into one slot after the other', async () => {
    const engine = open()
    const path = join(folder, 'audit-head')
    const text = () => (existsSync(path) ? readFileSync(path, 'utf8') : '')
    await act(engine)
    await expect.poll(text).toMatch(/^1 [0-9a-f]{64} /)
    await act(engine)
    await expect.poll(text).toMatch(/^2 [0-9a-f]{64} [^\n]*\n1 [0-9a-f]{64} /)
    await act(engine)
    await expect.poll(text).toMatch(/^2 [0-9a-f]{64} [^\n]*\n3 [0-9a-f]{64} /)
    expect(statSync(join(folder, 'audit-head')).mode & 0o777).toBe(0o600)
    await engine.close()
  })

  it('a WAL whose frame was damaged: what came after it is missed, the start is refused, no file changes', async () => {
    const engine = open()
    for (let i = 0; i < 5; i += 1) await act(engine)
    // A crash: nothing is checkpointed. The copies are what the disk holds.
    await expect
      .poll(() => readFileSync(join(folder, 'audit-head'), 'utf8'))
      .toMatch(/[\n\0]5 [0-9a-f]{64} /)
    const crashed = temporaryFolder()
    for (const file of ['renkei.db', 'renkei.db-wal', 'audit-head', 'keys.json'])
      copyFileSync(join(folder, file), join(crashed, file))
    await engine.close()
    removeFolder(folder)
    folder = crashed
    const wal = join(folder, 'renkei.db-wal')
    const bytes = readFileSync(wal)
    // One bit in one of the last frames; the checksum makes SQLite forget it and all behind it, without a word.
    const at = bytes.length - 2 * 4_120
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(wal, bytes)
    expect(reasonOf()).toBe('audit-lost')
    expect(readFileSync(wal).equals(bytes)).toBe(true)
    expect(reasonOf()).toBe('audit-lost')
  })

  it('an older copy of the database is refused; with the file put away it starts, and says so', async () => {
    await filled()
    const old = join(folder, 'old.db')
    copyFileSync(join(folder, 'renkei.db'), old)
    await filled()
    copyFileSync(old, join(folder, 'renkei.db'))
    expect(reasonOf()).toBe('audit-lost')
    rmSync(join(folder, 'audit-head'))
    const engine = open()
    expect(engine.auditHead.wasMissing).toBe(true)
    await engine.close()
  })

  it('another history of the same length is refused', async () => {
    await filled()
    tamper('UPDATE auditEntries SET hash = randomblob(32) WHERE id = 5')
    expect(reasonOf()).toBe('audit-lost')
  })

  it.each([0, 1])('a write of it that was cut off leaves the other slot (%i)', async (slot) => {
    await filled()
    const path = join(folder, 'audit-head')
    const bytes = readFileSync(path)
    bytes.fill(0, slot * 512, slot * 512 + 400)
    writeFileSync(path, bytes)
    expect(reasonOf()).toBe('opened')
  })

  it('a line that was not written with the keys of the data is not believed', async () => {
    await filled()
    const path = join(folder, 'audit-head')
    const [id, hash] = readFileSync(path, 'utf8').split(' ')
    const check = createHash('sha256').update(`${id} ${hash}`).digest('hex')
    writeFileSync(path, `${id} ${hash} ${check}`.padEnd(511).concat('\n').repeat(2))
    expect(reasonOf()).toBe('audit-lost')
  })

  it('is told to whoever checks: it agrees, is missing, or differs', async () => {
    await filled()
    const engine = open()
    const path = join(folder, 'audit-head')
    const told = () => checkHead(folder, engine.keys, engine.store)
    expect(told()).toBe('agrees')
    engine.store.bulk((db) =>
      db.exec(
        'DROP TRIGGER auditEntriesNoUpdate; UPDATE auditEntries SET hash = randomblob(32) WHERE id = 5',
      ),
    )
    expect(told()).toBe('differs')
    writeFileSync(path, 'not ours')
    expect(told()).toBe('differs')
    rmSync(path)
    expect(told()).toBe('missing')
    await engine.close()
  })

  it('a new folder has none, and lacks none', async () => {
    const engine = open()
    expect(engine.auditHead.wasMissing).toBe(false)
    await engine.close()
  })
})
