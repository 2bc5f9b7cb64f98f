import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { countUse } from '#engine'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { Usage } from '../../src/main/engine/access/usage.ts'
import { World } from '../support/world.ts'

/** R173: how much a provider calls is counted by day of Japan and link, and by minute and provider. */
let world: World
let grant: number
beforeEach(async () => {
  world = await World.open({ customers: 2, providers: [{}, {}] })
  world.clock.stop()
  // Noon, so that no midnight comes by itself.
  world.clock.offset += startOfDay(world.clock.now()) + dayMs * 1.5 - world.clock.now()
  grant = await world.permit()
})
afterEach(() => world.close())

const hourMs = 3_600_000
const limits = { unattendedPerDay: 10, callsPerMinute: 1_000 }
const call = { attended: false }
const at = () => world.clock.now()
const of = (grantId = grant, provider = 0) => ({
  ...{ at: at(), providerId: world.provider(provider).id, grantId },
})
const midnight = () => startOfDay(at()) + dayMs
const set = (to: number) => {
  world.clock.offset += to - at()
}
/** A call as the data API makes it: counted, then recorded. */
const made = (usage: Usage, { attended = false, grantId = grant, own = limits } = {}) => {
  const over = usage.take({ ...of(grantId), attended }, own)
  world.engine.access.add({
    ...{ ...of(grantId), endpoint: 'accounts', accountId: null, rows: null },
    ...{ status: over ? 429 : 200, result: over?.limit ?? 'ok', attended: attended ? 1 : 0 },
  })
  return over?.limit ?? 'ok'
}
const times = (n: number, what: () => string) => {
  const sums: Record<string, number> = {}
  for (let i = 0; i < n; i += 1) {
    const told = what()
    sums[told] = (sums[told] ?? 0) + 1
  }
  return sums
}

it('what could not be written is put back: refusals of before and since are added, the most of both stays', () => {
  const usage = new Usage(world.engine.store)
  times(12, () => made(usage))
  const kept = usage.takeNear()
  times(3, () => made(usage))
  usage.putBack(kept)
  expect([...usage.takeNear().values()]).toMatchObject([{ most: 10, allowed: 10, refused: 5 }])
})

