import type { AdapterPayload } from 'oidc-provider'
import { keysInForce, type Provider } from '#engine'
import { isClient } from '#shared/provider-status'

/**
 * A registered provider as oidc-provider's client metadata (RFC 7591 §2 names), with the keys that are in force at `now` (epoch ms).
 * One that is not active is no client at all.
 */
export function clientMetadata(provider: Provider, now: number): AdapterPayload | undefined {
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
    ...(provider.jwks
      ? { jwks: { keys: keysInForce(provider.jwks.keys, now).keys } }
      : { jwks_uri: provider.jwksUri }),
  } as AdapterPayload
}
