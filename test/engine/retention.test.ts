import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import {
  type Actor,
  continueDeletions,
  decideDeletion,
  proposeDeletion,
  retentionOverview,
  verifyTrail,
} from '#engine'
import { dayMs, isoDate } from '#shared/japanese-date'
import { RetentionClass } from '#shared/retention'
import { act, openAtCounter } from '../support/request-steps.ts'
import { codeOf } from '../support/watched.ts'
import { World } from '../support/world.ts'

const yearMs = 365.25 * dayMs
let world: World
let maker: Actor
let checker: Actor
beforeEach(async () => {
  world = await World.open({ customers: 6, providers: [{}, {}] })
  maker = (await world.staff('hq-admin', 'maker')).actor
  checker = (await world.staff('hq-admin', 'checker')).actor
})
afterEach(() => world.close())

const count = (
  table: 'auditEntries' | 'grants' | 'requests' | 'accessRecords' | 'grantHistory' | 'requestActs',
): number =>
  world.engine.store.read(sql.selectFrom(table).select((e) => e.fn.countAll<number>().as('n')))[0]
    ?.n ?? 0
async function access(grantId: number): Promise<void> {
  world.engine.access.add({
    at: world.clock.now(),
    providerId: world.provider().id,
    grantId,
    endpoint: 'accounts',
    accountId: null,
    status: 200,
    result: 'ok',
    rows: 1,
  })
  await world.engine.access.flush()
}
async function remove(kind: RetentionClass): Promise<number> {
  const id = await proposeDeletion(world.by(maker), kind)
  await decideDeletion(world.by(checker), { id, approve: true })
  return continueDeletions(world.engine)
}
const expired = (kind: RetentionClass): number =>
  retentionOverview(world.engine).classes.find((one) => one.kind === kind)?.expired ?? -1

/** A house eleven years old: an old grant that was revoked, a young one that lives. */
async function aged(): Promise<{ old: number; young: number }> {
  const clerk = (await world.staff('clerk')).actor
  const old = await world.permit()
  await access(old)
  await act(world, clerk, await openAtCounter(world, clerk), {
    kind: 'revoke',
    scope: { kind: 'grants', grantIds: [old] },
  })
  world.clock.offset = 11 * yearMs
  const young = await world.permit({ customer: 1 })
  await access(young)
  await openAtCounter(world, clerk, 2)
  return { old, young }
}

