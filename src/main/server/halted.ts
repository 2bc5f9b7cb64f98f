import type { FastifyRequest } from 'fastify'
import { type Engine, providerByClientId, type TokenStore } from '#engine'
import { allProviders } from '#shared/traffic'

/**
 * Counts a call that was refused because all is halted (R131): of a provider where it bears a token or code that was given to that
 * provider, which a stranger has not. A name proves nothing, and a signature is not looked at, so that refusing stays cheap: such calls
 * count among those of all. What customers open is no call.
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
  const { refresh_token: refresh, code } = (body ?? {}) as Record<string, unknown>
  if (typeof refresh === 'string') return tokens.refreshToken(refresh)?.providerId
  const given = typeof code === 'string' ? tokens.code(code) : undefined
  return given && providerByClientId(engine, JSON.parse(given.payload).clientId)?.id
}
