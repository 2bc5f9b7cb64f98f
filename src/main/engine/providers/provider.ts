import type { Selectable } from 'kysely'
import type { Tables } from '#db'
import type { Scope } from '#shared/grant'
import { ProviderPolicy } from '#shared/settings'
import type { Engine } from '../engine.ts'
import type { Provider } from './shape.ts'

export function asProvider(row: Selectable<Tables['providers']>): Provider {
  return {
    ...row,
    registrationNumber: row.registrationNumber ?? '',
    jwksUri: row.jwksUri ?? '',
    channels: JSON.parse(row.channels),
    scopes: row.scopes.split(' ') as Scope[],
    redirectUris: JSON.parse(row.redirectUris),
    jwks: row.jwks === null ? null : JSON.parse(row.jwks),
    dpop: row.dpop === 1,
    asksServices: row.asksServices === 1,
    asksAccounts: row.asksAccounts === 1,
    policy: ProviderPolicy.parse(JSON.parse(row.policy)),
  }
}

/** A provider by its client_id, kept in memory until something changes: the protocol asks many times a second. */
export function providerByClientId(
  engine: Pick<Engine, 'store' | 'providers'>,
  clientId: string,
): Provider | undefined {
  return engine.providers.get(clientId, () => {
    const row = engine.store.find('providers', { clientId })
    return row && asProvider(row)
  })
}

export function providerById(
  engine: Pick<Engine, 'store' | 'providers'>,
  id: number,
): Provider | undefined {
  return engine.providers.get(id, () => {
    const row = engine.store.find('providers', { id })
    return row && asProvider(row)
  })
}
