import { sql as raw } from 'kysely'
import { query, sql } from '#db'
import type { Channel } from '#shared/grant'
import type { ProviderStatus } from '#shared/provider-status'
import type { Engine } from '../engine.ts'
import { asProvider, providerById } from './provider.ts'
import type { Provider } from './shape.ts'

/** Of a provider that has ended none lives, also before each row has followed. */
const live = (status: ProviderStatus, n = 0): number => (status === 'ended' ? 0 : n)

const liveOfBranch = query<{ own: string }>()((k, v) =>
  k
    .selectFrom('customers')
    .innerJoin('grants', 'grants.customerId', 'customers.id')
    .select((e) => ['providerId', e.fn.countAll<number>().as('n')])
    .where('customers.branchCode', '=', v('own'))
    .where('grants.endedAt', 'is', null)
    .groupBy('providerId'),
)
/** How many live grants each provider has: the database keeps count of all, those of one branch are counted here. */
function liveGrants({ store }: Engine, own: string | null): Map<number, number> {
  if (own !== null)
    return new Map(
      store
        .statement(liveOfBranch)
        .all({ own })
        .map((one) => [one.providerId, one.n]),
    )
  const counters = store.read(
    sql.selectFrom('counters').selectAll().where('name', 'like', 'provider:%'),
  )
  return new Map(counters.map(({ name, n }) => [Number(name.slice('provider:'.length)), n]))
}

/**
 * The register in 五十音順 of the readings (R16).
 * @param own the branch to which the person who looks is confined: live grants are counted of its customers alone (R124)
 */
export function listProviders(
  engine: Engine,
  own: string | null,
): (Provider & { liveGrants: number })[] {
  const counts = liveGrants(engine, own)
  const order = new Intl.Collator('ja')
  return engine.store
    .read(sql.selectFrom('providers').selectAll())
    .map((row) => ({ ...asProvider(row), liveGrants: live(row.status, counts.get(row.id)) }))
    .sort((a, b) => order.compare(a.kana, b.kana))
}

/** Whom a stop of a provider reaches. */
interface Impact {
  liveGrants: number
  customers: number
  byChannel: Record<Channel, number>
}

/** A provider with the impact of an act on it: its live grants and the number of their customers; `own` as in `listProviders`. */
export function providerDetail(
  engine: Engine,
  id: number,
  own: string | null,
): (Provider & Impact) | undefined {
  const provider = providerById(engine, id)
  if (!provider) return undefined
  const linked = sql
    .selectFrom('grants')
    .select((e) => [
      e.fn.count<number>('customerId').distinct().as('customers'),
      e.fn.sum<number | null>(raw`grants.channel = 'personal'`).as('personal'),
      e.fn.sum<number | null>(raw`grants.channel = 'business'`).as('business'),
    ])
    .where('providerId', '=', id)
    .where('grants.endedAt', 'is', null)
  const [impact] = engine.store.read(
    own === null
      ? linked
      : linked
          .innerJoin('customers', 'customers.id', 'grants.customerId')
          .where('customers.branchCode', '=', own),
  )
  return {
    ...provider,
    liveGrants: live(provider.status, liveGrants(engine, own).get(id)),
    customers: live(provider.status, impact?.customers),
    byChannel: {
      personal: live(provider.status, impact?.personal ?? 0),
      business: live(provider.status, impact?.business ?? 0),
    },
  }
}
