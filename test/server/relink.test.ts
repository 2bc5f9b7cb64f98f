import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { grantsOfCustomer, lapseGrants, timelineOf, verifyTrail, whyOf } from '#engine'
import { dayMs } from '#shared/japanese-date'
import { purgeTokens } from '../../src/main/engine/tokens/purge.ts'
import { type Linked, linkToCode, read, redeem, refresh } from '../support/protocol.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

/** A new link takes the place of the former one when its code is redeemed, and not before (R40). */
let world: World
let issuer: string
beforeAll(async () => {
  world = await World.open({ providers: [{}, {}] })
  issuer = await world.listen()
})
afterAll(() => world.close())
afterEach(() => vi.restoreAllMocks())

const permit = (provider = 0) => linkToCode(issuer, world.provider(provider), world.customer)
const tokensOf = async (linked: Linked, provider = 0) => {
  const { status, body } = await redeem(issuer, world.provider(provider), linked)
  expect(status).toBe(200)
  return { access: String(body.access_token), refresh: String(body.refresh_token) }
}
const idsOf = async (token: string, provider = 0): Promise<string[] | number> => {
  const { status, body } = await read(issuer, world.provider(provider), token)
  return status === 200
    ? (body.accounts as { accountId: string }[]).map(({ accountId }) => accountId)
    : status
}

it('until then the former link reads and is refreshed; a code that is lost or refused ends nothing', async () => {
  const former = await tokensOf(await permit())
  const ids = await idsOf(former.access)
  expect(ids).toHaveLength(world.linkable(1).length)
  const works = async () =>
    expect([
      await idsOf(former.access),
      (await refresh(issuer, world.provider(), former.refresh)).status,
    ]).toEqual([ids, 200])

  await permit()
  await works()
  const linked = await permit()
  const refused = await redeem(issuer, world.provider(), linked, { code_verifier: 'x'.repeat(43) })
  expect(refused.status).toBe(400)
  await works()

  const lost = await permit()
  const now = await tokensOf(await permit())
  expect(await idsOf(former.access)).toBe(401)
  expect((await refresh(issuer, world.provider(), former.refresh)).status).toBe(400)
  // For one customer, account and provider the name on the wire is the same for ever.
  expect(await idsOf(now.access)).toEqual(ids)
  // What was permitted before has been replaced too.
  expect((await redeem(issuer, world.provider(), lost)).status).toBe(400)
  expect(await idsOf(now.access)).toEqual(ids)
})

it('another provider knows none of the names, and keeps its own link', async () => {
  const mine = await tokensOf(await permit())
  const theirs = await tokensOf(await permit(1), 1)
  const [one, other] = [await idsOf(mine.access), await idsOf(theirs.access, 1)]
  expect((one as string[]).filter((id) => (other as string[]).includes(id))).toEqual([])
})

/** What staff read of the customer's newest grant. */
const newest = () => {
  const grant = grantsOfCustomer(world.engine, 1).toSorted((a, b) => b.id - a.id)[0]
  return {
    id: grant?.id ?? 0,
    status: grant?.status,
    why: whyOf(world.engine, grant?.id ?? 0)?.code,
  }
}
const later = (ms: number) => {
  const real = Date.now
  vi.spyOn(Date, 'now').mockImplementation(() => real() + ms)
}
const codes = () => world.engine.store.read(sql.selectFrom('authorizationCodes').select('grantId'))

it('a permission whose code runs out has lapsed, and says so; the former link is named by what replaced it', async () => {
  const { engine } = world
  const former = await tokensOf(await permit())
  const formerId = newest().id
  const lost = await permit()
  const { id } = newest()
  expect(await lapseGrants(engine)).toBe(0)
  expect(newest()).toEqual({ id, status: 'active', why: 'never-used' })
  const live = engine.store.read(
    sql.selectFrom('counters').select('n').where('name', '=', 'grants'),
  )
  later(61_000)
  // As after a night without the engine: what tells of the lapse is not deleted before.
  await purgeTokens(engine)
  expect(await lapseGrants(engine)).toBe(1)
  expect(await lapseGrants(engine)).toBe(0)
  expect(newest()).toEqual({ id, status: 'lapsed', why: 'lapsed' })
  expect(
    engine.store.read(sql.selectFrom('counters').select('n').where('name', '=', 'grants')),
  ).toEqual(live.map(({ n }) => ({ n: n - 1 })))
  expect(timelineOf(engine, id).entries[0]).toMatchObject({
    ...{ kind: 'ended', actorName: '自動処理', toStatus: 'lapsed', reason: 'code-not-redeemed' },
  })
  const [entry] = engine.store.read(
    sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(1),
  )
  expect(entry).toMatchObject({ action: 'grants.lapse', targetId: id, reason: 'code-not-redeemed' })
  expect((await redeem(issuer, world.provider(), lost)).status).toBe(400)
  vi.restoreAllMocks()
  expect(await idsOf(former.access)).toHaveLength(world.linkable(1).length)

  await permit()
  await tokensOf(await permit())
  expect(whyOf(engine, formerId)).toMatchObject({
    code: 'superseded',
    other: `R-${String(newest().id).padStart(6, '0')}`,
  })
  expect((await verifyTrail(engine.store)).broken).toBeNull()
})

it('what staff hold does not lapse: it bars linking anew as before, and lapses once it is resumed', async () => {
  const { engine } = world
  await permit(1)
  const { id } = newest()
  const { actor } = await world.staff()
  const request = await openAtCounter(world, actor)
  await act(world, actor, request, {
    ...{ kind: 'hold', scope: { kind: 'grants', grantIds: [id] }, reason: 'lost-or-stolen' },
    ...{ days: 7, afterwards: 'resume' },
  })
  later(2 * dayMs)
  await purgeTokens(engine)
  expect(codes().map(({ grantId }) => grantId)).toContain(id)
  expect(await lapseGrants(engine)).toBe(0)
  expect(newest()).toMatchObject({ id, status: 'held' })
  await engine.store.write(() => {
    engine.store.update('holds', { grantId: id, endedAt: null }, { endedAt: 1 })
    engine.store.update('grants', { id }, { status: 'active' })
  })
  expect(await lapseGrants(engine)).toBe(1)
  expect(newest()).toMatchObject({ id, status: 'lapsed' })
  await purgeTokens(engine)
  expect(codes().map(({ grantId }) => grantId)).not.toContain(id)
})
