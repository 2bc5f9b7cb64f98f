import type { FastifyInstance, FastifyReply } from 'fastify'
import { consentStyle, renderConsent } from '#consent-screens'
import { type ConsentSession, type Engine, termsAt, termsNumbered, textsAt } from '#engine'
import type { Channel } from '#shared/grant'
import type { NoticeKind } from '#shared/preview'

const policy = (framed: 'none' | 'self'): string =>
  `default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors '${framed}'`

/** No script, nothing from elsewhere, no frame but our own. */
export const contentSecurityPolicy = policy('none')

/** For what stands in a frame of our own pages. */
export const framedHeaders = {
  'content-security-policy': policy('self'),
  'x-frame-options': 'SAMEORIGIN',
}

export function page(reply: FastifyReply, body: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(body)
}

/** With the way out while there is a walk to leave, or back to the provider where one is known and served. */
export function noticePage(
  engine: Engine,
  kind: NoticeKind,
  of: { walk?: ConsentSession; channel?: Channel; back?: string | undefined } = {},
): string {
  const { walk, back } = of
  const channel = walk?.channel ?? of.channel ?? 'personal'
  return renderConsent({
    screen: 'notice',
    kind,
    channel,
    institution: engine.settings.get('institution'),
    texts: textsAt(engine, channel, engine.clock.now()),
    back,
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
