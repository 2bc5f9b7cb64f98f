import { resourceOf } from '../resource.ts'
import { supportedScopes } from './adapters.ts'

/** Parameters of standards that are not offered: whoever relies on one must not be answered as if it had been heeded. */
const notOffered: Record<string, string> = {
  // RFC 9396 §5
  authorization_details: 'invalid_authorization_details',
  // FAPI Grant Management §5
  grant_management_action: 'invalid_request',
  grant_id: 'invalid_request',
  // OpenID Connect Core §5.5
  claims: 'invalid_request',
}

/** oidc-provider knows others too, whatever its configuration says; of them all the query alone needs no script. */
const responseModes = ['query']

/**
 * What a pushed request or a token request asks for and does not get here. `resource` may name the data API, which is the one
 * resource there is (RFC 8707 §2).
 * @returns the error and its description, if there is one
 */
export function askedAndNotOffered(
  body: Record<string, unknown>,
  issuer: string,
): { error: string; description: string } | undefined {
  for (const [name, error] of Object.entries(notOffered))
    if (body[name] !== undefined) return { error, description: `${name} is not supported` }
  if (body.response_mode !== undefined && !responseModes.includes(String(body.response_mode)))
    return { error: 'invalid_request', description: 'response_mode must be query' }
  const resource = resourceOf(issuer)
  if (body.resource !== undefined && body.resource !== resource)
    return { error: 'invalid_target', description: `resource is ${resource}, or left out` }
  return undefined
}

/**
 * What oidc-provider says of itself that holds here. It says more, of OpenID Connect, of which nothing is offered; what a newer
 * version adds is not said until it stands here.
 */
const said = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'pushed_authorization_request_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'require_pushed_authorization_requests',
  'authorization_response_iss_parameter_supported',
  'response_types_supported',
  'grant_types_supported',
  'code_challenge_methods_supported',
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
  'dpop_signing_alg_values_supported',
  'ui_locales_supported',
]

/** Server metadata (RFC 8414 §2) that names what is offered and nothing else. */
export function metadataOfWhatIsOffered(body: Record<string, unknown>): Record<string, unknown> {
  const methods = body.token_endpoint_auth_methods_supported
  const algorithms = body.token_endpoint_auth_signing_alg_values_supported
  return {
    ...Object.fromEntries(said.map((name) => [name, body[name]])),
    scopes_supported: supportedScopes,
    response_modes_supported: responseModes,
    introspection_endpoint_auth_methods_supported: methods,
    introspection_endpoint_auth_signing_alg_values_supported: algorithms,
    revocation_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_signing_alg_values_supported: algorithms,
  }
}