describe('the day of a link', () => {
  it('is full at its limit, for the link alone, until midnight in Japan', async () => {
    const other = await world.permit({ customer: 1 })
    const usage = new Usage(world.engine.store)
    expect(times(15, () => made(usage))).toEqual({ ok: 10, 'calls.per-day': 5 })
    expect(usage.take({ ...of(), ...call }, limits)?.seconds).toBe((midnight() - at()) / 1_000)
    expect(made(usage, { grantId: other })).toBe('ok')
    set(midnight() - 1)
    expect(usage.take({ ...of(), ...call }, limits)).toEqual({ limit: 'calls.per-day', seconds: 1 })
    set(midnight())
    expect(times(15, () => made(usage))).toEqual({ ok: 10, 'calls.per-day': 5 })
  })

  it('counts no call for which a customer is named', () => {
    const usage = new Usage(world.engine.store)
    expect(times(30, () => made(usage, { attended: true }))).toEqual({ ok: 30 })
    expect(times(11, () => made(usage))).toEqual({ ok: 10, 'calls.per-day': 1 })
    expect(made(usage, { attended: true })).toBe('ok')
  })

  it('goes on after a start with what was recorded, however the run before ended', async () => {
    const before = new Usage(world.engine.store)
    times(7, () => made(before))
    made(before, { attended: true })
    // What was refused, or had no token that is good, used nothing up.
    for (const [status, attended] of [
      [429, 0],
      [401, null],
    ] as const)
      world.engine.access.add({
        ...{ ...of(), endpoint: 'accounts', accountId: null, rows: null },
        ...{ status, result: 'x', attended },
      })
    await world.engine.access.flush()
    const after = new Usage(world.engine.store)
    expect(times(9, () => made(after))).toEqual({ ok: 3, 'calls.per-day': 6 })
    // Yesterday is not today, whichever run it was in.
    set(midnight())
    expect(made(new Usage(world.engine.store))).toBe('ok')
  })

  it('is counted after a start as far as its limit, past whatever does not count, and a limit that is raised then further', async () => {
    const { store } = world.engine
    const row = { ...of(), endpoint: 'accounts', accountId: null, rows: null }
    store.bulk(() => {
      const record = (n: number, more: { status: number; attended: 0 | 1; at?: number }) => {
        for (let i = 0; i < n; i += 1)
          store.insert('accessRecords', { ...row, result: 'x', ...more })
      }
      record(5, { status: 200, attended: 0, at: startOfDay(at()) - 1 })
      record(9, { status: 200, attended: 0 })
      record(5_000, { status: 200, attended: 1 })
      record(5, { status: 503, attended: 0 })
      record(4_000, { status: 429, attended: 0 })
    })
    const usage = new Usage(store)
    expect(made(usage, { attended: true })).toBe('ok')
    expect(made(usage, { own: { ...limits, unattendedPerDay: 4 } })).toBe('calls.per-day')
    expect(times(9, () => made(usage, { own: { ...limits, unattendedPerDay: 20 } }))).toEqual({
      ...{ ok: 6, 'calls.per-day': 3 },
    })
    expect(made(usage, { own: { ...limits, unattendedPerDay: 4 } })).toBe('calls.per-day')
    expect(made(usage, { own: { ...limits, unattendedPerDay: 21 } })).toBe('ok')
  })

  it('reads few of the calls that do not count, however many there are: what lies behind them is given anew', () => {
    const { store } = world.engine
    const row = { ...of(), endpoint: 'accounts', accountId: null, rows: null, result: 'x' }
    const record = (n: number, more: { status: number; attended: 0 | 1 }) =>
      store.bulk(() => {
        for (let i = 0; i < n; i += 1) store.insert('accessRecords', { ...row, ...more })
      })
    record(5, { status: 200, attended: 0 })
    record(50_000, { status: 200, attended: 1 })
    record(4, { status: 200, attended: 0 })
    const usage = new Usage(store)
    expect(times(8, () => made(usage))).toEqual({ ok: 6, 'calls.per-day': 2 })
    const counted = store.keptPlans().find(({ sql }) => sql.includes('"attended"'))
    expect(counted?.plan).toContain(
      'SEARCH accessRecords USING INDEX accessRecordsByGrant (grantId=? AND id>?)',
    )
    expect(counted?.plan.join()).not.toContain('TEMP B-TREE')
  })

  it('of a link that came near its limit gives nothing anew, whatever stands before its calls', async () => {
    const own = { ...limits, unattendedPerDay: 20 }
    const usage = new Usage(world.engine.store)
    expect(times(17, () => made(usage, { own }))).toEqual({ ok: 17 })
    await world.engine.access.flush()
    await world.engine.store.write(() => usage.write(usage.takeNear()))
    const row = { ...of(), endpoint: 'accounts', accountId: null, rows: null, result: 'x' }
    world.engine.store.bulk(() => {
      for (let i = 0; i < 11_000; i += 1)
        world.engine.store.insert('accessRecords', { ...row, status: 200, attended: 1 })
    })
    const next = new Usage(world.engine.store)
    expect(times(5, () => made(next, { own }))).toEqual({ ok: 3, 'calls.per-day': 2 })
    // Another link, another provider and another day have their own.
    expect(made(next, { own, grantId: await world.permit({ customer: 1 }) })).toBe('ok')
    set(midnight())
    expect(times(5, () => made(new Usage(world.engine.store), { own }))).toEqual({ ok: 5 })
  })

  it('gives nothing anew when the clock is set over midnight and back', async () => {
    const usage = new Usage(world.engine.store)
    const noon = at()
    times(8, () => made(usage))
    await world.engine.access.flush()
    set(midnight() + hourMs)
    times(4, () => made(usage))
    await world.engine.access.flush()
    set(noon)
    expect(times(5, () => made(usage))).toEqual({ ok: 2, 'calls.per-day': 3 })
    await world.engine.access.flush()
    // The day on which it had been too early has used up what it had then.
    set(midnight() + hourMs)
    expect(times(9, () => made(usage))).toEqual({ ok: 6, 'calls.per-day': 3 })
  })

  it('is as long as the limit in force: raised it goes on, lowered it ends', () => {
    const usage = new Usage(world.engine.store)
    times(10, () => made(usage))
    expect(made(usage)).toBe('calls.per-day')
    const more = { ...limits, unattendedPerDay: 12 }
    expect(times(5, () => made(usage, { own: more }))).toEqual({ ok: 2, 'calls.per-day': 3 })
    expect(made(usage)).toBe('calls.per-day')
  })
})

