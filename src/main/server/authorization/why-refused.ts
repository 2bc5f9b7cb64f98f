import type { KoaContextWithOIDC } from 'oidc-provider'
import { type Engine, jwksOf, keysInForce, type Provider, providerByClientId } from '#engine'
import type { GrantStatus } from '#shared/grant'
import type { Say } from '#shared/messages/catalogue'
import { isClient } from '#shared/provider-status'
import type { RefusalCause } from '#shared/refusal-causes'

/** A reason in words of the language that is asked for. */
export type Why = (t: Say) => string

const causes: Readonly<Record<string, RefusalCause>> = {
  'whyRefused.status': 'stopped',
  'whyRefused.signature': 'signature',
  'whyRefused.algorithm': 'algorithm',
  'whyRefused.no-keys': 'key-address',
  'whyRefused.no-key-in-force': 'key-days',
  'whyRefused.kid': 'key-unknown',
  'whyRefused.key-early': 'key-days',
  'whyRefused.key-over': 'key-days',
  'whyRefused.over': 'clock',
  'whyRefused.ahead': 'clock',
}
/** The cause under which it is counted: by the key of its words. */
export const causeIn = (why: Why): RefusalCause =>
  causes[why(((key: string) => key) as Say)] ?? 'assertion'

/** What a provider wrote, as far as the audit keeps it. */
const short = (t: Say, value: unknown): string =>
  String(value ?? t('whyRefused.nothing')).slice(0, 80)
const time = (t: Say, seconds: unknown): string =>
  typeof seconds === 'number' && Number.isFinite(seconds) && Math.abs(seconds) < 1e11
    ? new Date(seconds * 1000).toISOString()
    : short(t, JSON.stringify(seconds))

function partOf(jwt: string, index: number): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(Buffer.from(jwt.split('.')[index] ?? '', 'base64url').toString())
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * Why a provider could not be told by its assertion (RFC 7523 §3, FAPI 2.0 §5.3.2.1): what it sent beside what is registered. For the
 * audit alone: on the wire it stays `client authentication failed`, which tells a stranger nothing.
 * @returns nothing where the assertion is sound as far as can be seen from outside of its signature
 */
export function whyNotAuthenticated(
  engine: Engine,
  ctx: KoaContextWithOIDC,
  issuer: string,
): Why | undefined {
  const { client_assertion: assertion, client_id: clientId } = ctx.oidc?.body ?? {}
  if (typeof assertion !== 'string') return (t) => t('whyRefused.no-assertion')
  const [header, claims] = [partOf(assertion, 0), partOf(assertion, 1)]
  if (!header || !claims) return (t) => t('whyRefused.no-jwt')
  const id = typeof claims.sub === 'string' ? claims.sub : String(clientId)
  const provider = providerByClientId(engine, id)
  if (!provider) return (t) => t('whyRefused.nobody', { sent: short(t, id) })
  const { status } = provider
  if (!isClient(status))
    return (t) => t('whyRefused.status', { sent: t(`providerStatus.${status}`) })
  return (
    wrongKey(engine, provider, header) ??
    wrongClaim(claims, { issuer, clientId: provider.clientId }) ??
    (ctx.oidc.client ? (t) => t('whyRefused.signature') : undefined)
  )
}

function wrongKey(
  engine: Engine,
  provider: Provider,
  { alg, kid }: Record<string, unknown>,
): Why | undefined {
  const { signingAlgorithm, jwksUri } = provider
  if (alg !== signingAlgorithm)
    return (t) => t('whyRefused.algorithm', { sent: short(t, alg), registered: signingAlgorithm })
  const registered = jwksOf(engine, provider)?.keys ?? []
  if (registered.length === 0) return (t) => t('whyRefused.no-keys', { registered: jwksUri })
  const now = engine.clock.now()
  const { keys } = keysInForce(registered, now)
  if (keys.length === 0) return (t) => t('whyRefused.no-key-in-force')
  if (kid === undefined || keys.some((key) => key.kid === kid)) return undefined
  const named = registered.find((key) => key.kid === kid)
  if (!named)
    return (t) =>
      t('whyRefused.kid', {
        sent: short(t, kid),
        registered: keys.map((key) => key.kid).join(', '),
      })
  const early = (named.nbf ?? 0) * 1000 > now
  return (t) =>
    t(early ? 'whyRefused.key-early' : 'whyRefused.key-over', {
      sent: short(t, kid),
      registered: time(t, early ? named.nbf : named.exp),
    })
}

function wrongClaim(
  { aud, iss, sub, exp, nbf, iat, jti }: Record<string, unknown>,
  { issuer, clientId }: { issuer: string; clientId: string },
): Why | undefined {
  const now = Math.floor(Date.now() / 1000)
  const here = (t: Say): string => time(t, now)
  if (iss !== clientId || sub !== clientId)
    return (t) =>
      t('whyRefused.issuer', { iss: short(t, iss), sub: short(t, sub), registered: clientId })
  if (aud !== issuer)
    return (t) =>
      t('whyRefused.audience', { sent: short(t, JSON.stringify(aud)), registered: issuer })
  if (jti === undefined) return (t) => t('whyRefused.no-jti')
  if (typeof exp !== 'number')
    return (t) => t('whyRefused.expiry', { sent: short(t, JSON.stringify(exp)) })
  if (exp <= now) return (t) => t('whyRefused.over', { sent: time(t, exp), registered: here(t) })
  for (const [name, at] of Object.entries({ nbf, iat }))
    if (typeof at === 'number' && at > now)
      return (t) => t('whyRefused.ahead', { name, sent: time(t, at), registered: here(t) })
  return undefined
}

const redeemedBefore = 'authorization code already consumed'
/** What oidc-provider says of a code or token that it does not take, and our words for it; connection-test.test.ts asks each on the wire. */
const codes = {
  'authorization code not found': 'whyRefused.code-unknown',
  'authorization code is expired': 'whyRefused.code-over',
  [redeemedBefore]: 'whyRefused.code-used',
  'authorization code redirect_uri mismatch': 'whyRefused.code-redirect',
  'refresh token not found': 'whyRefused.refresh-unknown',
  'code_verifier must be provided': 'whyRefused.no-verifier',
  'code_verifier does not match code_challenge': 'whyRefused.verifier',
} as const

/** Whether a code was refused because it had been redeemed before. */
export const isReplay = (detail: string | undefined): boolean => detail === redeemedBefore

/** Why a code or a refresh token was not taken (RFC 6749 §5.2, RFC 7636 §4.6): for the audit and connection tests, never on the wire. */
export function whyNotRedeemed(
  detail: string | undefined,
  linkStatus: GrantStatus | undefined,
): Why | undefined {
  if (linkStatus !== undefined)
    return (t) => t('whyRefused.link', { sent: t(`grantStatus.${linkStatus}`) })
  const words =
    detail !== undefined && Object.hasOwn(codes, detail)
      ? codes[detail as keyof typeof codes]
      : undefined
  return words && ((t) => t(words))
}
