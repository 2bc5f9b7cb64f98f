import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Actor,
  auditAbout,
  callsWith,
  closeRequest,
  correctRequest,
  earlierRequests,
  followRequest,
  openRequest,
  requestView,
  slipOf,
} from '#engine'
import { dayMs } from '#shared/japanese-date'
import { act, openAtCounter } from '../../support/request-steps.ts'
import { codeOf } from '../../support/watched.ts'
import { World } from '../../support/world.ts'

/** A call that was cut goes on in a request of its own (R141). */
let world: World
let clerk: Actor
let other: Actor
let officer: Actor
beforeEach(async () => {
  world = await World.open({ providers: [{}] })
  clerk = (await world.staff('clerk')).actor
  other = (await world.staff('clerk', 'other-clerk')).actor
  officer = (await world.staff('officer')).actor
})
afterEach(() => world.close())

const viewer = (actor: Actor) => ({
  staffId: Number(actor.id),
  role: actor.role ?? 'clerk',
  branchCode: actor.branchCode ?? null,
})
const view = (id: number, actor = clerk) => requestView(world.engine, viewer(actor), id)
const calls = (actor: Actor, customerId = 1, otherBranchReason = '') =>
  openRequest(world.by(actor), {
    ...{ customerId, providerId: null, requestChannel: 'phone', requester: 'self' },
    otherBranchReason,
  })
const follow = (id: number, follows: number, actor = clerk) =>
  followRequest(world.by(actor), { id, follows })
const earlier = (id: number, actor = clerk) =>
  earlierRequests(world.engine, viewer(actor), 1, world.engine.store.find('requests', { id }))

describe('the next day', () => {
  it('has its own time and check, and closes the cut one with its number', async () => {
    const cut = await calls(other)
    const { number: first, openedAt } = view(cut, other)
    world.clock.offset += dayMs
    const id = await openAtCounter(world, clerk)
    expect(earlier(id)).toMatchObject([{ id: cut, state: 'open', result: null, mayFollow: true }])
    await follow(id, cut)
    const now = view(id)
    expect(now).toMatchObject({ follows: { id: cut, number: first }, followedBy: [] })
    expect(now.openedAt).toBeGreaterThanOrEqual(openedAt + dayMs)
    expect(view(cut, other)).toMatchObject({
      ...{ openedAt, state: 'closed', result: 'broken-off' },
      closeReason: '新しい受付で続けた',
      ...{ follows: null, followedBy: [{ id, number: now.number }] },
    })
    expect(earlier(id)).toMatchObject([{ id: cut, result: 'broken-off', mayFollow: false }])
    expect((await slipOf(world.engine, viewer(clerk), id)).follows?.number).toBe(first)
  })

  it('closes a colleague’s whose call is over, which the same person may not close for itself', async () => {
    const cut = await calls(other)
    world.clock.offset += dayMs
    const id = await openAtCounter(world, clerk)
    const close = closeRequest(world.by(clerk), { id: cut, result: 'broken-off', reason: 'x' })
    expect(await codeOf(close)).toBe('request.not-yours')
    await follow(id, cut)
    expect(view(cut, other).state).toBe('closed')
    const rows = auditAbout(world.engine, 'request', cut)
    expect(rows.filter((row) => row.action === 'requests.close')).toMatchObject([
      { actorId: clerk.id, outcome: 'done', reason: '新しい受付で続けた' },
      { actorId: clerk.id, outcome: 'refused' },
    ])
  })

  it('leaves a colleague’s with what waits for its approval to that approval', async () => {
    await world.permit()
    const cut = await calls(other)
    await act(world, other, cut, { kind: 'emergency', scope: { kind: 'customer' } })
    world.clock.offset += dayMs
    const id = await openAtCounter(world, clerk)
    const { state } = view(cut, other)
    expect(state).not.toBe('open')
    await follow(id, cut)
    expect(view(cut, other).state).toBe(state)
  })

  it('goes on with what is done or closed without changing it', async () => {
    const grantIds = [await world.permit()]
    const done = await openAtCounter(world, other)
    await act(world, other, done, { kind: 'revoke', scope: { kind: 'grants', grantIds } })
    const closed = await calls(other)
    await closeRequest(world.by(other), { id: closed, result: 'inquiry-only', reason: '問合せ' })
    const before = view(closed, other)
    const id = await openAtCounter(world, clerk)
    await follow(id, closed)
    const { followedBy, ...after } = view(closed, other)
    expect(followedBy).toHaveLength(1)
    expect(after).toMatchObject({ state: 'closed', closeReason: before.closeReason })
    expect(earlier(id).map((row) => [row.id, row.result])).toEqual([
      [closed, 'inquiry-only'],
      [done, 'ended'],
    ])
  })
})

