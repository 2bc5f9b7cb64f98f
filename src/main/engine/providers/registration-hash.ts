import { createHash } from 'node:crypto'
import { thumbprint } from './public-key.ts'
import type { Provider } from './shape.ts'

/** What a provider's client is made for: SHA-256 in hexadecimal of all of the registration that a call can meet. */
export function registrationHash(provider: Provider): string {
  const { clientId, channels, scopes, redirectUris, jwksUri, signingAlgorithm, dpop } = provider
  const keys = (provider.jwks?.keys ?? []).map((key) => [key.kid, thumbprint(key)])
  const met = { clientId, channels, scopes, redirectUris, keys, jwksUri, signingAlgorithm, dpop }
  return createHash('sha256').update(JSON.stringify(met)).digest('hex')
}
