import { sql } from '#db'
import type { Engine } from '../engine.ts'
import { asProvider, type Provider, providerById } from './provider.ts'

function liveCounts(engine: Engine): Map<number, number> {
  const rows = engine.store.read(
    sql
      .selectFrom('grants')
      .select((e) => ['providerId', e.fn.countAll<number>().as('n')])
      .where('status', 'in', ['active', 'held'])
      .groupBy('providerId'),
  )
  return new Map(rows.map((row) => [row.providerId, row.n]))
}

/** The register in 五十音順 of the readings (R16). */
export function listProviders(engine: Engine): (Provider & { liveGrants: number })[] {
  const counts = liveCounts(engine)
  const order = new Intl.Collator('ja')
  return engine.store
    .read(sql.selectFrom('providers').selectAll())
    .map(asProvider)
    .map((provider) => ({ ...provider, liveGrants: counts.get(provider.id) ?? 0 }))
    .sort((a, b) => order.compare(a.kana, b.kana))
}

export function providerDetail(
  engine: Engine,
  id: number,
): (Provider & { liveGrants: number; customers: number }) | undefined {
  const provider = providerById(engine, id)
  if (!provider) return undefined
  const [counts] = engine.store.read(
    sql
      .selectFrom('grants')
      .select((e) => [
        e.fn.countAll<number>().as('liveGrants'),
        e.fn.count<number>('customerId').distinct().as('customers'),
      ])
      .where('providerId', '=', id)
      .where('status', 'in', ['active', 'held']),
  )
  return { ...provider, liveGrants: counts?.liveGrants ?? 0, customers: counts?.customers ?? 0 }
}