it('names no request of another branch to who may not see it (R124)', async () => {
  const { settings, clock, bank } = world.engine
  const rules = { ...settings.get('requests'), ownBranchOnly: true }
  await settings.save('requests', rules, clock.now())
  const home = { ...other, branchCode: bank.customer(1)?.branchCode ?? '' }
  expect(home.branchCode).not.toBe(clerk.branchCode)
  const cut = await calls(clerk, 1, '来店')
  world.clock.offset += dayMs
  const id = await openAtCounter(world, home)
  await follow(id, cut, home)
  const { number } = view(id, home)
  const told = view(cut)
  expect([told.followedBy, told.result]).toEqual([[], 'broken-off'])
  expect(JSON.stringify([told, await slipOf(world.engine, viewer(clerk), cut)])).not.toContain(
    number,
  )
  expect(view(cut, home).followedBy).toEqual([{ id, number }])
  expect(view(id, home).follows?.id).toBe(cut)
  const moved = { ...home, branchCode: '099' }
  expect(view(id, moved).follows).toBe(null)
})

describe('is refused', () => {
  it('before who asks is known, and to who did not take it', async () => {
    const cut = await calls(other)
    world.clock.offset += dayMs
    const unknown = await calls(clerk)
    expect(await codeOf(follow(unknown, cut))).toBe('identity.not-met')
    const id = await openAtCounter(world, clerk)
    expect(await codeOf(follow(id, cut, officer))).toBe('request.not-yours')
    expect(view(cut, other).state).toBe('open')
  })

  it('while a colleague is on that call', async () => {
    const cut = await calls(other)
    const id = await openAtCounter(world, clerk)
    expect(earlier(id)[0]?.mayFollow).toBe(false)
    expect(await codeOf(follow(id, cut))).toBe('request.call-goes-on')
    expect(view(cut, other).state).toBe('open')
  })

  it('with another customer’s, with a later one, with itself, and a second time', async () => {
    const foreign = await calls(other, 2)
    const cut = await calls(other)
    world.clock.offset += dayMs
    const id = await openAtCounter(world, clerk)
    const later = await calls(other)
    for (const wrong of [foreign, later, id])
      expect(await codeOf(follow(id, wrong))).toBe('request.cannot-follow')
    await follow(id, cut)
    expect(await codeOf(follow(id, cut))).toBe('request.cannot-follow')
  })

  it('by the table itself', async () => {
    const foreign = await calls(other, 2)
    const cut = await calls(other)
    const id = await openAtCounter(world, clerk)
    const set = (follows: number | null) => () =>
      world.engine.store.bulk((db) =>
        db.exec(`UPDATE requests SET follows = ${follows} WHERE id = ${id}`),
      )
    expect(set(foreign)).toThrow('earlier request of its customer')
    set(cut)()
    expect(set(null)).toThrow('earlier request of its customer')
  })
})

describe('a correction (R58)', () => {
  it('stands beside what was written, after the end too, by who took it or who approves', async () => {
    const id = await calls(clerk)
    await closeRequest(world.by(clerk), { id, result: 'wrong-customer', reason: '同姓同名' })
    const { corrections: none, ...before } = view(id)
    expect([none, before.mayCorrect, view(id, other).mayCorrect]).toEqual([[], true, false])
    const correct = (words: string, actor: Actor) => correctRequest(world.by(actor), { id, words })
    await correct('別の鈴木様', clerk)
    await correct('受付は14時', officer)
    expect(await codeOf(correct('x', other))).toBe('request.not-yours')
    const { corrections, ...after } = view(id)
    expect(after).toEqual(before)
    expect(corrections.map(({ words }) => words)).toEqual(['別の鈴木様', '受付は14時'])
    expect((await slipOf(world.engine, viewer(clerk), id)).corrections).toHaveLength(2)
    const change = (sql: string) => () => world.engine.store.bulk((db) => db.exec(sql))
    expect(change("UPDATE requestCorrections SET words = 'x'")).toThrow('append-only')
    expect(change('DELETE FROM requestCorrections')).toThrow('append-only')
    for (let n = 2; n < 10; n += 1) await correct('x', clerk)
    expect(view(id).mayCorrect).toBe(false)
    expect(await codeOf(correct('x', clerk))).toBe('request.corrections-full')
  })
})

it('what has become of a person’s own calls: none of a colleague’s, closed is none, an old check has lapsed', async () => {
  const told = (actor = clerk) =>
    callsWith(world.engine, Number(actor.id), [1, 2]).map(({ state }) => state)
  expect(told()).toEqual(['none', 'none'])
  const first = await calls(clerk)
  const second = await openAtCounter(world, clerk, 2)
  expect(told()).toEqual(['open', 'known'])
  expect(told(other)).toEqual(['none', 'none'])
  expect(callsWith(world.engine, Number(clerk.id), [1])[0]?.number).toMatch(/^U-/)
  await world.permit({ customer: 1 })
  await act(world, clerk, second, {
    kind: 'revoke',
    scope: { kind: 'customer' },
    confirmation: world.person(1).name,
  })
  world.clock.offset += dayMs / 12
  expect(told()[0]).toBe('lapsed')
  await closeRequest(world.by(clerk), { id: first, result: 'broken-off', reason: '切れた' })
  expect(told()[0]).toBe('none')
})
