import { sql as raw } from 'kysely'
import { inSlices, query, sql } from '#db'
import type { Channel, GrantStatus, Scope } from '#shared/grant'
import type { Engine } from '../engine.ts'
import { isProvision } from '../grants/provisions.ts'
import { providerById } from '../providers/provider.ts'
import type { ProviderCase } from './steps.ts'

/** By the index of a provider's grants, in the order of their permissions. */
const page = query<{ providerId: number; at: number; id: number; limit: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select(['id', 'customerId', 'channel', 'scopes', 'status', 'reason'])
    .select(['grantedAt', 'expiresAt', 'endedAt'])
    .where('providerId', '=', v('providerId'))
    .where((e) => e(e.refTuple('grantedAt', 'id'), '>', e.tuple(v('at'), v('id'))))
    .orderBy('grantedAt')
    .orderBy('id')
    .limit(v('limit')),
)
const read = 500

export interface ConcernedGrant {
  id: number
  customerId: number
  channel: Channel
  scopes: Scope[]
  grantedAt: number
  expiresAt: number
  endedAt: number | null
}

/** Nothing was ever read by them. */
const neverLinked: readonly GrantStatus[] = ['awaiting', 'lapsed', 'rejected']

/**
 * The links that a case concerns, by customer. Of an ending: those that live, and those that ended with the provider since it
 * was opened. Of an incident: those that lived in its period; where its beginning is not known, every link there was.
 */
export async function concernedGrants(
  engine: Engine,
  { providerId, ...found }: ProviderCase,
): Promise<ConcernedGrant[]> {
  const { store, clock } = engine
  const now = clock.now()
  const endedAt = providerById(engine, providerId)?.grantsEndedAt ?? null
  const [from, until] =
    found.kind === 'incident' ? [found.facts.from ?? 0, found.facts.until ?? now] : [now, now]
  const all: ConcernedGrant[] = []
  await inSlices({ at: 0, id: 0 }, (after) => {
    const rows = store.statement(page).all({ providerId, ...after, limit: read })
    for (const { status, reason, scopes, ...row } of rows) {
      if (neverLinked.includes(status)) continue
      // The row of the provider ends its grants before theirs follow (decision 0016).
      const byProvider = row.endedAt === null && endedAt !== null && row.grantedAt <= endedAt
      const over = byProvider ? endedAt : (row.endedAt ?? row.expiresAt)
      const concerned =
        found.kind === 'incident'
          ? row.grantedAt <= until && over >= from
          : row.endedAt === null
            ? over > now || (byProvider && over >= found.openedAt)
            : reason === 'provider-ended' && over >= found.openedAt
      if (concerned)
        all.push({
          ...row,
          scopes: scopes.split(' ') as Scope[],
          endedAt: over > now ? null : over,
        })
    }
    const last = rows.at(-1)
    return last && rows.length === read ? { at: last.grantedAt, id: last.id } : null
  })
  return all.sort((a, b) => a.customerId - b.customerId || a.id - b.id)
}

/** How often data were given by grants within the period of a case, and when. Flushed before by who asks. */
export function givenBy(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  found: ProviderCase,
  grantIds: readonly number[],
): Map<number, { times: number; firstAt: number; lastAt: number }> {
  if (found.kind !== 'incident' || grantIds.length === 0) return new Map()
  const { from, until } = found.facts
  const rows = store.read(
    sql
      .selectFrom('accessRecords')
      .select((e) => [
        raw<number>`"grantId"`.as('grantId'),
        e.fn.countAll<number>().as('times'),
        e.fn.min('at').as('firstAt'),
        e.fn.max('at').as('lastAt'),
      ])
      .where('grantId', 'in', grantIds)
      .where(isProvision)
      .where('at', '>=', from ?? 0)
      .where('at', '<=', until ?? clock.now())
      .groupBy('grantId'),
  )
  return new Map(rows.map(({ grantId, ...row }) => [grantId, row]))
}