describe('retention (R85)', () => {
  it('nothing is old in a young house', async () => {
    await world.permit()
    for (const kind of RetentionClass.options) {
      expect(expired(kind)).toBe(0)
      expect(await codeOf(proposeDeletion(world.by(maker), kind))).toBe('retention.nothing')
    }
  })

  it('two persons delete whole months of the audit, and the chain is whole from there', async () => {
    await aged()
    const before = count('auditEntries')
    expect(expired('audit')).toBeGreaterThan(5)
    const old = expired('audit')
    expect(await remove('audit')).toBe(old)
    // What the deletion itself leaves: asked, agreed, done.
    expect(count('auditEntries')).toBe(before - old + 3)
    // What is said to be whole is as many as the list shows.
    expect(await verifyTrail(world.engine.store)).toMatchObject({
      broken: null,
      entries: count('auditEntries'),
    })
    expect(expired('audit')).toBe(0)
    const segments = world.engine.store.read(sql.selectFrom('auditSegments').selectAll())
    expect(segments.map((one) => one.lastId)).toEqual([old])
    expect(() =>
      world.engine.store.bulk((db) => db.exec('UPDATE auditSegments SET lastId = 1')),
    ).toThrow(/never changes/)
    // What goes on from a hash that was kept still cannot be changed.
    world.engine.store.bulk((db) =>
      db.exec(
        "DROP TRIGGER auditEntriesNoUpdate; UPDATE auditEntries SET reason = 'x' WHERE id = (SELECT min(id) FROM auditEntries)",
      ),
    )
    expect((await verifyTrail(world.engine.store)).broken).toMatchObject({ why: 'hash' })
  })

  it('keeps the last hash of each month that is gone', async () => {
    for (let i = 0; i < 3; i += 1) {
      await world.staff('clerk', `of-month-${i}`)
      world.clock.offset += 31 * dayMs
    }
    world.clock.offset = 11 * yearMs
    await world.staff('auditor')
    const lastOf = new Map<string, number>()
    const before = retentionOverview(world.engine).classes.find(({ kind }) => kind === 'audit')
    for (const { id, at } of world.engine.store.read(
      sql.selectFrom('auditEntries').select(['id', 'at']).orderBy('id'),
    ))
      if (at < (before?.before ?? 0)) lastOf.set(isoDate(at).slice(0, 7), id)
    await remove('audit')
    const segments = world.engine.store.read(
      sql.selectFrom('auditSegments').selectAll().orderBy('month'),
    )
    expect(segments.length).toBeGreaterThanOrEqual(3)
    expect(segments.map(({ month, lastId }) => [month, lastId])).toEqual([...lastOf])
    expect((await verifyTrail(world.engine.store)).broken).toBeNull()
  })

  it('an ended grant goes with all that hangs on it, one that lives does not', async () => {
    const { old, young } = await aged()
    expect(await remove('grants')).toBe(1)
    const left = world.engine.store.read(sql.selectFrom('grants').select('id'))
    expect(left.map((row) => row.id)).toEqual([young])
    expect(
      world.engine.store.read(
        sql.selectFrom('grantHistory').select('id').where('grantId', '=', old),
      ),
    ).toEqual([])
  })

  it('a request goes with its acts and checks; an open one and one that still stops a grant stay', async () => {
    const clerk = (await world.staff('clerk', 'stopper')).actor
    await world.permit({ customer: 3 })
    const stopping = await openAtCounter(world, clerk, 4)
    await act(world, clerk, stopping, {
      kind: 'emergency',
      scope: { kind: 'customer' },
      reason: 'lost-or-stolen',
    })
    await aged()
    // As the ending of a provider leaves it.
    world.engine.store.bulk((db) =>
      db.exec(
        "INSERT INTO providerEndings (actId, providerId, at, total, told) SELECT id, 1, madeAt, 1, '{}' FROM requestActs WHERE kind = 'revoke'",
      ),
    )
    const total = count('requests')
    await remove('requests')
    expect(count('requests')).toBe(total - 1)
    expect(world.engine.store.read(sql.selectFrom('providerEndings').select('actId'))).toEqual([])
    expect(
      world.engine.store.read(sql.selectFrom('requests').select('id').where('id', '=', stopping)),
    ).toHaveLength(1)
    expect(count('requestActs')).toBe(1)
  })

  it('access records go three years after the grant’s last use, not after each', async () => {
    const { old, young } = await aged()
    world.engine.store.bulk((db) =>
      db.exec(
        `INSERT INTO accessRecords (at, providerId, grantId, endpoint, status, result) SELECT at, providerId, ${young}, endpoint, status, result FROM accessRecords WHERE grantId = ${old}; UPDATE accessRecords SET id = id WHERE 0`,
      ),
    )
    const rows = count('accessRecords')
    await remove('provisions')
    const left = world.engine.store.read(sql.selectFrom('accessRecords').select('grantId'))
    expect(left.every((row) => row.grantId === young)).toBe(true)
    expect(left.length).toBe(rows - 1)
  })

  it('deletes nothing before a second person agrees, and nothing when that person does not', async () => {
    await aged()
    const id = await proposeDeletion(world.by(maker), 'grants')
    expect(await continueDeletions(world.engine)).toBe(0)
    await decideDeletion(world.by(checker), { id, approve: false })
    expect(await continueDeletions(world.engine)).toBe(0)
    expect(count('grants')).toBe(2)
  })

  it.each(['audit', 'requests', 'provisions', 'grants'] as const)(
    'what is kept longer since it was asked for stays, also where it was agreed to: %s',
    async (kind) => {
      await aged()
      const years = (n: number) =>
        world.engine.settings.save(
          'retention',
          { ...world.engine.settings.get('retention'), [`${kind}Years`]: n },
          0,
        )
      const kept = world.engine.settings.get('retention')[`${kind}Years`]
      const asked = expired(kind)
      expect(asked).toBeGreaterThan(0)
      const id = await proposeDeletion(world.by(maker), kind)
      await years(20)
      const agree = () => codeOf(decideDeletion(world.by(checker), { id, approve: true }))
      expect(await agree()).toBe('proposal.changed-meanwhile')
      await years(kept)
      expect(await agree()).toBe('done')
      await years(20)
      expect(await continueDeletions(world.engine)).toBe(0)
      await years(kept)
      expect(expired(kind)).toBeGreaterThanOrEqual(asked)
    },
  )

  it('the triggers are shut again, for every class', async () => {
    await aged()
    await remove('grants')
    for (const table of [
      'grants',
      'grantHistory',
      'auditEntries',
      'accessRecords',
      'requests',
      'requestActs',
    ])
      expect(
        () => world.engine.store.bulk((db) => db.exec(`DELETE FROM ${table}`)),
        table,
      ).toThrow()
  })
})
