import { sql } from '#db'
import type { ProviderStatus } from '#shared/provider'
import type { Engine } from '../engine.ts'
import { liveGrantsOf } from '../grants/provider-ending.ts'
import { asProvider, providerById } from './provider.ts'
import type { Provider } from './shape.ts'

/** Of a provider that has ended none lives, also before each row has followed. */
const live = (status: ProviderStatus, n = 0): number => (status === 'ended' ? 0 : n)
const counterName = (id: number): string => `provider:${id}`

/** The register in 五十音順 of the readings (R16). */
export function listProviders(engine: Engine): (Provider & { liveGrants: number })[] {
  const counters = engine.store.read(sql.selectFrom('counters').selectAll())
  const counts = new Map(counters.map((row) => [row.name, row.n]))
  const order = new Intl.Collator('ja')
  return engine.store
    .read(sql.selectFrom('providers').selectAll())
    .map((row) => ({
      ...asProvider(row),
      liveGrants: live(row.status, counts.get(counterName(row.id))),
    }))
    .sort((a, b) => order.compare(a.kana, b.kana))
}

/** A provider with the impact of an act on it: its live grants and the number of their customers. */
export function providerDetail(
  engine: Engine,
  id: number,
): (Provider & { liveGrants: number; customers: number }) | undefined {
  const provider = providerById(engine, id)
  if (!provider) return undefined
  const [customers] = engine.store.read(
    sql
      .selectFrom('grants')
      .select((e) => e.fn.count<number>('customerId').distinct().as('n'))
      .where('providerId', '=', id)
      .where('endedAt', 'is', null),
  )
  return {
    ...provider,
    liveGrants: live(provider.status, liveGrantsOf(engine, id)),
    customers: live(provider.status, customers?.n),
  }
}
