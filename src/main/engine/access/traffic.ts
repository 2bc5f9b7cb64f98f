import { query, sql } from '#db'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { hoursKeptDays } from '#shared/traffic'
import { type Engine, inCommits } from '../engine.ts'
import { hourMs } from './access-log.ts'

const oldest = query<Record<never, never>>()((k) =>
  k.selectFrom('trafficHours').select('hour').orderBy('hour').limit(1),
)
const hourOf = query<{ hour: number }>()((k, v) =>
  k.selectFrom('trafficHours').select(['providerId', 'measure', 'n']).where('hour', '=', v('hour')),
)
const addToDay = query<{ providerId: number; day: number; measure: string; n: number }>()((k, v) =>
  k
    .insertInto('trafficDays')
    .values({ providerId: v('providerId'), day: v('day'), measure: v('measure'), n: v('n') })
    .onConflict((on) =>
      on
        .columns(['providerId', 'day', 'measure'])
        .doUpdateSet((e) => ({ n: e('trafficDays.n', '+', e.ref('excluded.n')) })),
    ),
)

/**
 * Hours that are old become part of their day: moved, an hour in a step, so that each count is in one of the two tables whatever
 * happens meanwhile.
 */
export function foldHours(engine: Engine): Promise<number> {
  const { store, clock } = engine
  const before = startOfDay(clock.now()) - hoursKeptDays * dayMs
  return inCommits(engine, 0, (moved) => {
    const hour = store.statement(oldest).get({})?.hour
    if (hour === undefined || hour >= before) return null
    const day = startOfDay(hour)
    for (const row of store.statement(hourOf).all({ hour }))
      store.statement(addToDay).run({ day, ...row })
    store.delete('trafficHours', { hour })
    return moved + 1
  })
}

export interface Traffic {
  /** When the first hour that is counted began, epoch ms. */
  since: number
  calls: number
  refused: number
}

/** Calls of each provider's server in this hour and the 24 whole ones before it, and how many of them were refused. */
export function trafficOfDay(engine: Engine): Map<number, Traffic> {
  const now = engine.clock.now()
  const since = now - (now % hourMs) - dayMs
  const found = new Map<number, Traffic>()
  for (const { providerId, measure, n } of engine.store.read(
    sql
      .selectFrom('trafficHours')
      .select((e) => ['providerId', 'measure', e.fn.sum<number>('n').as('n')])
      .where('hour', '>=', since)
      .groupBy(['providerId', 'measure']),
  )) {
    const traffic = found.get(providerId) ?? { since, calls: 0, refused: 0 }
    found.set(providerId, traffic)
    if (measure.startsWith('call:')) traffic.calls += n
    if (measure.startsWith('refused:')) traffic.refused += n
  }
  return found
}

/** The same of one provider. */
export function trafficOfDayOf(engine: Engine, providerId: number): Traffic {
  const now = engine.clock.now()
  const since = now - (now % hourMs) - dayMs
  return trafficOfDay(engine).get(providerId) ?? { since, calls: 0, refused: 0 }
}
