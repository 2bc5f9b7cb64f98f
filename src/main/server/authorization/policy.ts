import {
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
  type default as OidcProvider,
} from 'oidc-provider'
import {
  type ConsentSessions,
  type Engine,
  permitGrant,
  providerByClientId,
  subjectOf,
} from '#engine'
import { dayMs } from '#shared/japanese-date'
import { nameOf, offerOf } from '../consent/offer.ts'
import { currentWork } from './unit-of-work.ts'

/** How far the clock of a provider may be off (FAPI 2.0 §5.3.2.1). */
export const clockToleranceSeconds = 10
/** And no JWT may be made further in the future than this. */
export const mostSecondsAhead = 60
/** How long a client assertion may live from now on: its jti is kept that long. */
export const assertionSeconds = 600

/** One prompt for everything: sign-in, digits, question and 許可 are one interaction of ours, made anew for every request. */
export function linkPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  policy.clear()
  policy.add(
    new interactionPolicy.Prompt(
      { name: 'login', requestable: true },
      new interactionPolicy.Check(
        'link',
        'the customer has to sign in and permit',
        'login_required',
        (ctx) => ctx.oidc.result?.login === undefined || ctx.oidc.result.consent === undefined,
      ),
    ),
  )
  return policy
}

/** Refuses a new walk when all places are taken, by a page of ours: no other walk is ended to make room, and the provider is told nothing. */
class TooManyWalks extends errors.CustomOIDCProviderError {
  override status = 429
  override statusCode = 429
  override allow_redirect = false

  constructor() {
    super('too_many_requests', 'too many customers are on their way')
  }
}

/** @returns for how many seconds the customer may be on the way @throws TooManyWalks */
export function beginWalk(
  sessions: ConsentSessions,
  ctx: KoaContextWithOIDC,
  { uid, parJti, params }: { uid: string; parJti?: string; params: { client_id?: unknown } },
): number {
  const of = { link: String(parJti), provider: String(params.client_id), address: ctx.ip }
  const seconds = sessions.begin(uid, of)
  if (seconds !== undefined) return seconds
  ctx.set('Retry-After', '60')
  throw new TooManyWalks()
}

/**
 * Writes the grant of a 許可 in the request that also issues the code: grant, history, audit and code
 * are one commit, so that a crash leaves neither a link without a code nor a code without a link (decision 0002).
 */
export function grantOnResume(engine: Engine, sessions: ConsentSessions, oidc: () => OidcProvider) {
  return async (ctx: KoaContextWithOIDC) => {
    const uid = ctx.oidc.entities.Interaction?.uid
    const session = uid === undefined ? undefined : sessions.find(uid)
    const client = ctx.oidc.client
    if (!session?.permitted || !client) return undefined
    const registered = providerByClientId(engine, client.clientId)
    if (!registered) return undefined
    const { customerId, loginKey, permitted } = session
    if (customerId === undefined || loginKey === undefined) return undefined
    const grantId = engine.sequences.next('grants')
    const work = currentWork()
    work.grantId = grantId
    work.walk = session
    work.afterwards(() => {
      if (!work.refused)
        engine.access.count(engine.clock.now(), registered.id, `walk:${session.channel}:done`)
    })
    work.onSuccess(() =>
      permitGrant(engine, {
        grantId,
        customerId,
        providerId: registered.id,
        channel: session.channel,
        redirectUri: session.redirectUri,
        loginKey,
        password: session.password,
        ...permitted,
        unchanged: () => {
          const now = offerOf(engine, session)
          return now !== undefined && nameOf(now) === permitted.name
        },
        correlationId: session.correlationId,
      }),
    )
    const { Grant } = oidc()
    const grant = new Grant({
      clientId: client.clientId,
      accountId: subjectOf(engine, customerId, registered.id),
    })
    grant.jti = String(grantId)
    grant.exp = Math.floor(Date.now() / 1000) + (permitted.days * dayMs) / 1000
    grant.addOIDCScope(permitted.scopes.join(' '))
    return grant
  }
}

/**
 * 許可 sends the browser through here, in the walk's turn. A walk that has no 許可 now (a reload after a refusal, say) is led to
 * its page. The answer to the provider leaves by a page of ours.
 */
export function resumePermitted(
  sessions: ConsentSessions,
  renderError: (ctx: KoaContextWithOIDC, error: { error: string }) => void,
  leavingPage: (ctx: KoaContextWithOIDC, to: string) => string,
) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>): Promise<void> => {
    const uid = /^\/auth\/([^/]+)$/.exec(ctx.path)?.[1]
    if (uid === undefined) return void (await next())
    if (sessions.turns.isFull(uid)) {
      ctx.status = 429
      return renderError(ctx, { error: 'too_many_requests' })
    }
    await sessions.turns.take(uid, async () => {
      const walk = sessions.find(uid)
      if (walk ? walk.permitted : !sessions.timedOut(uid)) {
        await next()
        const to = ctx.res.getHeader('Location')
        if (typeof to !== 'string' || to.startsWith('/')) return
        ctx.remove('Location')
        ctx.status = 200
        ctx.type = 'html'
        ctx.body = leavingPage(ctx, to)
        return
      }
      ctx.status = 303
      ctx.redirect(`/consent/${uid}`)
    })
  }
}