describe('the minute of a provider', () => {
  const few = { unattendedPerDay: 1_000, callsPerMinute: 5 }
  it('is full at its limit, with customers or without, and empty after sixty seconds of any clock', () => {
    let now = 0
    const usage = new Usage(world.engine.store, () => now)
    const some = (attended: boolean) => times(3, () => made(usage, { attended, own: few }))
    expect([some(true), some(false)]).toEqual([{ ok: 3 }, { ok: 2, 'calls.per-minute': 1 }])
    now = 59_500
    expect(usage.take({ ...of(), attended: true }, few)).toEqual({
      ...{ limit: 'calls.per-minute', seconds: 1 },
    })
    // Whatever becomes of the machine's time.
    set(at() + hourMs)
    expect(made(usage, { own: few })).toBe('calls.per-minute')
    set(at() - 2 * hourMs)
    expect(made(usage, { own: few })).toBe('calls.per-minute')
    expect(usage.take({ ...of(grant, 1), ...call }, few)).toBeNull()
    now = 60_000
    expect(made(usage, { own: few })).toBe('ok')
  })

  it('takes nothing from the day of a link that it refuses', () => {
    let now = 0
    const usage = new Usage(world.engine.store, () => now)
    const both = { unattendedPerDay: 6, callsPerMinute: 5 }
    times(50, () => made(usage, { own: both }))
    now = 60_000
    expect(times(3, () => made(usage, { own: both }))).toEqual({ ok: 1, 'calls.per-day': 2 })
  })
})

describe('who comes near', () => {
  const rows = async () => {
    await world.engine.access.flush()
    const near = sql.selectFrom('nearLimits').selectAll().orderBy('grantId')
    return world.engine.store.read(near)
  }
  const use = (n: number, attended = false) =>
    times(n, () => {
      const { usage } = world.engine.access
      return made(usage, { attended, own: { unattendedPerDay: 10, callsPerMinute: 20 } })
    })

  it('is kept from 80 % on, with the most and what was refused; nobody below it is', async () => {
    use(7)
    expect(await rows()).toEqual([])
    use(1)
    const row = { day: startOfDay(at()), providerId: world.provider().id, lastAt: at() }
    const link = { ...row, grantId: grant, allowed: 10 }
    expect(await rows()).toEqual([{ ...link, most: 8, refused: 0 }])
    use(5)
    use(10, true)
    use(3)
    const minute = { ...row, grantId: 0, most: 20, allowed: 20, refused: 3 }
    expect(await rows()).toEqual([minute, { ...link, most: 10, refused: 3 }])
  })

  it('of a small limit is only who was refused: four calls of four a day are what every app makes', async () => {
    const small = (allowed: number, n: number) => {
      const own = { unattendedPerDay: allowed, callsPerMinute: 1_000 }
      return times(n, () => made(world.engine.access.usage, { own }))
    }
    small(4, 4)
    expect(await rows()).toEqual([])
    small(9, 5)
    expect(await rows()).toEqual([])
    small(9, 1)
    expect(await rows()).toMatchObject([{ grantId: grant, most: 9, allowed: 9, refused: 1 }])
  })

  it('is written later when a disk that is full did not take it', async () => {
    const { store } = world.engine
    const { write } = store
    use(9)
    store.write = () => Promise.reject(new Error('full'))
    await world.engine.access.flush()
    use(2)
    store.write = write
    expect(await rows()).toMatchObject([{ grantId: grant, most: 10, refused: 1 }])
  })
})

it('the contract of a provider goes before the settings', async () => {
  const { settings } = world.engine
  const house = settings.get('policy')
  await settings.save('policy', { ...house, unattendedPerDay: 3 }, at())
  const policy = { ...world.registered().policy, unattendedPerDay: 1 }
  await world.engine.store.write(() => {
    const { id } = world.provider(1)
    world.engine.store.update('providers', { id }, { policy: JSON.stringify(policy) })
    world.engine.authority.changed()
  })
  const told = (provider: number, grantId: number) =>
    times(5, () => {
      try {
        countUse(world.engine, of(grantId, provider), false)
        return 'ok'
      } catch (error) {
        return (error as { code: string }).code
      }
    })
  expect(told(0, grant)).toEqual({ ok: 3, 'calls.per-day': 2 })
  expect(told(1, grant + 1_000)).toEqual({ ok: 1, 'calls.per-day': 4 })
})
