import type { AdapterPayload } from 'oidc-provider'
import { type Engine, jwksOf, keysInForce, type Provider } from '#engine'
import { isClient } from '#shared/provider-status'

/**
 * A registered provider as oidc-provider's client metadata (RFC 7591 §2 names), with the keys that are in force now. The library asks
 * no jwks_uri itself: our own asking has bounds (key-sets.ts). One that is not active is no client at all.
 */
export function clientMetadata(engine: Engine, provider: Provider): AdapterPayload | undefined {
  if (!isClient(provider.status)) return undefined
  return {
    client_id: provider.clientId,
    client_name: provider.name,
    application_type: 'web',
    redirect_uris: provider.redirectUris,
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: provider.scopes.join(' '),
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: provider.signingAlgorithm,
    require_pushed_authorization_requests: true,
    id_token_signed_response_alg: 'ES256',
    dpop_bound_access_tokens: provider.dpop,
    jwks: { keys: keysInForce(jwksOf(engine, provider)?.keys ?? [], engine.clock.now()).keys },
  } as AdapterPayload
}
