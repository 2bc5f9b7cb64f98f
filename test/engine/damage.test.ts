import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseFile } from '#db'
import type { Actor } from '#engine'
import { damageFile } from '../../src/main/db/damage.ts'
import { consoleOf, openDesk } from '../support/desk-client.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

let world: World
let clerk: Actor
beforeEach(async () => {
  world = await World.open({ providers: [{}] })
  clerk = (await world.staff('clerk')).actor
})
afterEach(() => world.close())

const folder = () => world.engine.store.folder
const database = () => join(folder(), databaseFile)
const keepWhole = () => copyFileSync(database(), join(folder(), 'whole'))
const putBack = () => copyFileSync(join(folder(), 'whole'), database())
/** But the lock of the engine that runs. */
const files = () => readdirSync(folder()).filter((name) => !name.startsWith('engine.lock'))
const damage = () => world.engine.store.damage.refusal?.detail

/** Changes the page with which a table or an index begins, in the file alone. */
function damaged(name: string, change: (page: Buffer) => void): void {
  const db = new SQLite(database(), { readonly: true })
  const root = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name)
  db.close()
  const page = Buffer.alloc(4_096)
  const at = (Number(root) - 1) * page.length
  const file = openSync(database(), 'r+')
  readSync(file, page, 0, page.length, at)
  change(page)
  writeSync(file, page, 0, page.length, at)
  closeSync(file)
}

/** One bit of the only entry of an index of small numbers: its key becomes 0. */
function anotherKey(page: Buffer): void {
  expect([page[0], page.readUInt16BE(3)]).toEqual([10, 1])
  const cell = page.readUInt16BE(8)
  // Length of the record, of its header, then the type of the key: 9 is a 1, 8 a 0.
  expect(page[cell + 2]).toBe(9)
  page[cell + 2] = 8
}
const zeros = (page: Buffer): unknown => page.fill(0)
const emergency = async () =>
  act(world, clerk, await openAtCounter(world, clerk), {
    kind: 'emergency',
    scope: { kind: 'customer' },
    reason: 'lost-or-stolen',
  })

describe('one wrong bit in an index', () => {
  it('does not make an 緊急停止 tell of 0 grants: it is refused, and so is everything from then on', async () => {
    const grantId = await world.permit()
    await world.restart(() => damaged('grantsByCustomer', anotherKey))
    expect(await codeOf(emergency())).toBe('store.damaged')
    expect(damage()).toBe(`grants: row ${grantId} missing from the index of customers`)
    expect(await codeOf(world.engine.store.write(() => undefined))).toBe('store.damaged')
    expect(world.statusOf(grantId)).toBe('active')
  })

  it('is found by the check of the whole file, beside a service that runs, and told by the next start until the file is whole', async () => {
    await world.permit()
    await world.restart(keepWhole)
    expect(await world.engine.integrity.check()).toBe(true)
    expect([damage(), world.engine.integrity.checkedAt]).toEqual([undefined, expect.any(Number)])
    await world.restart(() => damaged('grantsByCustomer', anotherKey))
    expect(await world.engine.integrity.check()).toBe(true)
    expect(damage()).toMatch(/^grants: .*grantsByCustomer/)
    const names = files()
    await expect(world.restart()).rejects.toMatchObject({
      reason: 'database-damaged',
      message: expect.stringMatching(/grantsByCustomer.*npm run restore/s),
    })
    expect(files()).toEqual(names)
    world.reopen(putBack)
    expect(existsSync(join(folder(), damageFile))).toBe(false)
    expect(await codeOf(emergency())).toBe('done')
  })
})

describe('a page that is not one of SQLite’s', () => {
  it('ends all service with the first read of it: 503 for providers and customers, and the console says why', async () => {
    const login = (await world.staff('officer')).login
    await world.restart()
    damaged('grantHistory', zeros)
    const issuer = await world.listen()
    const { url, close } = await consoleOf(world)
    const { desk } = openDesk(url)
    await desk.staff.signIn(login)
    expect((await fetch(`${issuer}/.well-known/oauth-authorization-server`)).status).toBe(200)
    expect(() => world.engine.store.find('grantHistory', { id: 1 })).toThrow('store.damaged')
    const answers = await Promise.all(
      ['/token', '/par', '/api/v1/accounts', '/auth?client_id=x', '/consent/x'].map(
        async (path) => {
          const method = /token|par$/.test(path) ? 'POST' : 'GET'
          const { status, headers } = await fetch(issuer + path, { method })
          return [path, status, headers.get('content-type')?.split(';')[0]]
        },
      ),
    )
    expect(answers).toEqual([
      ['/token', 503, 'application/json'],
      ['/par', 503, 'application/json'],
      ['/api/v1/accounts', 503, 'application/json'],
      ['/auth?client_id=x', 503, 'text/html'],
      ['/consent/x', 503, 'text/html'],
    ])
    for (const call of [desk.customers.list, desk.system.status, desk.staff.me])
      expect(await codeOf((call as () => Promise<unknown>)())).toBe('store.damaged')
    await close()
  })

  it('is found by the check of the audit too, in a thread of its own', async () => {
    await world.restart(keepWhole)
    damaged('auditEntries', zeros)
    expect((await world.engine.trail.check()).state).toBe('unchecked')
    expect(damage()).toMatch(/malformed/)
    await expect(world.restart()).rejects.toMatchObject({ reason: 'database-damaged' })
    world.reopen(putBack)
  })

  it('is left as it is when the service stops: nothing is written into the file', async () => {
    await world.permit()
    await world.restart(keepWhole)
    await world.engine.settings.saveMark('issuer', 'https://other.example', 1)
    damaged('grantHistory', zeros)
    expect(() => world.engine.store.find('grantHistory', { id: 1 })).toThrow('store.damaged')
    const before = readFileSync(database())
    await expect(world.restart()).rejects.toMatchObject({ reason: 'database-damaged' })
    expect(readFileSync(database()).equals(before)).toBe(true)
    world.reopen(putBack)
  })
})
