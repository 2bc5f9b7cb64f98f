import { afterEach, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { watchClock } from '#engine'
import { dayMs } from '#shared/japanese-date'
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
