import { sql as raw, type Selectable } from 'kysely'
import { inSlices, query, sql, type Tables } from '#db'
import type { Channel, GrantStatus, Scope } from '#shared/grant'
import type { Engine } from '../engine.ts'
import { isProvision } from '../grants/provisions.ts'
import { providerById } from '../providers/provider.ts'
import type { ProviderCase } from './steps.ts'

const columns = [
  ...(['id', 'customerId', 'channel', 'scopes', 'status', 'reason'] as const),
  ...(['grantedAt', 'expiresAt', 'endedAt'] as const),
] as const
type Row = Pick<Selectable<Tables['grants']>, (typeof columns)[number]>

/** By the index of a provider's grants, in the order of their permissions. */
const page = query<{ providerId: number; at: number; id: number; limit: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select(columns)
    .where('providerId', '=', v('providerId'))
    .where((e) => e(e.refTuple('grantedAt', 'id'), '>', e.tuple(v('at'), v('id'))))
    .orderBy('grantedAt')
    .orderBy('id')
    .limit(v('limit')),
)
const ofCustomer = query<{ providerId: number; customerId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select(columns)
    .where('customerId', '=', v('customerId'))
    // Named so that SQLite uses the index of the customer's grants.
    .where(raw<number>`+"providerId"`, '=', v('providerId'))
    .orderBy('id'),
)
const newer = query<{ providerId: number; from: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select(columns)
    .where('providerId', '=', v('providerId'))
    .where('grantedAt', '>=', v('from')),
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
 * Tells whether a link is concerned. Of an ending: those that live, and those that ended with the provider since it was opened. Of
 * an incident: those that lived in its period; where its beginning is not known, every link there was.
 */
function judge(engine: Engine, { providerId, ...found }: ProviderCase) {
  const now = engine.clock.now()
  const endedAt = providerById(engine, providerId)?.grantsEndedAt ?? null
  const [from, until] =
    found.kind === 'incident' ? [found.facts.from ?? 0, found.facts.until ?? now] : [now, now]
  return ({ status, reason, scopes, ...row }: Row): ConcernedGrant | undefined => {
    if (neverLinked.includes(status)) return undefined
    // The row of the provider ends its grants before theirs follow (decision 0016); what had run out before ends as such.
    const byProvider =
      row.endedAt === null &&
      endedAt !== null &&
      row.grantedAt <= endedAt &&
      row.expiresAt > endedAt
    const over = byProvider ? endedAt : (row.endedAt ?? row.expiresAt)
    const concerned =
      found.kind === 'incident'
        ? row.grantedAt <= until && over >= from
        : row.endedAt === null
          ? over > now || (byProvider && over >= found.openedAt)
          : reason === 'provider-ended' && over >= found.openedAt
    if (!concerned) return undefined
    return { ...row, scopes: scopes.split(' ') as Scope[], endedAt: over > now ? null : over }
  }
}

/** Of links that were permitted while others were read, and of clocks that are set back a little. */
const marginMs = 3_600_000

/**
 * Reads the links that a case concerns, in slices, in the order of their permissions.
 * @returns from when on links may have come since, epoch ms: `concernedFrom` reads these again in a commit
 */
export async function eachConcerned(
  engine: Engine,
  found: ProviderCase,
  visit: (grant: ConcernedGrant) => void,
): Promise<number> {
  const { store } = engine
  const { providerId } = found
  const from = engine.clock.now() - marginMs
  const asConcerned = judge(engine, found)
  await inSlices({ at: 0, id: 0 }, (after) => {
    const rows = store.statement(page).all({ providerId, ...after, limit: read })
    for (const row of rows) {
      const grant = asConcerned(row)
      if (grant) visit(grant)
    }
    const last = rows.at(-1)
    return last && rows.length === read ? { at: last.grantedAt, id: last.id } : null
  })
  return from
}

/** The links that a case concerns, by customer. */
export async function concernedGrants(
  engine: Engine,
  found: ProviderCase,
): Promise<ConcernedGrant[]> {
  const all: ConcernedGrant[] = []
  await eachConcerned(engine, found, (grant) => all.push(grant))
  return all.sort((a, b) => a.customerId - b.customerId || a.id - b.id)
}

/** Those that were permitted from an instant on. */
export function concernedFrom(engine: Engine, found: ProviderCase, from: number): ConcernedGrant[] {
  const asConcerned = judge(engine, found)
  const rows = engine.store.statement(newer).all({ providerId: found.providerId, from })
  return rows.flatMap((row) => asConcerned(row) ?? [])
}

/** Those of one customer. */
export function concernedOf(
  engine: Engine,
  found: ProviderCase,
  customerId: number,
): ConcernedGrant[] {
  const asConcerned = judge(engine, found)
  const rows = engine.store.statement(ofCustomer).all({ providerId: found.providerId, customerId })
  return rows.flatMap((row) => asConcerned(row) ?? [])
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
