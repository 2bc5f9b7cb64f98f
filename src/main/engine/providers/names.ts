import { sql } from '#db'
import type { Engine } from '../engine.ts'

export interface ProviderNames {
  name: string
  servicePersonal: string
  serviceBusiness: string
}

/** Inside a commit unit. Notes what a provider is called from now on, unless it is called so already. */
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

/** What providers were called at an instant (R70): the customer permitted somebody of that name. */
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
    // A grant that was brought in can be older than its provider's registration.
    return names.find((row) => row.since <= at) ?? names.at(-1)
  }
}
