import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Actor, dayCounts, listGrants, listRequests, retentionOverview } from '#engine'
import { dayCountText } from '#shared/day-count'
import { dayMs } from '#shared/japanese-date'
import { japanese } from '#shared/messages/catalogue'
import { endByBankEvent } from '../../src/main/engine/grants/bank-event.ts'
import { phoneChangedRecently } from '../../src/main/engine/requests/act.ts'
import { nextBusinessDayEnd } from '../../src/main/engine/requests/due.ts'
import { deleteSome } from '../../src/main/engine/retention/delete.ts'
import { openSession, staffSession, touchSession } from '../../src/main/engine/staff/session.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

/** The last instant at which something is so, and the first at which it is not. */
const jst = (text: string): number => Date.parse(`${text}+09:00`)
let world: World
let clerk: Actor
beforeEach(async () => {
  world = await World.open({ customers: 3 })
  clerk = (await world.staff('clerk')).actor
})
afterEach(() => world.close())
const at = (instant: number): void => {
  world.clock.now = () => instant
}
const statusOf = (id: number) => world.statusOf(id)
const change = (statement: string) => world.engine.store.bulk((db) => db.exec(statement))

describe('midnight in Japan', () => {
  const last = jst('2027-03-01T23:59:59.999')
  it.each([
    ['in the day’s last millisecond what was done is of today', last, 1],
    ['in the first of the next it is of yesterday', last + 1, 0],
  ])('%s', async (_, instant, n) => {
    at(last - 1_000)
    const grant = await world.permit()
    at(last)
    const request = await openAtCounter(world, clerk)
    await act(world, clerk, request, {
      kind: 'revoke',
      scope: { kind: 'grants', grantIds: [grant] },
    })
    at(instant)
    const filter = { branchCode: null, after: null, limit: 10 }
    expect(listRequests(world.engine, { ...filter, view: 'today' }).rows).toHaveLength(n)
    expect(dayCounts(world.engine, null).revokedToday).toBe(n)
    const ended = {
      status: 'revoked-today',
      providerId: null,
      after: null,
      limit: 10,
      order: null,
    } as const
    expect(listGrants(world.engine, ended).rows).toHaveLength(n)
  })
})

it('requests are counted up to 1,000 for きょう, which says so; other numbers are whole', async () => {
  const first = world.engine.store.find('requests', { id: await openAtCounter(world, clerk, 1) })
  if (!first) throw new RangeError('no request')
  const { id: _, ...like } = first
  const more = (from: number, to: number) =>
    world.engine.store.write(() => {
      for (let n = from; n <= to; n += 1)
        world.engine.store.insert('requests', { ...like, number: `U-20270301-${n}` })
    })
  const told = () => {
    const { unfinished } = dayCounts(world.engine, null)
    return dayCountText(japanese, 'unfinished', unfinished)
  }
  await more(2, 999)
  expect(told()).toBe('999')
  await more(1000, 1001)
  expect(told()).toBe('1,000以上')
  expect(dayCountText(japanese, 'endingSoon', 1_001)).toBe('1,001')
})

describe('what an event of the bank reaches (R41)', () => {
  it.each([
    [-1, 'active'],
    [0, 'terminated'],
    [1, 'terminated'],
  ])(
    'ending what was permitted until %d ms after the 許可, the grant is %s',
    async (after, status) => {
      const permitted = jst('2027-03-01T12:00:00')
      at(permitted)
      const grant = await world.permit()
      at(permitted + 60_000)
      const customerNumber = world.engine.bank.customer(1)?.customerNumber ?? ''
      const event = {
        customerNumber,
        kind: 'password-changed',
        at: permitted,
        permittedUntil: permitted + after,
      } as const
      await world.engine.store.write(() => endByBankEvent(world.engine, event, 'c'))
      expect(statusOf(grant)).toBe(status)
    },
  )
})

describe('the day until which records are kept (R85)', () => {
  it.each([
    ['grants', '2037-03-01T00:00:00.000', '2027-03-01'],
    ['grants', '2037-03-01T23:59:59.999', '2027-03-01'],
    ['grants', '2037-03-02T00:00:00.000', '2027-03-02'],
    ['grants', '2036-02-29T12:00:00.000', '2026-03-01'],
    ['audit', '2037-03-31T23:59:59.999', '2027-03-01'],
    ['audit', '2037-04-01T00:00:00.000', '2027-04-01'],
  ])('%s: on %s what is older than %s', (kind, now, day) => {
    const retention = { ...world.engine.settings.get('retention') }
    expect([retention.grantsYears, retention.auditYears]).toEqual([10, 10])
    at(jst(now))
    const { before } =
      retentionOverview(world.engine).classes.find((one) => one.kind === kind) ?? {}
    expect(before).toBe(jst(`${day}T00:00:00`))
  })

  it.each([
    ['the last millisecond that is old enough', -1, 1],
    ['the first that is not', 0, 0],
  ])('a grant that ended in %s', async (_, ms, deleted) => {
    const before = jst('2027-03-01T00:00:00')
    const grant = await world.permit()
    change(`UPDATE grants SET status = 'expired', endedAt = ${before + ms} WHERE id = ${grant}`)
    const done = await world.engine.store.write(() => deleteSome(world.engine, 'grants', before, 0))
    expect(done.deleted).toBe(deleted)
    expect(statusOf(grant)).toBe(deleted ? undefined : 'expired')
  })
})

