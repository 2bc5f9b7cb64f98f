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
      ...(['nearLimits.grantId', 'nearLimits.most'] as const),
      ...(['nearLimits.allowed', 'nearLimits.refused', 'grants.customerId'] as const),
    ])
    .where('nearLimits.day', '=', v('day'))
    .where('nearLimits.providerId', '=', v('providerId'))
    .orderBy('nearLimits.refused', 'desc')
    .orderBy('nearLimits.most', 'desc')
    .limit(mostNamed),
)
/** The link, or the minute, that came nearest: the calls of one and the limit of another would be a ratio that nobody had. */
const nearest = query<{ day: number; providerId: number; from: number; to: number }>()((k, v) =>
  k
    .selectFrom('nearLimits')
    .select(['most', 'allowed'])
    .where('day', '=', v('day'))
    .where('providerId', '=', v('providerId'))
    .where('grantId', '>=', v('from'))
    .where('grantId', '<=', v('to'))
    .orderBy((e) => e(e.cast<number>('most', 'real'), '/', e.ref('allowed')), 'desc')
    .orderBy('most', 'desc')
    .limit(1),
)
const oldest = query<Record<never, never>>()((k) =>
  k
    .selectFrom('nearLimits')
    .select(['day', 'providerId', 'grantId'])
    .orderBy('day')
    .orderBy('providerId')
    .orderBy('grantId')
    .limit(1),
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
  return store.read(rows).flatMap(({ ofMinute, ...row }) => {
    const of = { day: row.day, providerId: row.providerId }
    const [from, to] = ofMinute ? [0, 0] : [1, Number.MAX_SAFE_INTEGER]
    const top = store.statement(nearest).get({ ...of, from, to })
    if (!top) return []
    return {
      ...{ ...row, ...top },
      limit: ofMinute ? 'calls.per-minute' : 'calls.per-day',
      links: ofMinute ? 0 : row.links,
      named: ofMinute ? [] : store.statement(namedLinks).all(of),
    }
  })
}

/** They are kept as long as the counts of single hours, and go one by one: on a day all links of a provider may have come near. */
export function forgetNear(engine: Engine): Promise<number> {
  const { store, clock } = engine
  const before = startOfDay(clock.now()) - hoursKeptDays * dayMs
  return inCommits(engine, 0, (gone) => {
    const row = store.statement(oldest).get({})
    if (row === undefined || row.day >= before) return null
    return gone + store.delete('nearLimits', row)
  })
}
