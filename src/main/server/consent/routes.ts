import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import * as z from 'zod'
import { consentStyle, type NoticeKind, renderConsent } from '#consent-screens'
import {
  answerQuestion,
  type ConsentSession,
  type ConsentSessions,
  type Engine,
  enterDigits,
  providerByClientId,
  providerById,
  recordAudit,
  signIn,
  stepsFor,
  subjectOf,
} from '#engine'
import { evidenceOf, viewOf } from './view.ts'

const text = z.string().max(200)
const forms = {
  'sign-in': z.object({ csrf: text, loginId: text, password: text }),
  'user-number': z.object({
    csrf: text,
    digit: z.union([z.array(text), text.transform((one) => [one])]),
  }),
  'extra-challenge': z.object({ csrf: text, answer: text }),
  permit: z.object({ csrf: text }),
  cancel: z.object({ csrf: text }),
} as const

interface Uid {
  Params: { uid: string; step?: string }
}

/** The customers' pages. Every POST answers with 303 to the page of the step then due, so that reload and back are harmless. */
export function consentRoutes(
  app: FastifyInstance,
  given: { engine: Engine; sessions: ConsentSessions; provider: () => Provider },
): void {
  const { engine, sessions } = given

  app.get('/consent-assets/style.css', (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(consentStyle),
  )
  app.get('/favicon.ico', (_request, reply) => reply.code(204).send())
  app.get('/terms', (_request, reply) =>
    page(
      reply,
      renderConsent({
        screen: 'terms',
        institution: engine.settings.get('institution'),
        texts: engine.settings.get('texts.personal'),
      }),
    ),
  )

  app.get<Uid>('/consent/:uid', async (request, reply) => {
    const session = await sessionOf(request, reply)
    if (!session) return reply
    return reply.redirect(`/consent/${session.uid}/${session.step}`, 303)
  })

  app.get<Uid>('/consent/:uid/:step', async (request, reply) => {
    const session = await sessionOf(request, reply)
    if (!session) return reply
    if (request.params.step !== session.step) return wrongStep(session, request.params.step, reply)
    return show(reply, session)
  })

  app.post<Uid>('/consent/:uid/:step', async (request, reply) => {
    const session = await sessionOf(request, reply)
    if (!session) return reply
    const step = request.params.step as keyof typeof forms
    const form = Object.hasOwn(forms, step) ? forms[step].safeParse(request.body) : undefined
    if (!form?.success || form.data.csrf !== session.csrf)
      return notice(reply, 403, 'out-of-order', session)
    if (step === 'cancel') return cancel(request, reply, session)
    if (step !== session.step) return wrongStep(session, step, reply)
    if (providerById(engine, session.providerId)?.status !== 'active') return show(reply, session)
    const data = form.data as {
      loginId?: string
      password?: string
      digit?: string[]
      answer?: string
    }
    if (step === 'sign-in')
      await signIn(
        engine,
        session,
        { loginId: data.loginId ?? '', password: data.password ?? '' },
        { address: request.ip, userAgent: request.headers['user-agent'] ?? '' },
      )
    if (step === 'user-number') await enterDigits(engine, session, (data.digit ?? []).join(''))
    if (step === 'extra-challenge') await answerQuestion(engine, session, data.answer ?? '')
    if (step === 'permit') return permit(request, reply, session)
    return reply.redirect(`/consent/${session.uid}/${session.step}`, 303)
  })

  /** The interaction as oidc-provider knows it, by its cookie, with our session beside it; answers itself when there is none. */
  async function sessionOf(
    request: FastifyRequest<Uid>,
    reply: FastifyReply,
  ): Promise<ConsentSession | undefined> {
    const { uid } = request.params
    const details = await given
      .provider()
      .interactionDetails(request.raw, reply.raw)
      .catch(() => undefined)
    if (!details || details.uid !== uid) {
      notice(
        reply,
        400,
        sessions.timedOut(uid)
          ? 'timed-out'
          : sessions.find(uid)
            ? 'wrong-browser'
            : 'already-finished',
      )
      return undefined
    }
    const found = sessions.find(uid)
    if (found) return found
    const registered = providerByClientId(engine, String(details.params.client_id))
    if (registered?.status !== 'active') {
      notice(reply, 403, 'provider-stopped')
      return undefined
    }
    if (!registered.channels.includes('personal')) {
      notice(reply, 403, 'request-refused')
      return undefined
    }
    const asked = String(details.params.scope ?? '')
      .split(' ')
      .filter(Boolean)
    const scopes = registered.scopes.filter((scope) => asked.includes(scope))
    if (scopes.length === 0) {
      notice(reply, 403, 'request-refused')
      return undefined
    }
    return sessions.open(uid, {
      providerId: registered.id,
      channel: 'personal',
      scopes,
      minutes: engine.settings.get('policy').interactionMinutes,
    })
  }

  /** A step already behind leads to the one due (the back button, a second click); one ahead restarts (R21). */
  function wrongStep(
    session: ConsentSession,
    asked: string | undefined,
    reply: FastifyReply,
  ): FastifyReply {
    const path: string[] = stepsFor(session.channel, session)
    const index = path.indexOf(asked ?? '')
    if (index >= 0 && index < path.indexOf(session.step))
      return reply.redirect(`/consent/${session.uid}/${session.step}`, 303)
    sessions.restart(session)
    return notice(reply, 403, 'out-of-order', session)
  }

  async function permit(
    request: FastifyRequest,
    reply: FastifyReply,
    session: ConsentSession,
  ): Promise<FastifyReply> {
    const view = viewOf(engine, session)
    if (view.screen !== 'permit' || session.customerId === undefined) return show(reply, session)
    session.permitted = evidenceOf(engine, session)
    const subject = subjectOf(engine, session.customerId, session.providerId)
    const to = await given.provider().interactionResult(request.raw, reply.raw, {
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
    const customer =
      session.customerId === undefined ? undefined : engine.bank.customer(session.customerId)
    await engine.store.write(() =>
      recordAudit(engine, {
        actor: {
          kind: 'customer',
          id: String(session.customerId ?? 0),
          name: customer?.name ?? '（未確認）',
        },
        action: 'consent.cancel',
        ...(provider && {
          target: { kind: 'provider' as const, id: provider.id, label: provider.name },
        }),
        after: { step: session.step },
        correlationId: session.correlationId,
      }),
    )
    sessions.close(session.uid)
    const to = await given
      .provider()
      .interactionResult(
        request.raw,
        reply.raw,
        { error: 'access_denied', error_description: 'the customer did not permit the link' },
        { mergeWithLastSubmission: false },
      )
    return reply.redirect(to, 303)
  }

  function show(reply: FastifyReply, session: ConsentSession): FastifyReply {
    const view = viewOf(engine, session)
    session.message = undefined
    allowFormsTo(reply, session)
    const status = view.screen === 'notice' ? (view.kind === 'locked' ? 429 : 403) : 200
    return page(reply.code(status), renderConsent(view))
  }

  function notice(
    reply: FastifyReply,
    status: number,
    kind: NoticeKind,
    session?: ConsentSession,
  ): FastifyReply {
    if (session) allowFormsTo(reply, session)
    const way = session && { base: `/consent/${session.uid}`, csrf: session.csrf }
    return page(
      reply.code(status),
      renderConsent({
        screen: 'notice',
        kind,
        institution: engine.settings.get('institution'),
        ...way,
      }),
    )
  }

  /** Chromium applies form-action to the redirects that follow a form, and those end at the provider. */
  function allowFormsTo(reply: FastifyReply, session: ConsentSession): void {
    const provider = providerById(engine, session.providerId)
    const origins = new Set(provider?.redirectUris.map((uri) => new URL(uri).origin))
    reply.header('content-security-policy', contentSecurityPolicy([...origins]))
  }
}

/** No script at all, nothing from elsewhere, in nobody's frame. */
export function contentSecurityPolicy(formTargets: readonly string[] = []): string {
  return `default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' ${formTargets.join(' ')}; base-uri 'none'; frame-ancestors 'none'`
}

export function page(reply: FastifyReply, body: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(body)
}

/** The page for what oidc-provider refuses in the customer's browser. */
export function refusalNotice(engine: Engine, error: string): string {
  const kind: NoticeKind =
    error === 'invalid_request_uri' || error === 'invalid_request' || error === 'session_not_found'
      ? 'already-finished'
      : error === 'invalid_client'
        ? 'provider-stopped'
        : error === 'server_error' || error === 'temporarily_unavailable'
          ? 'unavailable'
          : 'request-refused'
  return renderConsent({ screen: 'notice', kind, institution: engine.settings.get('institution') })
}
