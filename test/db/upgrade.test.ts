import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { openEngine, verifyTrail } from '#engine'
import { migrations } from '../../src/main/db/migrations.ts'
import { openDatabase } from '../../src/main/db/open.ts'
import { type Released, releasedFolder, unpack } from '../support/released-folder.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { TestClock } from '../support/world.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => removeFolder(folder))

const newest = migrations.at(-1)?.id ?? 0
const next = {
  id: newest + 1,
  name: 'next',
  sql: 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;',
}
const open = (steps = migrations, at = folder) => openDatabase(at, () => {}, steps).db
const tablesOf = (db: SQLite.Database) =>
  db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all()

/** Rows of a former version, with nothing in the columns of which nothing is said. */
const insertInto =
  (db: SQLite.Database) =>
  (table: string, given: Record<string, string | number | Buffer>): void => {
    const columns = db.pragma(`table_info(${table})`) as { name: string; notnull: number }[]
    const names = columns.filter(({ name, notnull }) => notnull === 1 || name in given)
    const row = Object.fromEntries(names.map(({ name }) => [name, given[name] ?? 0]))
    const marks = Object.keys(row).map((name) => `:${name}`)
    db.prepare(`INSERT INTO ${table} (${Object.keys(row)}) VALUES (${marks})`).run(row)
  }

describe('an upgrade', () => {
  it('keeps the data as they were, with what was in the WAL, as a folder that the former version opens', () => {
    const former = open()
    former.exec("INSERT INTO settings (key, value, updatedAt) VALUES ('mark.x', '1', 1)")
    // A crash: nothing is checkpointed.
    const copy = temporaryFolder()
    for (const name of ['renkei.db', 'renkei.db-wal'])
      if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copy, name))
    former.close()
    open([...migrations, next], copy).close()
    const kept = join(copy, `before-upgrade-${newest}`)
    expect(readdirSync(copy).filter((name) => name.startsWith('before-upgrade'))).toEqual([
      `before-upgrade-${newest}`,
    ])
    expect(() => open(migrations, copy)).toThrow('新しい版')
    const back = open(migrations, kept)
    expect(back.prepare("SELECT value FROM settings WHERE key = 'mark.x'").get()).toEqual({
      value: '1',
    })
    back.close()
    // Without a change of the schema nothing is copied, and of two upgrades the newer one is kept.
    const again = {
      ...next,
      id: next.id + 1,
      sql: 'CREATE TABLE later2 (id INTEGER PRIMARY KEY) STRICT;',
    }
    open([...migrations, next, again], copy).close()
    open([...migrations, next, again], copy).close()
    expect(readdirSync(copy).filter((name) => name.startsWith('before-upgrade'))).toEqual([
      `before-upgrade-${next.id}`,
    ])
    removeFolder(copy)
  })

  it('goes on after a stop between two of its steps, whose numbers differ by one bit', () => {
    open().close()
    const first = { ...next, id: newest + (~newest & (newest + 1)) }
    const second = { id: first.id + 1, name: 'stops', sql: 'no sql' }
    expect(() => open([...migrations, first, second])).toThrow('syntax error')
    const db = open([...migrations, first])
    expect(db.pragma('user_version', { simple: true })).toBe(first.id)
    db.close()
  })

  it('goes on with an ending of a provider that the former version had begun (38)', () => {
    const former = open(migrations.filter(({ id }) => id < 38))
    former.pragma('foreign_keys = OFF')
    former.pragma('ignore_check_constraints = ON')
    const insert = insertInto(former)
    const texts = { status: 'active', channels: '[]', redirectUris: '[]' }
    const keys = { jwksUri: 'https://a.example', signingAlgorithm: 'ES256' }
    insert('providers', { id: 1, ...texts, ...keys })
    const asked = { requester: 'institution', requestChannel: 'institution', number: 'U-1' }
    insert('requests', { id: 3, ...asked })
    const madeAs = '{"role":"hq-admin","branchCode":null,"terminal":"窓口1"}'
    const made = { madeBy: 5, madeByName: '三浦', madeAs, checkedByName: '加賀谷' }
    insert('requestActs', { id: 7, requestId: 3, ...made, reason: 'other', note: '合併' })
    insert('providerEndings', { actId: 7, providerId: 1, at: 9, total: 4, ended: 2 })
    former.close()
    // No later step: a column that is added makes SQLite check every row, and these are not whole.
    const upgraded = open(migrations.filter(({ id }) => id <= 38))
    const [row] = upgraded.prepare('SELECT * FROM providerEndings').all() as { told: string }[]
    expect(row).toMatchObject({ actId: 7, providerId: 1, at: 9, total: 4, ended: 2, doneAt: null })
    expect(JSON.parse(row?.told ?? '')).toEqual({
      actor: { kind: 'staff', id: '5', name: '三浦', role: 'hq-admin', terminal: '窓口1' },
      ...{ requester: 'institution', requestChannel: 'institution', requestNumber: 'U-1' },
      ...{ reason: 'other', note: '合併', approvedBy: '加賀谷' },
    })
    upgraded.close()
  })

  it('gives a planned change of a contract what the conditions have since, as the text that the registration holds (56)', () => {
    const olderThan = (id: number) => migrations.filter((step) => step.id < id)
    const former = open(olderThan(56))
    former.pragma('foreign_keys = OFF')
    former.pragma('ignore_check_constraints = ON')
    const insert = insertInto(former)
    const policy = (accessTokenSeconds: number | null) => ({
      ...{ personalValidityDays: null, businessValidityDays: 30, accessTokenSeconds },
    })
    const keys = { jwksUri: 'https://a.example', signingAlgorithm: 'ES256' }
    const texts = { status: 'active', channels: '[]', redirectUris: '[]', ...keys }
    insert('providers', { id: 1, ...texts, policy: JSON.stringify(policy(600)) })
    const json = (seconds: number, name: string): string =>
      JSON.stringify({ name, policy: JSON.stringify(policy(seconds)) })
    const plan = { providerId: 1, effectiveOn: '2026-12-01', state: 'planned' }
    insert('plannedChanges', { id: 1, ...plan, was: json(600, '前'), becomes: json(300, '後') })
    insert('plannedChanges', { id: 2, ...plan, was: '{"name":"前"}', becomes: '{"name":"後"}' })
    former.close()
    const upgraded = open(olderThan(57))
    const [registered] = upgraded.prepare('SELECT policy FROM providers').pluck().all() as string[]
    const plans = upgraded.prepare('SELECT was, becomes FROM plannedChanges ORDER BY id').all() as {
      was: string
      becomes: string
    }[]
    const whole = (seconds: number): string =>
      JSON.stringify({ ...policy(seconds), unattendedPerDay: null, callsPerMinute: null })
    expect(registered).toBe(whole(600))
    expect(plans.map(({ was, becomes }) => [JSON.parse(was), JSON.parse(becomes)])).toEqual([
      [
        { name: '前', policy: whole(600) },
        { name: '後', policy: whole(300) },
      ],
      [{ name: '前' }, { name: '後' }],
    ])
    upgraded.close()
  })

  it('lets a user not consent whom a file said may not, unless staff have let any user since (58)', () => {
    const former = open(migrations.filter(({ id }) => id < 58))
    former.pragma('foreign_keys = OFF')
    former.pragma('ignore_check_constraints = ON')
    const insert = insertInto(former)
    const days = { birthDate: '2000-01-01', channel: 'business' }
    const companies = { all: 1, 'by a file': 2, 'by staff': 3, chosen: 4 }
    for (const [name, id] of Object.entries(companies)) {
      const consentBy = name === 'chosen' ? 'named' : 'any'
      insert('customers', { id, customerNumber: `000000${id}`, name, consentBy, ...days })
      for (const user of [0, 1]) {
        const mayConsent = name === 'all' || user === 0 ? 1 : 0
        insert('logins', { customerId: id, loginId: `${name}-${user}`, mayConsent })
      }
    }
    const told = { action: 'customers.setConsent', outcome: 'done', targetKind: 'customer' }
    const hash = Buffer.alloc(32)
    insert('auditEntries', { ...told, targetId: companies['by staff'], actorKind: 'staff', hash })
    former.close()
    const upgraded = open(migrations.filter(({ id }) => id <= 58))
    const rows = upgraded.prepare(`SELECT name, consentBy, group_concat(mayConsent) AS may
      FROM customers JOIN logins ON customerId = customers.id GROUP BY customers.id`)
    expect(rows.all()).toEqual([
      { name: 'all', consentBy: 'any', may: '1,1' },
      { name: 'by a file', consentBy: 'named', may: '1,0' },
      { name: 'by staff', consentBy: 'any', may: '1,1' },
      { name: 'chosen', consentBy: 'named', may: '1,0' },
    ])
    upgraded.close()
  })

  it('that fails leaves the database as it was', () => {
    open().close()
    const broken = {
      ...next,
      sql: 'CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT; SELECT nonsense;',
    }
    expect(() => open([...migrations, broken])).toThrow()
    const db = open()
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'later'").get()).toBeUndefined()
    db.close()
  })
})

