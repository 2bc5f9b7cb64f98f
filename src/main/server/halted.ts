import type { FastifyRequest } from 'fastify'
import { decodeJwt } from 'jose'
import { type Engine, providerByClientId, type TokenStore } from '#engine'
import { allProviders } from '#shared/traffic'

/**
 * Counts a call that was refused because all is halted (R131): of the provider whose token it bears, or that it names itself to be;
 * nobody has asked for a proof. One of nobody that we know counts among those of all. What customers open is no call.
 */
export function countHalted(engine: Engine, tokens: TokenStore, request: FastifyRequest): void {
  if (/^\/(auth|consent)(\/|\?|$)/.test(request.routeOptions.url ?? request.url)) return
  const providerId = providerOf(engine, tokens, request) ?? allProviders
  for (const measure of ['call:halted', 'refused:service.halted'] as const)
    engine.access.count(engine.clock.now(), providerId, measure)
}

function providerOf(
  engine: Engine,
  tokens: TokenStore,
  { headers, body }: FastifyRequest,
): number | undefined {
  const [, token] = /^(?:bearer|dpop) (\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (token !== undefined) return tokens.accessToken(token)?.providerId
  const { client_id: clientId, client_assertion: assertion } = (body ?? {}) as Record<
    string,
    unknown
  >
  const name = typeof clientId === 'string' ? clientId : subjectOf(assertion)
  return name === undefined ? undefined : providerByClientId(engine, name)?.id
}

/** RFC 7523 §3: `sub` is the client; `client_id` need not be sent beside it (RFC 7521 §4.2). */
function subjectOf(assertion: unknown): string | undefined {
  try {
    // Nothing is proven yet: it may be anything.
    const sub: unknown = decodeJwt(String(assertion)).sub
    return typeof sub === 'string' ? sub : undefined
  } catch {
    return undefined
  }
}
