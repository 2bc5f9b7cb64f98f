import { query, sql } from '#db'
import type { NearLimit } from '#shared/contract/traffic'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { hoursKeptDays } from '#shared/traffic'
import { type Engine, inCommits } from '../engine.ts'

/** How many links of a provider are named on a day, those that were refused most first. */
const mostNamed = 5

const namedLinks = query<{ day: number; providerId: number }>()((k, v) =>
  k
    .selectFrom('nearLimits')
    .innerJoin('grants', 'grants.id', 'nearLimits.grantId')
    .select([
      ...(['nearLimits.grantId', 'nearLimits.most', 'nearLimits.refused'] as const),
      'grants.customerId',
    ])
    .where('nearLimits.day', '=', v('day'))
    .where('nearLimits.providerId', '=', v('providerId'))
    .orderBy('nearLimits.refused', 'desc')
    .orderBy('nearLimits.most', 'desc')
    .limit(mostNamed),
)
const oldest = query<Record<never, never>>()((k) =>
  k.selectFrom('nearLimits').select(['day', 'providerId']).orderBy('day').limit(1),
)

/** Who came near a limit of calls today or yesterday, the newest day first: of all providers, or of one. */
export function nearLimits(engine: Engine, providerId: number | null): NearLimit[] {
  const { store, clock } = engine
  let rows = sql
    .selectFrom('nearLimits')
    .innerJoin('providers', 'providers.id', 'nearLimits.providerId')
    .select((e) => [
      ...(['nearLimits.day', 'nearLimits.providerId', 'providers.name as providerName'] as const),
      e('nearLimits.grantId', '=', 0).as('ofMinute'),
      e.fn.countAll<number>().as('links'),
      e.fn.max<number>('nearLimits.most').as('most'),
      e.fn.max<number>('nearLimits.allowed').as('allowed'),
      e.fn.sum<number>('nearLimits.refused').as('refused'),
      e.fn.max<number>('nearLimits.lastAt').as('lastAt'),
    ])
    .where('nearLimits.day', '>=', startOfDay(clock.now()) - dayMs)
    .groupBy((e) => ['nearLimits.day', 'nearLimits.providerId', e('nearLimits.grantId', '=', 0)])
    .orderBy('nearLimits.day', 'desc')
    .orderBy('refused', 'desc')
    .orderBy('links', 'desc')
    .limit(100)
  if (providerId !== null) rows = rows.where('nearLimits.providerId', '=', providerId)
  return store.read(rows).map(({ ofMinute, ...row }) => ({
    ...row,
    limit: ofMinute ? 'calls.per-minute' : 'calls.per-day',
    links: ofMinute ? 0 : row.links,
    named: ofMinute
      ? []
      : store.statement(namedLinks).all({ day: row.day, providerId: row.providerId }),
  }))
}

/** They are kept as long as the counts of single hours. */
export function forgetNear(engine: Engine): Promise<number> {
  const { store, clock } = engine
  const before = startOfDay(clock.now()) - hoursKeptDays * dayMs
  return inCommits(engine, 0, (gone) => {
    const row = store.statement(oldest).get({})
    if (row === undefined || row.day >= before) return null
    return gone + store.delete('nearLimits', row)
  })
}
