import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import formbody from '@fastify/formbody'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type OidcProvider from 'oidc-provider'
import type { Engine } from '#engine'
import { ConsentSessions, isHalted, servedPublication, TokenStore, TokenValues } from '#engine'
import { signingAlgorithms } from '#shared/algorithms'
import { AppError, errors } from '#shared/errors'
import { isHaltedPath } from '#shared/provider-status'
import { publicationPath } from '#shared/publication'
import { type Listener, OwnAddress } from '../listener/index.ts'
import { supportedScopes } from './authorization/adapters.ts'
import { authorizationServer } from './authorization/oidc-provider.ts'
import { contentSecurityPolicy, leavingPage, page, publicPages } from './consent/pages.ts'
import { refusalPage } from './consent/refusals.ts'
import { consentRoutes } from './consent/routes.ts'
import { dataRoutes } from './data/routes.ts'
import { countHalted } from './halted.ts'
import { resourceMetadataPath, resourceOf } from './resource.ts'

export interface ProviderListenerOptions {
  engine: Engine
  http: Listener
  /** The issuer, when it is not the address of the listener. */
  issuer: string | undefined
  /** See `OwnAddress`. */
  trustFront: string | undefined
}

export interface ProviderListener {
  issuer: string
  close(): Promise<void>
}

/** When a provider is told to come again while all is halted. */
const haltedSeconds = 600

/** Paths that oidc-provider answers. Everything else is ours or 404: OpenID Connect's metadata too. */
const protocolPaths = /^\/(par|auth|token|jwks|\.well-known\/oauth-authorization-server)(\/|\?|$)/

/** The listener for providers and their customers: protocol, consent screens, data API, and nothing administrative. */
export async function startProviderListener(
  options: ProviderListenerOptions,
): Promise<ProviderListener> {
  const { engine, http } = options
  const sessions = new ConsentSessions(engine)
  const tokens = new TokenStore(engine, new TokenValues(engine.keys))
  const issuer = options.issuer ?? http.url
  const securityHeaders = securityHeadersFor(issuer)
  const oidc = authorizationServer({
    engine,
    tokens,
    sessions,
    issuer,
    leavingPage: (ctx, to) => leavingPage(engine, ctx, to),
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = refusalPage({ engine, tokens, issuer }, out.error, ctx, ctx.query)
    },
  })
  let pages: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
  const app = fastify({
    serverFactory: (handler) => {
      pages = handler
      return http.server
    },
    bodyLimit: 64 * 1024,
    trustProxy: options.trustFront ?? false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    exposeHeadRoutes: false,
  })
  await app.register(formbody)

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders)
    const refusal = refusalOf(engine, addressOf(request))
    // What is posted while all is halted is read first: it may bear the token that it is counted by.
    done(refusal?.code === 'service.halted' && request.method === 'POST' ? undefined : refusal)
  })
  app.addHook('preHandler', (request, _reply, done) => {
    // No route of these pages answers the protocol: what is here was refused, also when all is served again meanwhile.
    const late = protocolPaths.test(request.url) ? new AppError('service.halted') : undefined
    done(refusalOf(engine, addressOf(request)) ?? late)
  })
  publicPages(app, engine)
  consentRoutes(app, { engine, sessions, oidc: () => oidc, issuer })
  dataRoutes(app, { engine, tokens, issuer })
  app.get(publicationPath, (request, reply) => {
    const served = servedPublication(engine)
    if (!served) return reply.callNotFound()
    const etag = `"${served.name}"`
    reply.header('cache-control', 'public, max-age=300').header('etag', etag)
    return request.headers['if-none-match'] === etag
      ? reply.code(304).send()
      : reply.type('text/html; charset=utf-8').send(served.html)
  })
  // Protected resource metadata (RFC 9728).
  app.get(resourceMetadataPath, () => ({
    resource: resourceOf(issuer),
    authorization_servers: [issuer],
    scopes_supported: supportedScopes,
    bearer_methods_supported: ['header'],
    dpop_signing_alg_values_supported: signingAlgorithms,
    resource_documentation: `${resourceOf(issuer)}/openapi.json`,
  }))
  answerErrors(app, { engine, tokens }, (error, request) =>
    refusalPage({ engine, tokens, issuer }, error, request),
  )

  await app.ready()
  http.attach(
    byPath({
      oidc,
      pages: must(pages),
      securityHeaders,
      address: new OwnAddress([issuer], options.trustFront),
      refuses: (url) => refusalOf(engine, url) !== undefined,
    }),
  )
  return {
    issuer,
    async close() {
      await http.close()
      await app.close()
    },
  }
}

