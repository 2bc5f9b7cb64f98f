import { type Query, query } from '#db'
import type { Channel, GrantStatus } from '#shared/grant'
import type { ProviderStatus } from '#shared/provider-status'
import type { Engine } from '../engine.ts'
import { effectiveStatus } from '../grants/effective-status.ts'
import { sameHash, type TokenKind, type TokenValues } from './token-value.ts'
import { VersionedCache } from './versioned-cache.ts'

/** What each check of a token needs, read by one query: the token, its grant, its provider. */
export interface TokenRow {
  hash: Uint8Array
  grantId: number
  issuedAt: number
  endedAt: number | null
  customerId: number
  providerId: number
  clientId: string
  providerStatus: ProviderStatus
  status: GrantStatus
  grantExpiresAt: number
  scopes: string
  channel: Channel
}
export interface AccessTokenRow extends TokenRow {
  id: number
  expiresAt: number
  ownScopes: string | null
  jkt: string | null
}

const grantColumns = [
  'grants.customerId',
  'grants.providerId',
  'providers.clientId',
  'providers.status as providerStatus',
  effectiveStatus.as('status'),
  'grants.expiresAt as grantExpiresAt',
  'grants.scopes',
  'grants.channel',
] as const

const accessToken = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('accessTokens')
    .innerJoin('grants', 'grants.id', 'accessTokens.grantId')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select([
      'accessTokens.id',
      'accessTokens.hash',
      'accessTokens.grantId',
      'accessTokens.issuedAt',
      'accessTokens.endedAt',
      'accessTokens.expiresAt',
      'accessTokens.scopes as ownScopes',
      'accessTokens.jkt',
      ...grantColumns,
    ])
    .where('accessTokens.id', '=', v('id')),
)
const refreshToken = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('refreshTokens')
    .innerJoin('grants', 'grants.id', 'refreshTokens.grantId')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select([
      'refreshTokens.hash',
      'refreshTokens.grantId',
      'refreshTokens.issuedAt',
      'refreshTokens.endedAt',
      ...grantColumns,
    ])
    .where('refreshTokens.id', '=', v('id')),
)
const code = query<{ id: number }>()((k, v) =>
  k.selectFrom('authorizationCodes').selectAll().where('id', '=', v('id')),
)
const pushed = query<{ id: number }>()((k, v) =>
  k.selectFrom('pushedRequests').selectAll().where('id', '=', v('id')),
)

/** Finds a token by its row number and compares the hash in constant time. */
export class TokenStore {
  readonly #engine: Pick<Engine, 'store' | 'authority'>
  readonly #accessTokens: VersionedCache<number, AccessTokenRow>
  readonly values: TokenValues

  constructor(engine: Pick<Engine, 'store' | 'authority'>, values: TokenValues) {
    this.#engine = engine
    this.#accessTokens = new VersionedCache(engine.authority, 20_000)
    this.values = values
  }

  accessToken(value: string): AccessTokenRow | undefined {
    const id = this.values.rowOf('accessTokens', value)
    if (id === undefined) return undefined
    const row = this.#accessTokens.get(id, () =>
      this.#engine.store.statement(accessToken).get({ id }),
    )
    return row && sameHash(row.hash, value) ? row : undefined
  }

  refreshToken(value: string): TokenRow | undefined {
    return this.#find('refreshTokens', value, refreshToken)
  }

  code(value: string) {
    return this.#find('authorizationCodes', value, code)
  }

  pushedRequest(value: string) {
    return this.#find('pushedRequests', value, pushed)
  }

  #find<Row extends { hash: Uint8Array }>(
    kind: TokenKind,
    value: string,
    declared: Query<{ id: number }, Row>,
  ): Row | undefined {
    const id = this.values.rowOf(kind, value)
    const row = id === undefined ? undefined : this.#engine.store.statement(declared).get({ id })
    return row && sameHash(row.hash, value) ? row : undefined
  }
}
