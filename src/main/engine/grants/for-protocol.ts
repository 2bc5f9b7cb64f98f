import { query } from '#db'
import type { Engine } from '../engine.ts'
import { subjectOf } from '../tokens/pseudonyms.ts'
import { effectiveStatus } from './effective-status.ts'
import type { ProtocolGrant } from './protocol-grant.ts'

const find = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select([
      'grants.id',
      'grants.customerId',
      'grants.providerId',
      'grants.scopes',
      'grants.channel',
      effectiveStatus.as('status'),
      'grants.grantedAt',
      'grants.expiresAt',
      'providers.clientId',
      'providers.status as providerStatus',
    ])
    .where('grants.id', '=', v('id')),
)

/** Reads a grant for the protocol, remembered until something changes. */
export function grantForProtocol(engine: Engine, id: number): ProtocolGrant | undefined {
  if (!Number.isSafeInteger(id)) return undefined
  return engine.grants.get(id, () => {
    const row = engine.store.statement(find).get({ id })
    if (!row) return undefined
    const { customerId, providerId, ...grant } = row
    return { ...grant, subject: subjectOf(engine, customerId, providerId) }
  })
}
