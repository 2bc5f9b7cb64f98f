import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Around, consentStyle, renderConsent } from '#consent-screens'
import { type ConsentSession, type Engine, termsAt, termsNumbered, textsAt } from '#engine'
import { textKindOf } from '#shared/consent-texts'
import type { Channel } from '#shared/grant'
import type { NoticeKind } from '#shared/preview'
import { type Face, faceOf, inOtherLanguage } from './face.ts'

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

/** A request that belongs to no walk. */
export type Stray = Parameters<typeof faceOf>[0]

/** With the way out while there is a walk to leave, or back to the provider where one is known and served. */
export function noticePage(
  engine: Engine,
  kind: NoticeKind,
  request: Stray,
  of: { walk?: ConsentSession; channel?: Channel | undefined; back?: string | undefined } = {},
): string {
  const { walk, back } = of
  return renderConsent({
    ...(walk ? aroundWalk(engine, walk) : aroundStray(engine, request, of.channel)),
    screen: 'notice',
    kind,
    back,
    ...(walk && { base: `/consent/${walk.uid}`, csrf: walk.csrf }),
  })
}

export function aroundWalk(engine: Engine, walk: ConsentSession): Around {
  const { channel, language } = walk
  const otherLanguage = inOtherLanguage(`/consent/${walk.uid}`, language)
  return { ...around(engine, { channel, language }), otherLanguage }
}

function aroundStray(engine: Engine, request: Stray, channel?: Channel): Around {
  const seen = faceOf(request)
  const face = { ...seen, channel: channel ?? seen.channel }
  return {
    ...around(engine, face),
    otherLanguage: inOtherLanguage(request.url ?? '/', face.language),
  }
}

function around(engine: Engine, face: Face): Omit<Around, 'otherLanguage'> {
  return {
    ...face,
    institution: engine.settings.get('institution'),
    texts: textsAt(engine, textKindOf(face.channel, face.language), engine.clock.now()),
  }
}

/** The answer to the provider's request, on a page of ours that leads there at once: there is no time to choose a language. */
export function leavingPage(engine: Engine, request: Stray, to: string): string {
  return renderConsent({
    ...around(engine, faceOf(request)),
    otherLanguage: '',
    screen: 'leave',
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
          renderConsent({ ...aroundStray(engine, reply.request), screen: 'terms', ...found }),
        )
      : reply.code(404).send({ errorCode: 'not_found', errorMessage: 'There are no such terms.' })
  app.get('/terms', (_request, reply) => terms(reply, termsAt(engine, engine.clock.now())))
  app.get<{ Params: { number: string } }>('/terms/:number', (request, reply) =>
    terms(reply, termsNumbered(engine, Number(request.params.number))),
  )
}