/** By the route that was found: an address may be written in other ways (RFC 3986 §6.2.2). */
const addressOf = (request: FastifyRequest): string => request.routeOptions.url ?? request.url

/** Why nothing is answered at an address now: damage (decision 0040), or a halt of all traffic (0043). */
function refusalOf(engine: Engine, url: string): AppError | undefined {
  const halted = isHalted(engine) && isHaltedPath(url)
  return engine.store.damage.refusal ?? (halted ? new AppError('service.halted') : undefined)
}

/** Hands protocol requests straight to oidc-provider: Fastify would only wrap what Koa wraps again. */
function byPath(to: {
  oidc: OidcProvider
  pages: (request: IncomingMessage, response: ServerResponse) => void
  securityHeaders: Record<string, string>
  address: OwnAddress
  /** The pages' handler refuses it. */
  refuses: (url: string) => boolean
}): (request: IncomingMessage, response: ServerResponse) => void {
  const protocol = to.oidc.callback()
  const headers = Object.entries(to.securityHeaders)
  return (request, response) => {
    if (!to.address.accepts(request, response)) return
    const url = request.url ?? ''
    if (!protocolPaths.test(url) || to.refuses(url)) return to.pages(request, response)
    for (const [name, value] of headers) response.setHeader(name, value)
    void protocol(request, response)
  }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Fastify made no handler')
  return value
}

function securityHeadersFor(issuer: string): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': contentSecurityPolicy,
    'x-frame-options': 'DENY',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    ...(issuer.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  }
}

/** Nobody is told anything out of a damaged database (decision 0040), nor while all is halted (0043). */
function refuseAll(
  request: FastifyRequest,
  reply: FastifyReply,
  seconds: number,
  refusal: (error: string, request: FastifyRequest) => string,
): FastifyReply {
  reply.code(503).header('retry-after', seconds).header('cache-control', 'no-store')
  const error = 'temporarily_unavailable'
  if (/^\/(consent\/|auth(\?|$))/.test(request.url))
    try {
      return page(reply, refusal(error, request))
    } catch {
      // The texts of the page are in the database too.
    }
  return reply.send(
    protocolPaths.test(request.url)
      ? { error, error_description: 'the request could not be completed' }
      : { errorCode: error, errorMessage: 'The request could not be completed.' },
  )
}

/** Logs an unexpected error whole under an incident number; the caller gets only that number. */
function answerErrors(
  app: FastifyInstance,
  { engine, tokens }: { engine: Engine; tokens: TokenStore },
  refusal: (error: string, request: FastifyRequest) => string,
): void {
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send({ errorCode: 'not_found', errorMessage: 'There is nothing at this address.' }),
  )
  app.setErrorHandler((failed: Error & { statusCode?: number; code?: string }, request, reply) => {
    // While all is halted nothing else is told, such as of a body that cannot be read.
    const error: typeof failed = refusalOf(engine, addressOf(request)) ?? failed
    const status =
      error.statusCode !== undefined && error.statusCode < 500
        ? error.statusCode
        : error instanceof AppError && errors[error.code].status === 503
          ? 503
          : 500
    if (status === 503) reply.header('retry-after', '5')
    if (error instanceof AppError && error.code === 'store.damaged')
      return refuseAll(request, reply, 60, refusal)
    if (error instanceof AppError && error.code === 'service.halted') {
      countHalted(engine, tokens, request)
      return refuseAll(request, reply, haltedSeconds, refusal)
    }
    // Without a record for server.busy: many sign-ins at once must not fill the log.
    if (status >= 500 && error.message !== 'server.busy')
      engine.log.error({ err: error, incident: request.id }, 'request failed')
    if (request.url.startsWith('/consent/'))
      return page(
        reply.code(status),
        refusal(status >= 500 ? 'temporarily_unavailable' : 'request_refused', request),
      )
    return reply.code(status).send({
      errorCode: status >= 500 ? 'server_error' : 'invalid_request',
      errorMessage: status >= 500 ? `Incident ${request.id}` : 'The request is not valid.',
    })
  })
}
