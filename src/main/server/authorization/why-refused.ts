import type { KoaContextWithOIDC } from 'oidc-provider'
import { type Engine, jwksOf, keysInForce, type Provider, providerByClientId } from '#engine'
import { isClient } from '#shared/provider-status'

/** What a provider wrote, as far as the audit keeps it. */
const short = (value: unknown): string => String(value ?? 'nothing').slice(0, 80)
const time = (seconds: unknown): string =>
  typeof seconds === 'number' && Number.isFinite(seconds) && Math.abs(seconds) < 1e11
    ? new Date(seconds * 1000).toISOString()
    : short(JSON.stringify(seconds))

function partOf(jwt: string, index: number): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(Buffer.from(jwt.split('.')[index] ?? '', 'base64url').toString())
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * Why a provider could not be told by its assertion (RFC 7523 §3, FAPI 2.0 §5.3.2.1), in the words of an engineer: what it sent beside
 * what is registered. For the audit alone: on the wire it stays `client authentication failed`, which tells a stranger nothing.
 * @returns nothing where the assertion is sound as far as can be seen from outside of its signature
 */
export function whyNotAuthenticated(
  engine: Engine,
  ctx: KoaContextWithOIDC,
  issuer: string,
): string | undefined {
  const { client_assertion: assertion, client_id: clientId } = ctx.oidc?.body ?? {}
  if (typeof assertion !== 'string')
    return 'no client_assertion was sent; private_key_jwt is registered'
  const [header, claims] = [partOf(assertion, 0), partOf(assertion, 1)]
  if (!header || !claims) return 'the client_assertion is not a JWT'
  const id = typeof claims.sub === 'string' ? claims.sub : String(clientId)
  const provider = providerByClientId(engine, id)
  if (!provider) return `no provider is registered as ${short(id)}`
  if (!isClient(provider.status)) return `the provider's status is ${provider.status}`
  return (
    wrongKey(engine, provider, header) ??
    wrongClaim(claims, { issuer, clientId: provider.clientId }) ??
    (ctx.oidc.client
      ? 'the signature is not by the key registered for its kid, or the jti was used before'
      : undefined)
  )
}

function wrongKey(
  engine: Engine,
  provider: Provider,
  { alg, kid }: Record<string, unknown>,
): string | undefined {
  if (alg !== provider.signingAlgorithm)
    return `the assertion is signed with ${short(alg)}, registered is ${provider.signingAlgorithm}`
  const registered = jwksOf(engine, provider)?.keys ?? []
  if (registered.length === 0) return `no keys could be read at ${provider.jwksUri}`
  const now = engine.clock.now()
  const { keys } = keysInForce(registered, now)
  if (keys.length === 0) return 'no registered key is in force'
  if (kid === undefined || keys.some((key) => key.kid === kid)) return undefined
  const named = registered.find((key) => key.kid === kid)
  if (!named)
    return `no key is registered with the kid ${short(kid)}; registered: ${keys.map((key) => key.kid).join(', ')}`
  return (named.nbf ?? 0) * 1000 > now
    ? `the key ${short(kid)} is in force from ${time(named.nbf)}`
    : `the key ${short(kid)} was in force until ${time(named.exp)}`
}

function wrongClaim(
  { aud, iss, sub, exp, nbf, iat, jti }: Record<string, unknown>,
  { issuer, clientId }: { issuer: string; clientId: string },
): string | undefined {
  const now = Math.floor(Date.now() / 1000)
  if (iss !== clientId || sub !== clientId)
    return `iss is ${short(iss)}, sub is ${short(sub)}; both must be ${clientId}`
  if (aud !== issuer) return `aud is ${short(JSON.stringify(aud))}, must be "${issuer}"`
  if (jti === undefined) return 'jti is missing'
  if (typeof exp !== 'number') return `exp is ${short(JSON.stringify(exp))}, must be a number`
  if (exp <= now) return `the assertion ended at ${time(exp)}; it is ${time(now)} here`
  for (const [name, at] of Object.entries({ nbf, iat }))
    if (typeof at === 'number' && at > now)
      return `${name} is ${time(at)}, in the future; it is ${time(now)} here`
  return undefined
}
