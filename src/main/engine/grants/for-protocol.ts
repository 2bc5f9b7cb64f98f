import { query } from '#db'
import type { GrantStatus } from '#shared/grant'
import type { ProviderStatus } from '#shared/provider'
import type { Engine } from '../engine.ts'
import { subjectOf } from '../tokens/pseudonyms.ts'

export interface ProtocolGrant {
  id: number
  clientId: string
  scopes: string
  status: GrantStatus
  grantedAt: number
  expiresAt: number
  providerStatus: ProviderStatus
  subject: string
}

const find = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select([
      'grants.id',
      'grants.customerId',
      'grants.providerId',
      'grants.scopes',
      'grants.status',
      'grants.grantedAt',
      'grants.expiresAt',
      'providers.clientId',
      'providers.status as providerStatus',
    ])
    .where('grants.id', '=', v('id')),
)

/** A grant as the authorization server needs it, with the customer's pseudonym in place of the customer. */
export function grantForProtocol(engine: Engine, id: number): ProtocolGrant | undefined {
  if (!Number.isSafeInteger(id)) return undefined
  return engine.grants.get(id, () => {
    const row = engine.store.statement(find).get({ id })
    if (!row) return undefined
    const { customerId, providerId, ...grant } = row
    return { ...grant, subject: subjectOf(engine, customerId, providerId) }
  })
}
