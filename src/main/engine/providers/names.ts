import { query, sql } from '#db'
import type { Engine } from '../engine.ts'

export interface ProviderNames {
  name: string
  servicePersonal: string
  serviceBusiness: string
}

/** Inside a commit unit. Keeps the names that a provider has from now on, unless they are its present ones. */
export function recordName(
  engine: Engine,
  providerId: number,
  { name, servicePersonal, serviceBusiness }: ProviderNames,
  before?: ProviderNames,
): void {
  if (
    before?.name === name &&
    before.servicePersonal === servicePersonal &&
    before.serviceBusiness === serviceBusiness
  )
    return
  const since = engine.clock.now()
  engine.store.insert('providerNames', {
    ...{ providerId, since, name, servicePersonal, serviceBusiness },
  })
}

const everOf = query<{ providerId: number }>()((k, v) =>
  k.selectFrom('providerNames').select('name').where('providerId', '=', v('providerId')),
)
/** Each name that a provider has or had. */
export const namesOf = ({ store }: Pick<Engine, 'store'>, providerId: number): string[] =>
  store
    .statement(everOf)
    .all({ providerId })
    .map(({ name }) => name)

/** The names of providers at an instant (R70): a grant shows the name that the customer saw. */
export function namesThen(
  engine: Engine,
  providerIds: readonly number[],
): (providerId: number, at: number) => ProviderNames | undefined {
  const rows =
    providerIds.length === 0
      ? []
      : engine.store.read(
          sql
            .selectFrom('providerNames')
            .selectAll()
            .where('providerId', 'in', providerIds)
            .orderBy('providerId')
            .orderBy('since', 'desc')
            .orderBy('id', 'desc'),
        )
  return (providerId, at) => {
    const names = rows.filter((row) => row.providerId === providerId)
    // An imported grant can be older than the registration of its provider.
    return names.find((row) => row.since <= at) ?? names.at(-1)
  }
}
