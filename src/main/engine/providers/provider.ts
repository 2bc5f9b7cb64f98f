import type { Selectable } from 'kysely'
import { query, type Tables } from '#db'
import type { Scope } from '#shared/grant'
import { ProviderPolicy } from '#shared/settings'
import type { Engine } from '../engine.ts'
import type { Provider } from './shape.ts'

const byClientId = query<{ clientId: string }>()((k, v) =>
  k.selectFrom('providers').selectAll().where('clientId', '=', v('clientId')),
)
const byId = query<{ id: number }>()((k, v) =>
  k.selectFrom('providers').selectAll().where('id', '=', v('id')),
)

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

/** As the protocol needs it, many times a second: remembered until something changes. */
export function providerByClientId(
  engine: Pick<Engine, 'store' | 'providers'>,
  clientId: string,
): Provider | undefined {
  return engine.providers.get(clientId, () => {
    const row = engine.store.statement(byClientId).get({ clientId })
    return row && asProvider(row)
  })
}

export function providerById(engine: Pick<Engine, 'store'>, id: number): Provider | undefined {
  const row = engine.store.statement(byId).get({ id })
  return row && asProvider(row)
}
