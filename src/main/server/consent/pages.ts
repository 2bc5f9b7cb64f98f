import type { FastifyInstance, FastifyReply } from 'fastify'
import { consentStyle, renderConsent } from '#consent-screens'
import { type ConsentSession, type Engine, termsAt, termsNumbered, textsAt } from '#engine'
import type { Channel } from '#shared/grant'
import type { NoticeKind } from '#shared/preview'

/** No script, nothing from elsewhere, no frame. */
export const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

export function page(reply: FastifyReply, body: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(body)
}

/** With the way out while there is a walk to leave. */
export function noticePage(engine: Engine, kind: NoticeKind, walk?: ConsentSession): string {
  const channel = walk?.channel ?? 'personal'
  return renderConsent({
    screen: 'notice',
    kind,
    channel,
    institution: engine.settings.get('institution'),
    texts: textsAt(engine, channel, engine.clock.now()),
    ...(walk && { base: `/consent/${walk.uid}`, csrf: walk.csrf }),
  })
}

/** The answer to the provider's request, on a page of ours that leads there. */
export function leavingPage(engine: Engine, channel: Channel, to: string): string {
  return renderConsent({
    screen: 'leave',
    channel,
    institution: engine.settings.get('institution'),
    texts: textsAt(engine, channel, engine.clock.now()),
    to,
  })
}

const refusals: Partial<Record<string, NoticeKind>> = {
  invalid_request_uri: 'already-finished',
  invalid_request: 'already-finished',
  session_not_found: 'already-finished',
  invalid_client: 'provider-stopped',
  server_error: 'unavailable',
  temporarily_unavailable: 'unavailable',
  too_many_requests: 'busy',
}

/** The page for what oidc-provider refuses in the customer's browser. */
export function refusalNotice(engine: Engine, error: string): string {
  return noticePage(engine, refusals[error] ?? 'request-refused')
}

/** Pages that need no walk: the style, and the API利用規定 in force or of a number. */
export function publicPages(app: FastifyInstance, engine: Engine): void {
  app.get('/consent-assets/style.css', (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(consentStyle),
  )
  app.get('/favicon.ico', (_request, reply) => reply.code(204).send())
  const terms = (reply: FastifyReply, found: ReturnType<typeof termsNumbered>): FastifyReply =>
    found
      ? page(
          reply,
          renderConsent({
            screen: 'terms',
            channel: 'personal',
            institution: engine.settings.get('institution'),
            texts: textsAt(engine, 'personal', engine.clock.now()),
            ...found,
          }),
        )
      : reply.code(404).send({ errorCode: 'not_found', errorMessage: 'There are no such terms.' })
  app.get('/terms', (_request, reply) => terms(reply, termsAt(engine, engine.clock.now())))
  app.get<{ Params: { number: string } }>('/terms/:number', (request, reply) =>
    terms(reply, termsNumbered(engine, Number(request.params.number))),
  )
}
