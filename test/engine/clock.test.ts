import * as os from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { sql } from '#db'
import {
  confirmClock,
  decideDeletion,
  noteRestore,
  proposeDeletion,
  systemContext,
  systemStatus,
  watchClock,
} from '#engine'
import { dayMs } from '#shared/japanese-date'
import { untilUnlocked } from '#shared/lock'
import { unfitSecond } from '../../src/main/engine/proposals/second.ts'
import { openSession } from '../../src/main/engine/staff/session.ts'
import { isBeforeRestore } from '../../src/main/engine/system/restored.ts'
import { World } from '../support/world.ts'

vi.mock('node:os', async (original) => {
  const real = await original<typeof os>()
  return { ...real, uptime: vi.fn(real.uptime) }
})
afterEach(() => vi.useRealTimers())

/** The watch looks at the clock, and what it saw is recorded. */
async function look({ engine: { store } }: World, ms = 5_000): Promise<void> {
  vi.advanceTimersByTime(ms)
  await store.write(() => undefined)
  await new Promise(setImmediate)
}

it('a clock that is set while the program runs is in the audit, once; one that runs is not', async () => {
  const world = await World.open({ customers: 0, providers: [] })
  const steps = () =>
    world.engine.store
      .read(
        sql
          .selectFrom('auditEntries')
          .select('after')
          .where('action', '=', 'system.clockStep')
          .orderBy('id'),
      )
      .map((row) => row.after)
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] })
  const stop = watchClock(world.engine)
  await look(world, 60_000)
  vi.setSystemTime(Date.now() + 3_600_000)
  await look(world, 20_000)
  vi.setSystemTime(Date.now() - dayMs)
  await look(world, 20_000)
  stop()
  vi.useRealTimers()
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
  await look(world)
  expect(tied()).toBe('tied')
  expect(left()).toEqual({
    ...{ lock: 55_000, customer: untilUnlocked, guesses: 5_000 },
    ...{ idle: 400 * dayMs + 5_000, code: -399 * dayMs - 5_000 },
  })
  vi.setSystemTime(start + 5_000)
  await look(world)
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

const minuteMs = 60_000
const hourMs = 60 * minuteMs

describe('a clock in doubt ends nothing', () => {
  /** A grant that ends in 90 days, in a world whose clock is watched. */
  async function watched() {
    const world = await World.open()
    await world.permit()
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] })
    const stop = watchClock(world.engine)
    const { store, sweeps } = world.engine
    const set = (by: number): void => void vi.setSystemTime(Date.now() + by)
    /** All that ends something by the clock, and then the watch. */
    const time = async (): Promise<void> => {
      for (const name of ['expiry', 'holds', 'lapses', 'tokens'] as const) sweeps.soon(name)
      await vi.waitFor(() => store.settled())
      await store.write(() => undefined)
      await look(world)
    }
    const grant = () => store.read(sql.selectFrom('grants').selectAll().where('id', '=', 1))[0]
    const doubt = () => systemStatus(world.engine, null).clockDoubtMs
    const close = async (): Promise<void> => {
      stop()
      vi.useRealTimers()
      await world.close()
    }
    return { world, set, time, grant, doubt, close }
  }

  it.each([
    [hourMs + minuteMs, true],
    [dayMs, true],
    [91 * dayMs, true],
    [400 * dayMs, true],
    [-dayMs, true],
    [59 * minuteMs, false],
  ])('set by %i ms and back: live as before, in doubt meanwhile: %s', async (by, doubtful) => {
    const { set, time, grant, doubt, close } = await watched()
    const before = grant()
    set(by)
    // A sweep may be due before the watch has looked.
    expect(doubt() !== 0).toBe(doubtful)
    await time()
    await time()
    expect(doubt()).toBe(doubtful ? by : 0)
    expect(grant()).toEqual(before)
    set(-by)
    await time()
    expect([doubt(), grant()]).toEqual([0, before])
    await close()
  })

  it('once somebody says that it is true what is over ends, at the time at which it was; not if it was set again since', async () => {
    const { world, set, time, grant, doubt, close } = await watched()
    const { actor } = await world.staff('sysadmin')
    const confirm = (stepMs: number): Promise<unknown> => confirmClock(world.by(actor), { stepMs })
    await expect(confirm(0)).rejects.toMatchObject({ code: 'clock.changed-meanwhile' })
    set(91 * dayMs)
    await time()
    const shown = doubt()
    await expect(confirm(shown + 1)).rejects.toMatchObject({ code: 'clock.changed-meanwhile' })
    set(dayMs)
    await expect(confirm(shown)).rejects.toMatchObject({ code: 'clock.changed-meanwhile' })
    await time()
    await expect(confirm(shown)).rejects.toMatchObject({ code: 'clock.changed-meanwhile' })
    expect(doubt()).toBe(92 * dayMs)
    await confirm(92 * dayMs)
    await expect(confirm(92 * dayMs)).rejects.toMatchObject({ code: 'clock.changed-meanwhile' })
    const { expiresAt } = grant() ?? {}
    await time()
    await vi.waitFor(() => expect(grant()).toMatchObject({ status: 'expired', endedAt: expiresAt }))
    expect(doubt()).toBe(0)
    await close()
  })

  it('a deletion that two persons agreed to by a clock that was ahead deletes nothing, then or afterwards', async () => {
    const { world, set, time, close } = await watched()
    const [{ actor: maker }, { actor: checker }] = [
      await world.staff('hq-admin', 'maker'),
      await world.staff('hq-admin', 'checker'),
    ]
    const { store, sweeps } = world.engine
    const entries = () =>
      store.read(sql.selectFrom('auditEntries').select('id').where('id', '<', 5)).length
    const before = entries()
    set(11 * 366 * dayMs)
    const id = await proposeDeletion(world.by(maker), 'audit')
    await decideDeletion(world.by(checker), { id, approve: true })
    const swept = async (): Promise<void> => {
      sweeps.soon('deletions')
      await time()
    }
    await swept()
    expect(entries()).toBe(before)
    set(-11 * 366 * dayMs)
    await time()
    await swept()
    expect([entries(), store.find('retentionRuns', { id })?.state]).toEqual([before, 'done'])
    await close()
  })

  it('data that went back to a backup by a clock that was ahead keep nobody from agreeing to what is asked for since', async () => {
    const { world, set, time, close } = await watched()
    set(400 * dayMs)
    await time()
    await noteRestore(systemContext(world.engine), {
      ...{ madeAt: 0, head: 0, lostEntries: null, changed: [] },
    })
    const asked = world.clock.now()
    set(-400 * dayMs)
    await time()
    expect(isBeforeRestore(world.engine, world.clock.now() + 1)).toBe(false)
    // What was asked for before it still was.
    expect(isBeforeRestore(world.engine, world.clock.now() - dayMs)).toBe(true)
    expect(isBeforeRestore(world.engine, asked)).toBe(false)
    await close()
  })

  it('outlives a restart', async () => {
    const { world, set, time, doubt, close } = await watched()
    set(91 * dayMs)
    await time()
    expect(world.engine.settings.mark('clockDoubt')).toBe(doubt())
    world.engine.settings.forget()
    watchClock(world.engine)()
    expect(doubt()).toBe(91 * dayMs)
    await close()
  })

  it('a machine that slept has no clock that was set', async () => {
    const { set, time, doubt, close } = await watched()
    const slept = 8 * hourMs
    const up = os.uptime()
    vi.mocked(os.uptime).mockImplementation(() => up + slept / 1000)
    set(slept)
    await time()
    expect(doubt()).toBe(0)
    vi.mocked(os.uptime).mockReset()
    await close()
  })
})
