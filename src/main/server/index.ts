import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerOptions } from 'node:http'
import formbody from '@fastify/formbody'
import fastify, { type FastifyInstance } from 'fastify'
import type Provider from 'oidc-provider'
import type { Engine } from '#engine'
import { ConsentSessions, TokenStore, TokenValues } from '#engine'
import { supportedScopes } from './authorization/adapters.ts'
import { directWay } from './authorization/direct/index.ts'
import { authorizationServer } from './authorization/provider.ts'
import { consentRoutes, contentSecurityPolicy, page, refusalNotice } from './consent/routes.ts'
import { dataRoutes } from './data/routes.ts'

export interface ProviderListenerOptions {
  engine: Engine
  host: string
  port: number
  /** What the world sees, when it is not the listener's own address. */
  issuer: string | undefined
  /** The address of the TLS front whose X-Forwarded-* are believed. */
  trustFront: string | undefined
}

export interface ProviderListener {
  issuer: string
  /** The port it listens on, which the issuer need not show. */
  port: number
  close(): Promise<void>
}

/** Paths that oidc-provider answers. Everything else is ours or 404. */
const protocolPaths =
  /^\/(par|auth|token|jwks|\.well-known\/(oauth-authorization-server|openid-configuration))(\/|\?|$)/
const forwarded = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'forwarded',
  'x-real-ip',
]

/** The listener for providers and their customers: protocol, consent screens, data API, and nothing administrative. */
export async function startProviderListener(
  options: ProviderListenerOptions,
): Promise<ProviderListener> {
  const { engine } = options
  const sessions = new ConsentSessions()
  const tokens = new TokenStore(engine, new TokenValues(engine.keys))
  let issuer = options.issuer ?? ''
  const securityHeaders = securityHeadersFor(issuer)
  const securityHeaderNames = Object.keys(securityHeaders)
  let provider: Provider | undefined
  let handle: ReturnType<typeof directWay> | undefined
  const cleanForwarded = (request: IncomingMessage): void => {
    if (
      options.trustFront !== undefined &&
      isFront(request.socket.remoteAddress, options.trustFront)
    )
      return
    for (const name of forwarded) delete request.headers[name]
  }
  const app = fastify({
    // Protocol requests go to oidc-provider straight away: Fastify would only wrap what Koa wraps again.
    serverFactory: (handler, serverOptions) =>
      createServer(serverOptions as ServerOptions, (request, response) => {
        cleanForwarded(request)
        if (!protocolPaths.test(request.url ?? '') || !handle) return handler(request, response)
        for (const name of securityHeaderNames)
          response.setHeader(name, securityHeaders[name] as string)
        handle(request, response)
      }),
    bodyLimit: 64 * 1024,
    requestTimeout: 20_000,
    keepAliveTimeout: 15_000,
    http: { headersTimeout: 10_000, maxHeaderSize: 16 * 1024, connectionsCheckingInterval: 2_000 },
    trustProxy: options.trustFront ?? false,
    genReqId: () => randomUUID(),
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
    exposeHeadRoutes: false,
  })
  await app.register(formbody)

  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders)
    done()
  })
  consentRoutes(app, { engine, sessions, provider: () => must(provider) })
  dataRoutes(app, { engine, tokens, issuer: () => issuer })
  // RFC 9728: where the data is and who vouches for its tokens.
  app.get('/.well-known/oauth-protected-resource', () => ({
    resource: `${issuer}/api/v1`,
    authorization_servers: [issuer],
    scopes_supported: supportedScopes,
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: ['PS256', 'ES256', 'EdDSA'],
    resource_documentation: `${issuer}/api/v1/openapi.json`,
  }))
  answerErrors(app, engine)

  await app.listen({ host: options.host, port: options.port })
  issuer ||= ownAddress(app, options.host)
  provider = authorizationServer({
    engine,
    tokens,
    sessions,
    issuer,
    behindFront: options.trustFront !== undefined,
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = refusalNotice(engine, out.error)
    },
  })
  const general = provider.callback()
  handle = directWay(
    { engine, tokens, issuer },
    (request, response) => void general(request, response),
  )
  return { issuer, port: portOf(app), close: () => app.close() }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not listening yet')
  return value
}

function isFront(address: string | undefined, front: string): boolean {
  return address === front || address === `::ffff:${front}`
}

function ownAddress(app: FastifyInstance, host: string): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${portOf(app)}`
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address()
  return typeof address === 'object' && address ? address.port : 0
}

function securityHeadersFor(issuer: string): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': contentSecurityPolicy(),
    'x-frame-options': 'DENY',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    ...(issuer.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  }
}

/** What nobody expected: logged whole under an incident number, of which alone the caller learns. */
function answerErrors(app: FastifyInstance, engine: Engine): void {
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send({ errorCode: 'not_found', errorMessage: 'There is nothing at this address.' }),
  )
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const status =
      error.statusCode !== undefined && error.statusCode < 500
        ? error.statusCode
        : error.message.startsWith('store.unavailable')
          ? 503
          : 500
    if (status >= 500) engine.log.error({ err: error, incident: request.id }, 'request failed')
    if (request.url.startsWith('/consent/'))
      return page(
        reply.code(status),
        refusalNotice(engine, status >= 500 ? 'temporarily_unavailable' : 'request_refused'),
      )
    return reply.code(status).send({
      errorCode: status >= 500 ? 'server_error' : 'invalid_request',
      errorMessage: status >= 500 ? `Incident ${request.id}` : 'The request is not valid.',
    })
  })
}