it.each([
  [0, true],
  [30, true],
  [31, false],
])('a number changed %d days ago calls for a second person: %s (R51)', (days, recent) => {
  // By the calendar: late on the first day, early on the last, and the other way round.
  for (const [then, now] of [
    ['23:59:59.999', '00:00:00.000'],
    ['00:00:00.000', '23:59:59.999'],
  ]) {
    const changed = jst(`2027-03-01T${then}`)
    change(`UPDATE customers SET phoneChangedAt = ${changed} WHERE id = 1`)
    at(jst(`2027-03-01T${now}`) + days * dayMs)
    expect(phoneChangedRecently(world.engine, 1)).toBe(recent)
  }
})

it.each([
  ['five refused', 5, 0, 0, true],
  ['four refused', 4, 0, 0, false],
  ['more refused than answered', 6, 5, 0, true],
  ['as many answered as refused', 5, 5, 0, false],
  ['within the hour, by the minute', 5, 0, 3_599_999, true],
  ['an hour ago', 5, 0, 3_600_000, false],
])('a provider is failing: %s, and also after a start', async (_, refused, good, ago, failing) => {
  // After the provider was registered, whenever this is run: what it was refused before does not count.
  const now = jst('2099-03-01T12:00:59.999')
  at(now)
  const { id: providerId } = world.provider()
  for (let n = 0; n < refused + good; n += 1)
    world.engine.access.add({
      ...{ at: now - ago, providerId, grantId: null, endpoint: 'accounts', accountId: null },
      ...{ result: '', rows: null, status: n < refused ? 400 : 399 },
    })
  const counted = () => dayCounts(world.engine, null).failingProviders
  expect(counted()).toBe(failing ? 1 : 0)
  await world.restart()
  at(now)
  expect(counted()).toBe(failing ? 1 : 0)
})

describe('a session of staff (R90, U29)', () => {
  const minute = 60_000
  const start = jst('2027-03-01T09:00:00')
  /** What is asked of a person of whom nothing was heard for so long. */
  const silentFor = async (ms: number) => {
    at(start)
    const token = await world.engine.store.write(() =>
      openSession(world.engine, Number(clerk.id), 'test'),
    )
    at(start + ms)
    return { token, session: () => staffSession(world.engine, token) }
  }
  it.each([
    [5 * minute, { locked: false, proofNeeded: false }],
    [5 * minute + 1, { locked: false, proofNeeded: true }],
    [10 * minute, { locked: false, proofNeeded: true }],
    [10 * minute + 1, { locked: true, proofNeeded: true }],
  ])('idle for %d ms: %j', async (ms, asked) => {
    const { reauthenticateMinutes } = world.engine.settings.get('requests')
    expect([world.engine.settings.get('policy').staffIdleMinutes, reauthenticateMinutes]).toEqual([
      10, 5,
    ])
    const { token, session } = await silentFor(ms)
    expect(session()).toMatchObject(asked)
    // Moving the pointer is no proof of who does it.
    await touchSession(world.engine, token)
    expect(session()).toMatchObject({ locked: false, proofNeeded: asked.proofNeeded })
  })

  it.each([
    [0, true],
    [1, false],
  ])('used all the time, %d ms after half a day it goes on: %s', async (late, goesOn) => {
    const half = 12 * 60 * minute
    const { token, session } = await silentFor(half)
    await touchSession(world.engine, token)
    at(start + half + late)
    expect(session() !== undefined).toBe(goesOn)
  })

  it('is none of an account that was closed, whatever became of its rows', async () => {
    const { session } = await silentFor(0)
    expect(session()).toBeDefined()
    change(`UPDATE staff SET disabledAt = ${start} WHERE id = ${clerk.id}`)
    expect(session()).toBeUndefined()
  })
})

it.each([
  ['a Friday before the end', '2027-03-05T16:59:59.999', '2027-03-05T17:00'],
  ['a Friday at the end: Monday', '2027-03-05T17:00:00.000', '2027-03-08T17:00'],
  ['a Saturday', '2027-03-06T10:00:00.000', '2027-03-08T17:00'],
  ['before 敬老の日, 国民の休日 and 秋分の日', '2026-09-18T17:00:00.000', '2026-09-24T17:00'],
  ['the thirtieth of December', '2026-12-30T17:00:00.000', '2027-01-04T17:00'],
  ['the night before New Year’s closed days', '2027-12-31T17:00:00.000', '2028-01-04T17:00'],
])('the 検印 of an emergency stop is due, %s (R53)', (_, now, due) => {
  expect(nextBusinessDayEnd(world.engine, jst(now))).toBe(jst(`${due}:00`))
})
