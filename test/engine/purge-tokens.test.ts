import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sql } from '#db'
import { purgeTokens } from '../../src/main/engine/tokens/purge.ts'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open()
})
afterEach(() => world.close())

const hour = 3_600_000
const tables = {
  accessTokens: 24 * hour,
  authorizationCodes: 24 * hour,
  pushedRequests: hour,
  usedAssertions: 0,
} as const
type Table = keyof typeof tables

const add = async (table: Table, expiresAt: number): Promise<Buffer> => {
  const hash = randomBytes(16)
  const more = {
    accessTokens: { grantId: 1, issuedAt: 0, scopes: null, jkt: null, endedAt: null },
    authorizationCodes: { grantId: 1, consumedAt: 1, payload: '{}' },
    pushedRequests: { consumedAt: null, payload: '{}' },
    usedAssertions: {},
  }[table]
  await world.engine.store.write(() =>
    world.engine.store.insert(table, { hash, expiresAt, ...more } as never),
  )
  return hash
}
const left = (table: Table): number[] =>
  world.engine.store
    .read(sql.selectFrom(table).select('expiresAt').orderBy('id'))
    .map((row) => row.expiresAt)

it.each(Object.entries(tables) as [Table, number][])(
  '%s: what is over for longer than it is kept goes, however much else stands before it',
  async (table, keptMs) => {
    await world.permit()
    world.engine.store.bulk((db) => db.exec(`DELETE FROM ${table}`))
    const now = Date.now()
    const [over, still] = [now - keptMs - 1, now - keptMs + 10 * 60_000]
    await add(table, still)
    world.engine.store.bulk((db) => {
      const columns = db.prepare(`PRAGMA table_info(${table})`).all() as { name: string }[]
      const names = columns.map((one) => one.name).filter((name) => name !== 'id')
      // More than one step looks at.
      for (let i = 0; i < 12; i += 1)
        db.exec(`INSERT INTO ${table} (${names}) SELECT ${names} FROM ${table}`)
    })
    const stays = left(table)
    await add(table, over)
    await purgeTokens(world.engine)
    expect(left(table)).toEqual(stays)
  },
)

it('an assertion is forgotten when it could not come again, and not before', async () => {
  const { usedAssertions } = world.engine
  const [now, over, still] = [Date.now(), randomBytes(16), randomBytes(16)]
  usedAssertions.claim(over, now - 1)
  usedAssertions.claim(still, now + hour)
  await purgeTokens(world.engine)
  expect([usedAssertions.has(over), usedAssertions.has(still)]).toEqual([false, true])
})
