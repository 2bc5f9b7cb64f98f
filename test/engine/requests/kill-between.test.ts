import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Reader, sql } from '#db'
import { type Actor, decideAct, endHolds, verifyTrail } from '#engine'
import { dayMs } from '#shared/japanese-date'
import { act, openAtCounter } from '../../support/request-steps.ts'
import { temporaryFolder } from '../../support/service-process.ts'
import { World } from '../../support/world.ts'

/**
 * R96, T3: kill -9 between any two statements of an ending leaves no half of it. What a killed process leaves is what its
 * files hold at that instant: they are copied before every statement that the act runs, and each copy is opened anew.
 */
let world: World
let clerk: Actor
let officer: Actor
const copies = temporaryFolder()
beforeAll(async () => {
  world = await World.open({ customers: 6, providers: [{}, {}, {}] })
  clerk = (await world.staff('clerk')).actor
  officer = (await world.staff('officer')).actor
})
afterAll(async () => {
  await world.close()
  rmSync(copies, { recursive: true, force: true })
})

/** Runs `work`, copying the files before each of its statements. */
async function watched(work: () => Promise<unknown>): Promise<string[]> {
  const { folder } = world.engine.store
  const taken: string[] = []
  const probe = new SQLite(':memory:')
  const prototype = Object.getPrototypeOf(probe.prepare('SELECT 1')) as Record<
    'run' | 'get' | 'all',
    (...given: unknown[]) => unknown
  >
  probe.close()
  const kept = { run: prototype.run, get: prototype.get, all: prototype.all }
  for (const name of ['run', 'get', 'all'] as const)
    prototype[name] = function (this: unknown, ...given: unknown[]) {
      const to = join(copies, String(taken.length))
      mkdirSync(to, { recursive: true })
      for (const file of ['renkei.db', 'renkei.db-wal'])
        cpSync(join(folder, file), join(to, file), { force: true })
      taken.push(to)
      return kept[name].apply(this, given)
    }
  try {
    await work()
  } finally {
    Object.assign(prototype, kept)
  }
  return taken
}

interface State {
  status: string
  liveTokens: number
  held: number
  ended: number
  acts: number
  stops: number
}

/** What a copy says of a grant; throws where its parts disagree. */
async function read(folder: string, grantId: number): Promise<State> {
  const db = new SQLite(join(folder, 'renkei.db'))
  const one = (text: string): number => (db.prepare(text).pluck().get() as number) ?? 0
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.pragma('foreign_key_check')).toEqual([])
  const grant = db.prepare('SELECT * FROM grants WHERE id = ?').get(grantId) as {
    status: string
    endedAt: number | null
  }
  const last = db
    .prepare('SELECT toStatus FROM grantHistory WHERE grantId = ? ORDER BY seq DESC LIMIT 1')
    .pluck()
    .get(grantId)
  expect(last).toBe(grant.status)
  const state = {
    status: grant.status,
    liveTokens: one(
      `SELECT count(*) FROM refreshTokens WHERE grantId = ${grantId} AND endedAt IS NULL`,
    ),
    held: one(`SELECT count(*) FROM holds WHERE grantId = ${grantId} AND endedAt IS NULL`),
    ended: one(`SELECT count(*) FROM grantHistory WHERE grantId = ${grantId} AND type = 'ended'`),
    acts: one("SELECT count(*) FROM requestActs WHERE state = 'done'"),
    stops: one('SELECT count(*) FROM customerStops'),
  }
  expect(state.held).toBe(grant.status === 'held' ? 1 : 0)
  if (grant.endedAt !== null) expect([state.liveTokens, state.ended]).toEqual([0, 1])
  else expect([state.liveTokens, state.ended]).toEqual([1, 0])
  db.close()
  const reader = new Reader(join(folder, 'renkei.db'))
  const { broken } = await verifyTrail(reader)
  reader.close()
  expect(broken).toBeNull()
  return state
}

async function grantWithToken(customer: number): Promise<number> {
  const id = await world.permit({ customer })
  const { issueRefreshToken } = await import('#engine')
  await world.engine.store.write(() =>
    issueRefreshToken(world.engine, {
      id: world.engine.sequences.next('refreshTokens'),
      value: `v${id}`,
      grantId: id,
      issuedAt: Date.now(),
    }),
  )
  return id
}

/** Each ending: what is prepared, and the step that is killed. */
const endings: [
  string,
  (grantId: number, customerId: number) => Promise<() => Promise<unknown>>,
][] = [
  [
    'one grant revoked',
    async (grantId, customerId) => {
      const request = await openAtCounter(world, clerk, customerId)
      return () =>
        act(world, clerk, request, {
          kind: 'revoke',
          scope: { kind: 'grants', grantIds: [grantId] },
        })
    },
  ],
  [
    'everything of a customer, approved',
    async (_grantId, customerId) => {
      const request = await openAtCounter(world, clerk, customerId)
      const confirmation = world.engine.bank.customer(customerId)?.name ?? ''
      const actId = await act(world, clerk, request, {
        kind: 'revoke',
        scope: { kind: 'customer' },
        confirmation,
      })
      return () => decideAct(world.by(officer), { actId, approve: true, note: '' })
    },
  ],
  [
    'the last account taken out',
    async (grantId, customerId) => {
      const [first] = world.linkable(customerId)
      world.engine.store.bulk((db) =>
        db.exec(`DELETE FROM grantAccounts WHERE grantId = ${grantId} AND accountId <> ${first}`),
      )
      const request = await openAtCounter(world, clerk, customerId)
      return () =>
        act(world, clerk, request, {
          kind: 'revoke',
          scope: { kind: 'account', accountId: first ?? 0 },
        })
    },
  ],
  [
    'an emergency stop',
    async (_grantId, customerId) => {
      const request = await openAtCounter(world, clerk, customerId)
      return () =>
        act(world, clerk, request, {
          kind: 'emergency',
          scope: { kind: 'customer' },
          reason: 'lost-or-stolen',
        })
    },
  ],
  [
    'a hold that ends the grant when its time is over',
    async (grantId, customerId) => {
      const request = await openAtCounter(world, clerk, customerId)
      await act(world, clerk, request, {
        kind: 'hold',
        scope: { kind: 'grants', grantIds: [grantId] },
        days: 1,
        afterwards: 'end',
      })
      world.clock.offset += dayMs + 2_000
      return () => endHolds(world.engine)
    },
  ],
]

describe('kill -9 between any two statements', () => {
  it.each(endings)('of %s: before or after, never between', async (name, prepare) => {
    const customerId = endings.findIndex(([one]) => one === name) + 1
    const grantId = await grantWithToken(customerId - 1)
    const step = await prepare(grantId, customerId)
    const taken = await watched(step)
    expect(taken.length).toBeGreaterThan(8)
    const states: State[] = []
    for (const folder of taken) states.push(await read(folder, grantId))
    // The commit changes it, at once and wholly: a sweep looks once more afterwards, whether anything is left.
    const to = join(copies, 'after')
    rmSync(to, { recursive: true, force: true })
    mkdirSync(to)
    for (const file of ['renkei.db', 'renkei.db-wal'])
      cpSync(join(world.engine.store.folder, file), join(to, file))
    const after = await read(to, grantId)
    expect(after).not.toEqual(states[0])
    const seen = [...states, after].map((state) => JSON.stringify(state))
    expect(new Set(seen)).toEqual(new Set([seen[0], seen.at(-1)]))
    const status = world.engine.store.read(
      sql.selectFrom('grants').select('status').where('id', '=', grantId),
    )[0]?.status
    expect(after.status).toBe(status)
  })
})
