import { query } from '#db'
import type { Listing } from '#shared/provider-case'
import { PublicationBody } from '#shared/publication'
import type { Engine } from '../engine.ts'
import { namesOf } from '../providers/names.ts'
import { providerById } from '../providers/provider.ts'

const newest = query<Record<never, never>>()((k) =>
  k.selectFrom('publications').select(['id', 'at', 'byName']).orderBy('id', 'desc').limit(1),
)
const firstSince = query<{ since: number }>()((k, v) =>
  k
    .selectFrom('publications')
    .select(['at', 'byName'])
    .where('at', '>=', v('since'))
    .orderBy('id')
    .limit(1),
)

/**
 * What the world reads of a provider: whether the newest publication lists it, and which publication that is; of one that has ended the
 * first since then, since none after it can list it (only who is connected is published).
 */
export function listingOf(
  engine: Pick<Engine, 'store' | 'providers'>,
  providerId: number,
): { state: Listing; at: number | null; byName: string } {
  const last = engine.store.statement(newest).get({})
  const provider = providerById(engine, providerId)
  if (!last || !provider) return { state: 'never', at: null, byName: '' }
  const told = ({ at, byName }: { at: number; byName: string }) => ({ at, byName })
  if (isIn(engine, bodyOf(engine, last), providerId)) return { state: 'listed', ...told(last) }
  const first =
    provider.status === 'ended' &&
    engine.store.statement(firstSince).get({ since: provider.statusAt })
  return { state: 'off', ...told(first || last) }
}

/** What a publication says never changes: the newest one is read once. Its time tells it from one whose commit failed. */
const lastRead = new WeakMap<Engine['store'], { id: number; at: number; body: PublicationBody }>()
function bodyOf({ store }: Pick<Engine, 'store'>, { id, at }: { id: number; at: number }) {
  const known = lastRead.get(store)
  if (known?.id === id && known.at === at) return known.body
  const body = PublicationBody.parse(JSON.parse(store.find('publications', { id })?.body ?? 'null'))
  lastRead.set(store, { id, at, body })
  return body
}

/** By its number; in a publication of before these were kept, by any name that it had. */
function isIn(
  engine: Pick<Engine, 'store' | 'providers'>,
  { providerIds, clauses }: PublicationBody,
  providerId: number,
): boolean {
  if (providerIds) return providerIds.includes(providerId)
  const names = namesOf(engine, providerId)
  return clauses.some(({ provider }) => names.includes(provider))
}
