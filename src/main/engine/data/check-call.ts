import { statusAt } from '#shared/grant'
import { isAnswered } from '#shared/provider-status'
import type { Engine } from '../engine.ts'
import type { AccessTokenRow, TokenStore } from '../tokens/token-store.ts'

/** Why a call is refused, as the access records keep it; a provider learns only `invalid_token`. */
export type Refusal =
  | 'unknown-token'
  | 'token-expired'
  | 'token-ended'
  | 'provider-suspended'
  | `grant-${string}`

/**
 * The check of every call, in this order: token → grant, its end by the clock → provider (R104); with a provider that has ended
 * each of its grants has. It reads the database itself, so that a revocation counts from the very next call.
 */
export function checkCall(
  engine: Engine,
  tokens: TokenStore,
  value: string,
): { token: AccessTokenRow; refusal?: undefined } | { token?: AccessTokenRow; refusal: Refusal } {
  const token = tokens.accessToken(value)
  if (!token) return { refusal: 'unknown-token' }
  const status = statusAt(
    { status: token.status, expiresAt: token.grantExpiresAt },
    engine.clock.now(),
  )
  if (status !== 'active') return { refusal: `grant-${status}`, token }
  if (token.endedAt !== null) return { refusal: 'token-ended', token }
  if (Date.now() >= token.expiresAt) return { refusal: 'token-expired', token }
  if (!isAnswered(token.providerStatus, 'data')) return { refusal: 'provider-suspended', token }
  return { token }
}
