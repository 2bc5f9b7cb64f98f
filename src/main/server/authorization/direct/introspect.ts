import { seconds } from '../record-adapter.ts'
import type { DirectCall } from './call.ts'

/** RFC 7662 §2.2 for a provider's own live access token; about any other token oidc-provider is asked. */
export function introspect(call: DirectCall): object | undefined {
  const { engine, form, tokens, work } = call
  if (!call.hasOnly('token', 'token_type_hint')) return undefined
  const row = tokens.accessToken(form.token ?? '')
  if (!row || row.endedAt !== null || row.clientId !== call.provider.clientId) return undefined
  if (row.jkt !== null || row.expiresAt <= Date.now()) return undefined
  const grant = call.grant(row.grantId)
  if (!grant) return undefined
  work.grantId = row.grantId
  return {
    active: true,
    sub: grant.subject,
    client_id: row.clientId,
    exp: Math.min(seconds(row.expiresAt), seconds(grant.expiresAt - engine.clock.offset)),
    iat: seconds(row.issuedAt),
    iss: call.issuer,
    scope: row.ownScopes ?? row.scopes,
    token_type: 'Bearer',
  }
}
