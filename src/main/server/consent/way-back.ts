import { type Engine, providerByClientId } from '#engine'
import { takesWalks } from '#shared/provider-status'

/** Where a provider's request came from, and under which name the provider knows it. */
export interface Asker {
  clientId: string
  redirectUri: string
  state: string | undefined
}

/**
 * The address at which a provider is told that its request came to nothing (RFC 6749 §4.1.2.1, RFC 9207).
 * @returns undefined unless the provider is in use and the address is registered now
 */
export function wayBack(
  engine: Engine,
  issuer: string,
  asker: Asker,
  error: 'access_denied' | 'invalid_request_uri',
): string | undefined {
  const provider = providerByClientId(engine, asker.clientId)
  if (
    !provider ||
    !takesWalks(provider.status) ||
    !provider.redirectUris.includes(asker.redirectUri)
  )
    return undefined
  const to = new URL(asker.redirectUri)
  const told = { error, state: asker.state, iss: issuer }
  for (const [name, value] of Object.entries(told))
    if (value !== undefined) to.searchParams.set(name, value)
  return to.href
}

/** From the parameters of an authorization request. */
export function askerIn(params: Record<string, unknown>): Asker {
  const { client_id: clientId, redirect_uri: redirectUri, state } = params
  return {
    clientId: String(clientId),
    redirectUri: String(redirectUri),
    state: typeof state === 'string' ? state : undefined,
  }
}