describe('every version of the database that was released', () => {
  const released = readdirSync(releasedFolder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(releasedFolder, name), 'utf8')) as Released)

  it('has its folder, the present one too (npm run release:fixture)', () => {
    expect(released.map(({ schema }) => schema)).toContain(newest)
  })

  it.each(released)(
    '$schema opens, has the present tables, and what was ended stays ended',
    async (was) => {
      await unpack(String(was.schema), was, folder)
      const engine = openEngine({
        folder,
        clock: new TestClock(),
        log: { warn() {}, error() {} },
        version: 'test',
      })
      const statusOf = (id: number) =>
        engine.store.read(sql.selectFrom('grants').select('status').where('id', '=', id))[0]?.status
      expect(engine.keys.id).toBe(was.keys)
      expect([statusOf(was.grants.live), statusOf(was.grants.revoked)]).toEqual([
        'active',
        'revoked',
      ])
      expect(await verifyTrail(engine.store)).toMatchObject({ entries: was.entries, broken: null })
      expect(existsSync(join(folder, `before-upgrade-${was.schema}`))).toBe(was.schema < newest)
      await engine.close()
      const fresh = temporaryFolder()
      const [opened, made] = [open(), open(migrations, fresh)]
      expect(tablesOf(opened)).toEqual(tablesOf(made))
      opened.close()
      made.close()
      removeFolder(fresh)
    },
  )
})
