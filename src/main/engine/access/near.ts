import type { ExpressionBuilder, InferResult } from 'kysely'
import { query, sql, type Tables } from '#db'
import type { NearLimit } from '#shared/contract/traffic'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { hoursKeptDays } from '#shared/traffic'
import { type Engine, inCommits } from '../engine.ts'

/** How many links of a provider are named on a day, those that were refused most first. */
const mostNamed = 5
const mostListed = 100

/** As in the index nearLimitsByRefused: what a day has of a provider may be a hundred thousand links. */
const namedLinks = query<{ day: number; providerId: number }>()((k, v) =>
  k
    .selectFrom((near) =>
      near
        .selectFrom('nearLimits')
        .select(['grantId', 'most', 'allowed', 'refused'])
        .where('day', '=', v('day'))
        .where('providerId', '=', v('providerId'))
        .where((e) => e('grantId', '<>', e.lit(0)))
        .orderBy('refused', 'desc')
        .orderBy('most', 'desc')
        .limit(mostNamed)
        .as('near'),
    )
    .innerJoin('grants', 'grants.id', 'near.grantId')
    .select(['near.grantId', 'near.most', 'near.allowed', 'near.refused', 'grants.customerId'])
    .orderBy('near.refused', 'desc')
    .orderBy('near.most', 'desc'),
)
/** The link that came nearest, as in the index nearLimitsByRatio. */
const nearest = query<{ day: number; providerId: number }>()((k, v) =>
  k
    .selectFrom('nearLimits')
    .select(['most', 'allowed'])
    .where('day', '=', v('day'))
    .where('providerId', '=', v('providerId'))
    .where((e) => e('grantId', '<>', e.lit(0)))
    .orderBy((e) => e(e.cast<number>('most', 'real'), '/', e.ref('allowed')), 'desc')
    .orderBy('most', 'desc')
    .limit(1),
)
const minuteOf = query<{ day: number; providerId: number }>()((k, v) =>
  k
    .selectFrom('nearLimits')
    .select(['most', 'allowed', 'refused', 'lastAt'])
    .where('day', '=', v('day'))
    .where('providerId', '=', v('providerId'))
    .where('grantId', '=', 0),
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
  const today = startOfDay(engine.clock.now())
  return [today, today - dayMs]
    .flatMap((day) =>
      engine.store
        .read(sumsOfDay(day, providerId))
        .flatMap((sums) => rowsOf(engine, { ...sums, day }))
        .toSorted((a, b) => b.refused - a.refused || b.links - a.links),
    )
    .slice(0, mostListed)
}

/** In the order of the table's key, so that nothing is sorted; of all providers, or of one. */
export function sumsOfDay(day: number, providerId: number | null) {
  const ofLinks = (e: ExpressionBuilder<Tables, 'nearLimits'>) => e('grantId', '<>', e.lit(0))
  const all = sql
    .selectFrom('nearLimits')
    .select((e) => [
      'providerId',
      e.fn.countAll<number>().filterWhere(ofLinks(e)).as('links'),
      e.fn.sum<number>('refused').filterWhere(ofLinks(e)).as('refused'),
      e.fn.max<number>('lastAt').filterWhere(ofLinks(e)).as('lastAt'),
    ])
    .where('day', '=', day)
    .groupBy('providerId')
  return providerId === null ? all : all.where('providerId', '=', providerId)
}

type Sums = InferResult<ReturnType<typeof sumsOfDay>>[number]

function rowsOf(
  { store }: Engine,
  { links, refused, lastAt, ...of }: Sums & { day: number },
): NearLimit[] {
  const row = { ...of, providerName: store.find('providers', { id: of.providerId })?.name ?? '' }
  const minute = store.statement(minuteOf).get(of)
  const link = store.statement(nearest).get(of)
  return [
    ...(link
      ? [
          {
            ...{ ...row, ...link, limit: 'calls.per-day' as const, links, refused, lastAt },
            named: store.statement(namedLinks).all(of),
          },
        ]
      : []),
    ...(minute
      ? [{ ...row, ...minute, limit: 'calls.per-minute' as const, links: 0, named: [] }]
      : []),
  ]
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
