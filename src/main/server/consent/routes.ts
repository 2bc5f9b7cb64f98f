import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type OidcProvider from 'oidc-provider'
import { renderConsent, renderTime } from '#consent-screens'
import {
  type ConsentSession,
  type ConsentSessions,
  consentActor,
  countStep,
  type Engine,
  gate,
  notServed,
  policyFor,
  providerByClientId,
  providerById,
  recordAudit,
  restart,
  subjectOf,
  textsAt,
} from '#engine'
import { stepsFor } from '#shared/consent-flow'
import { Language, textKindOf } from '#shared/consent-texts'
import { Channel } from '#shared/grant'
import type { NoticeKind } from '#shared/preview'
import { takesWalks } from '#shared/provider-status'
import { acts } from './acts.ts'
import { channelOf } from './channel.ts'
import { faceOf, keepFace, languageAsked } from './face.ts'
import { type Fields, forms } from './forms.ts'
import { permittedBy } from './offer.ts'
import { framedHeaders, noticePage, page } from './pages.ts'
import { viewOf } from './view.ts'
import { askerIn, wayBack } from './way-back.ts'

interface Uid {
  Params: { uid: string; step?: string }
  Querystring: { channel?: string; lang?: string }
}

/** The customers' pages. Every POST answers with 303 to the page of the step then due, so that reload and back are harmless. */
export function consentRoutes(
  app: FastifyInstance,
  given: {
    engine: Engine
    sessions: ConsentSessions
    oidc: () => OidcProvider
    issuer: string
  },
): void {
  const { engine, sessions } = given

  /** Every request of a walk waits for its turn: `sessions.turns`. */
  const inTurn =
    (
      handle: (
        request: FastifyRequest<Uid>,
        reply: FastifyReply,
        session: ConsentSession,
      ) => FastifyReply | Promise<FastifyReply>,
    ) =>
    async (request: FastifyRequest<Uid>, reply: FastifyReply): Promise<FastifyReply> => {
      const { uid } = request.params
      if (sessions.turns.isFull(uid)) return notice(reply, 429, 'busy')
      return sessions.turns.take(uid, async () => {
        const session = await sessionOf(request, reply)
        const asked = Language.safeParse(request.query.lang)
        if (session && asked.success) session.language = asked.data
        return session ? handle(request, reply, session) : reply
      })
    }

  app.get<Uid>(
    '/consent/:uid',
    inTurn((_request, reply, session) =>
      reply.redirect(`/consent/${session.uid}/${session.step}`, 303),
    ),
  )

  app.get<Uid>(
    '/consent/:uid/:step',
    inTurn((request, reply, session) => {
      if (request.params.step !== session.step)
        return wrongStep(session, request.params.step, reply)
      if (session.step === 'sign-in') switchChannel(session, request.query.channel)
      return show(reply, session)
    }),
  )

  /** Shown in a frame of each page: how much time is left, and a button for more. It does not wait for the walk's turn. */
  for (const method of ['GET', 'POST'] as const)
    app.route<Uid & { Body: unknown }>({
      method,
      url: '/consent/:uid/time',
      handler: async (request, reply) => {
        const { uid } = request.params
        const walk = (await detailsOf(request, reply)) ? sessions.find(uid) : undefined
        const form = forms.time.safeParse(request.body)
        if (method === 'POST' && walk && form.success && form.data.csrf === walk.csrf) {
          sessions.extend(uid)
          return reply.redirect(`/consent/${uid}/time`, 303)
        }
        const time = (walk && sessions.timeOf(uid)) ?? { left: 0, warning: 0, more: false }
        const { language } = walk ?? faceOf(request)
        const kind = textKindOf(sessions.channel(uid), language)
        const texts = textsAt(engine, kind, engine.clock.now())
        return page(
          reply.headers(framedHeaders),
          renderTime({ ...time, language, texts, base: `/consent/${uid}`, csrf: walk?.csrf ?? '' }),
        )
      },
    })

  app.post<Uid>(
    '/consent/:uid/:step',
    inTurn(async (request, reply, session) => {
      const step = request.params.step as Exclude<keyof typeof forms, 'time'>
      const form = Object.hasOwn(forms, step) ? forms[step].safeParse(request.body) : undefined
      if (!form?.success || form.data.csrf !== session.csrf)
        return notice(reply, 403, 'out-of-order', { walk: session })
      const data = form.data as Fields
      if (step === 'cancel') return cancel(request, reply, session)
      const due = step === 'more-inquiry-pins' ? 'inquiry-pin-result' : step
      if (due !== session.step) return wrongStep(session, step, reply)
      if (gate(engine, session)) return show(reply, session)
      if (step === 'permit') return permit(request, reply, session, data)
      const leave = step === 'sign-in' ? sessions.takeSignIn(session, request.ip) : () => {}
      if (!leave) session.message = 'busy'
      else
        try {
          await acts[step](engine, session, data, {
            address: request.ip,
            userAgent: request.headers['user-agent'] ?? '',
          })
        } finally {
          leave()
        }
      return reply.redirect(`/consent/${session.uid}/${session.step}`, 303)
    }),
  )

  /** Only the browser whose walk it is has its cookie. */
  async function detailsOf(request: FastifyRequest<Uid>, reply: FastifyReply) {
    const details = await given
      .oidc()
      .interactionDetails(request.raw, reply.raw)
      .catch(() => undefined)
    return details?.uid === request.params.uid ? details : undefined
  }

  /** The interaction that oidc-provider finds by its cookie, with our session. Answers itself when there is none. */
  async function sessionOf(
    request: FastifyRequest<Uid>,
    reply: FastifyReply,
  ): Promise<ConsentSession | undefined> {
    const { uid } = request.params
    const details = await detailsOf(request, reply)
    if (!details) {
      const late = sessions.timedOut(uid)
      const back = late && wayBack(engine, given.issuer, askerIn(late.params), 'access_denied')
      if (late) notice(reply, 400, 'timed-out', { channel: late.channel, back })
      else notice(reply, 400, sessions.find(uid) ? 'wrong-browser' : 'already-finished')
      return undefined
    }
    const found = sessions.find(uid)
    if (found && gate(engine, found) === 'password-changed') {
      restart(found)
      notice(reply, 403, 'password-changed', { walk: found })
      return undefined
    }
    if (found) return found
    const registered = providerByClientId(engine, String(details.params.client_id))
    if (!registered || !takesWalks(registered.status)) {
      notice(reply, 403, notServed(registered))
      return undefined
    }
    const channel = channelOf(registered.channels, details.params.channel)
    if (!channel) {
      notice(reply, 403, 'request-refused')
      return undefined
    }
    const asked = String(details.params.scope).split(' ')
    const scopes = registered.scopes.filter((scope) => asked.includes(scope))
    if (scopes.length === 0) {
      notice(reply, 403, 'request-refused')
      return undefined
    }
    return sessions.open(uid, {
      providerId: registered.id,
      channel,
      language: languageAsked(details.params.ui_locales) ?? faceOf(request).language,
      scopes,
      redirectUri: String(details.params.redirect_uri),
      asksServices: registered.asksServices,
      asksAccounts: registered.asksAccounts,
    })
  }

  /** Changes the channel when the customer follows the link to the other one; after the sign-in the login decides. */
  function switchChannel(session: ConsentSession, asked: string | undefined): void {
    const channel = Channel.safeParse(asked)
    const served = providerById(engine, session.providerId)?.channels ?? []
    if (channel.success && served.includes(channel.data)) session.channel = channel.data
  }

  /** A step that was reached before leads to the one due (back button, second click, second tab); one ahead starts anew (R21). */
  function wrongStep(
    session: ConsentSession,
    asked: string | undefined,
    reply: FastifyReply,
  ): FastifyReply {
    const path: string[] = stepsFor(session.channel, session)
    const index = path.indexOf(asked ?? '')
    if (index >= 0 && index <= path.indexOf(session.furthest))
      return reply.redirect(`/consent/${session.uid}/${session.step}`, 303)
    restart(session)
    return notice(reply, 403, 'out-of-order', { walk: session })
  }

  async function permit(
    request: FastifyRequest,
    reply: FastifyReply,
    session: ConsentSession,
    pressed: Pick<Fields, 'shown' | 'tick'>,
  ): Promise<FastifyReply> {
    if (session.customerId === undefined) return show(reply, session)
    const ticked = session.channel === 'personal' || pressed.tick === 'yes'
    session.permitted = ticked ? permittedBy(engine, session, pressed.shown) : undefined
    if (!session.permitted) {
      session.message = ticked ? 'changed' : 'not-ticked'
      return reply.redirect(`/consent/${session.uid}/permit`, 303)
    }
    const subject = subjectOf(engine, session.customerId, session.providerId)
    const to = await given.oidc().interactionResult(request.raw, reply.raw, {
      login: { accountId: subject, remember: false },
      consent: {},
    })
    return reply.redirect(to, 303)
  }

  async function cancel(
    request: FastifyRequest,
    reply: FastifyReply,
    session: ConsentSession,
  ): Promise<FastifyReply> {
    const provider = providerById(engine, session.providerId)
    engine.access.count(engine.clock.now(), session.providerId, 'walk:cancelled')
    await engine.store.write(() =>
      recordAudit(
        {
          engine,
          actor: consentActor(engine, session.customerId, session.loginKey),
          correlationId: session.correlationId,
        },
        {
          action: 'consent.cancel',
          target: provider && { kind: 'provider', id: provider.id, label: provider.name },
          after: { step: session.step },
        },
      ),
    )
    const found = gate(engine, session)
    const error =
      found === 'stopped' || found === 'link-barred'
        ? policyFor(engine, session.channel).stoppedAnswer
        : 'access_denied'
    sessions.leave(session.uid)
    const to = await given
      .oidc()
      .interactionResult(
        request.raw,
        reply.raw,
        { error, error_description: 'the customer did not permit the link' },
        { mergeWithLastSubmission: false },
      )
    return reply.redirect(to, 303)
  }

  function show(reply: FastifyReply, session: ConsentSession): FastifyReply {
    const view = viewOf(engine, session)
    if (view.screen !== 'notice') countStep(engine, session)
    session.message = undefined
    keepFace(reply, session, given.oidc().issuer.startsWith('https:'))
    const status = view.screen !== 'notice' ? 200 : slowDown.includes(view.kind) ? 429 : 403
    return page(reply.code(status), renderConsent(view))
  }

  function notice(
    reply: FastifyReply,
    status: number,
    kind: NoticeKind,
    of?: Parameters<typeof noticePage>[3],
  ): FastifyReply {
    return page(reply.code(status), noticePage(engine, kind, reply.request, of))
  }
}

/** Notices of what passes with time. */
const slowDown: readonly NoticeKind[] = ['locked', 'busy']
