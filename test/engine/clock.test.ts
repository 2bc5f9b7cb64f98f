import { afterEach, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { watchClock } from '#engine'
import { dayMs } from '#shared/japanese-date'
import { untilUnlocked } from '#shared/lock'
import { unfitSecond } from '../../src/main/engine/proposals/second.ts'
import { openSession } from '../../src/main/engine/staff/session.ts'
import { World } from '../support/world.ts'

afterEach(() => vi.useRealTimers())

it('a clock that is set while the program runs is in the audit, once; one that runs is not', async () => {
  const world = await World.open({ customers: 0, providers: [] })
  const steps = () =>
    world.engine.store
      .read(sql.selectFrom('auditEntries').select('after').where('action', '=', 'system.clockStep'))
      .map((row) => row.after)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] })
  const stop = watchClock(world.engine)
  vi.advanceTimersByTime(60_000)
  vi.setSystemTime(Date.now() + 3_600_000)
  vi.advanceTimersByTime(20_000)
  vi.setSystemTime(Date.now() - dayMs)
  vi.advanceTimersByTime(20_000)
  stop()
  vi.useRealTimers()
  await world.engine.store.write(() => undefined)
  expect(steps()).toEqual(['{"stepSeconds":3600}', '{"stepSeconds":-86400}'])
  await world.close()
})

it('nobody gains by a clock that is set: no tie, lock or count of guesses ends by it, no code, session or call lasts longer', async () => {
  const world = await World.open({ customers: 1, providers: [] })
  const { store } = world.engine
  const { actor: asker } = await world.staff('hq-admin', 'asker')
  const { actor: agreer } = await world.staff('hq-admin', 'agreer')
  const [staffId, byId] = [Number(agreer.id), Number(asker.id)]
  const tied = () => unfitSecond(world.engine, byId, agreer)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] })
  const stop = watchClock(world.engine)
  const start = Date.now()
  await store.write(() => {
    store.insert('staffTies', { staffId, byId, alone: 0, at: start })
    store.update('staff', { id: staffId }, { refusedUntil: start + 60_000 })
    store.update('logins', { id: 1 }, { refusedUntil: untilUnlocked })
    store.put(
      'sourceFailures',
      { source: Buffer.alloc(32, 1).toString('base64') },
      { wrongEntries: 30, firstAt: start },
    )
    store.put(
      'staffEnrolments',
      { staffId },
      { codeHash: Buffer.alloc(32), expiresAt: start + dayMs },
    )
    openSession(world.engine, staffId, 'test')
  })
  const left = () => {
    const now = Date.now()
    const [source] = store.read(sql.selectFrom('sourceFailures').select('firstAt'))
    const [session] = store.read(sql.selectFrom('staffSessions').select('lastActAt'))
    return {
      lock: (store.find('staff', { id: staffId })?.refusedUntil ?? 0) - now,
      customer: store.find('logins', { id: 1 })?.refusedUntil,
      guesses: now - (source?.firstAt ?? 0),
      idle: now - (session?.lastActAt ?? 0),
      code: (store.find('staffEnrolments', { staffId })?.expiresAt ?? 0) - now,
    }
  }
  expect(tied()).toBe('tied')
  // Also in the seconds before anybody notices.
  vi.setSystemTime(start + 400 * dayMs)
  expect(tied()).toBe('tied')
  vi.advanceTimersByTime(5_000)
  await store.write(() => undefined)
  expect(tied()).toBe('tied')
  expect(left()).toEqual({
    ...{ lock: 55_000, customer: untilUnlocked, guesses: 5_000 },
    ...{ idle: 400 * dayMs + 5_000, code: -399 * dayMs - 5_000 },
  })
  vi.setSystemTime(start + 5_000)
  vi.advanceTimersByTime(5_000)
  await store.write(() => undefined)
  expect(tied()).toBe('tied')
  expect(left()).toMatchObject({ lock: 50_000, guesses: 10_000, idle: 400 * dayMs + 10_000 })
  expect(left().code).toBeLessThan(0)
  stop()
  // Set back while nothing ran: the audit is ahead of the clock.
  vi.setSystemTime(start - 10 * dayMs)
  watchClock(world.engine)()
  await store.write(() => undefined)
  expect(left().lock).toBeLessThan(60_000)
  vi.useRealTimers()
  await world.close()
})
