import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Action, ConsentSession, Engine } from '#engine'
import { recordAudit } from '#engine'
import { AppError } from '#shared/errors'
import type { GrantStatus } from '#shared/grant'
import { supportedScopes } from './adapters.ts'
import { askedAndNotOffered, metadataOfWhatIsOffered } from './offered.ts'
import { failedCommit, grantSecondsLeft, noteCall } from './outcome.ts'
import { mostSecondsAhead } from './policy.ts'
import { Strangers } from './strangers.ts'
import { takeOnce } from './take-once.ts'
import { inUnitOfWork, type Refused, UnitOfWork } from './unit-of-work.ts'

type Next = () => Promise<unknown>
type RenderError = (ctx: KoaContextWithOIDC, error: { error: string }) => void

/** The name of a provider's call in the access records; the customer's requests are none. */
const endpoints: Record<string, Action> = {
  '/par': 'oauth.par',
  '/token': 'oauth.token',
  '/token/introspection': 'oauth.introspection',
  '/token/revocation': 'oauth.revocation',
}

/**
 * The outermost middleware around oidc-provider. Koa sends the answer only after this returns, so everything is on disk
 * before anything leaves; a failure of the commit turns the answer into a refusal.
 */
export function commitBeforeAnswer(engine: Engine, issuer: string, renderError: RenderError) {
  const strangers = new Strangers()
  return async (ctx: KoaContextWithOIDC, next: Next): Promise<void> => {
    const endpoint = endpoints[ctx.path]
    const begun = performance.now()
    // Errors are JSON (RFC 6749 §5.2), whatever the caller accepts (T9).
    if (endpoint) ctx.req.headers.accept = 'application/json'
    const work = new UnitOfWork()
    work.isRevocation = endpoint === 'oauth.revocation'
    const given = engine.store.expect()
    try {
      await inUnitOfWork(work, async () => {
        await next()
        if (endpoint && isTooLarge(ctx)) answerTooLarge(ctx)
        if (endpoint && takesProofs.has(endpoint) && ctx.status < 400)
          refuseUnfitProof(engine, ctx, work)
        if (endpoint === 'oauth.par' && ctx.status === 201) refuseUnknownScope(ctx, work)
        if (endpoint && ctx.status < 400) refuseWhatIsNotOffered(ctx, work, issuer)
        const written = commit(engine, ctx, work, { endpoint, strangers })
        given()
        const error = await written
        if (error) {
          // The request was answered from another tab meanwhile: this walk has nothing left to permit.
          if (isCode(error.cause, 'code.already-used')) work.walk = undefined
          if (isCode(error.cause, 'grant.not-active'))
            work.linkStatus = error.cause.detail as GrantStatus | undefined
          answerFailed(ctx, work, endpoint, failedCommit(engine, work, error.cause), renderError)
        }
      })
    } finally {
      given()
    }
    if (ctx.path.startsWith('/.well-known/') && ctx.status === 200)
      ctx.body = metadataOfWhatIsOffered(ctx.body as Record<string, unknown>)
    if (ctx.path === '/token' && ctx.status === 200) addGrantEnd(engine, ctx, work)
    if (endpoint)
      noteCall(
        engine,
        work,
        endpointName(ctx, endpoint),
        {
          status: ctx.status,
          body: typeof ctx.body === 'object' && ctx.body !== null ? ctx.body : {},
        },
        performance.now() - begun,
      )
  }
}

/** oidc-provider leaves off reading a body above 56 KB, and says of it what it says of one that it cannot read. */
const isTooLarge = (ctx: KoaContextWithOIDC): boolean =>
  ctx.status === 400 &&
  !ctx.req.complete &&
  (ctx.body as { error_description?: string }).error_description ===
    'failed to parse the request body'

/** At once, and with the end of the connection: the rest of it may never come. */
function answerTooLarge(ctx: KoaContextWithOIDC): void {
  ctx.status = 413
  ctx.set('Connection', 'close')
  ctx.body = { error: 'invalid_request', error_description: 'the request is too large' }
}

/** @returns what went wrong in it, if anything */
async function commit(
  engine: Engine,
  ctx: KoaContextWithOIDC,
  work: UnitOfWork,
  { endpoint, strangers }: { endpoint: Action | undefined; strangers: Strangers },
): Promise<{ cause: unknown } | undefined> {
  const refused: Refused | undefined =
    work.refused ?? (ctx.status >= 400 ? { error: String(ctx.status), detail: '' } : undefined)
  // A request refused for too many others writes nothing: filling the database may be what it was sent for.
  if (refused && !['server_error', 'too_many_requests'].includes(refused.error)) {
    work.isCountedAlone = !work.isProven && !isWritten(engine, strangers, work)
    if (!work.isCountedAlone) work.always(() => auditRefused(engine, ctx, work, endpoint, refused))
  }
  try {
    await work.commit(engine.store, refused === undefined, (error) => {
      if (error instanceof AppError && !error.code.startsWith('store.'))
        auditRefused(engine, ctx, work, endpoint, {
          error: error.code,
          detail: error.detail ?? '',
        })
    })
    return undefined
  } catch (cause) {
    return { cause }
  }
}

function isWritten({ log }: Engine, strangers: Strangers, { provider }: UnitOfWork): boolean {
  const { written, first } = strangers.take(provider?.clientId ?? '')
  if (first)
    log.warn(
      { provider: provider?.id ?? null },
      'many refused calls of callers who have proven nothing: they are counted and no longer written down in this minute',
    )
  return written
}

const isCode = (cause: unknown, code: AppError['code']): cause is AppError =>
  cause instanceof AppError && cause.code === code

function answerFailed(
  ctx: KoaContextWithOIDC,
  work: UnitOfWork,
  endpoint: Action | undefined,
  failed: ReturnType<typeof failedCommit>,
  renderError: RenderError,
): void {
  ctx.remove('Location')
  ctx.remove('Set-Cookie')
  ctx.status = failed.status
  if (failed.retryAfterSeconds) ctx.set('Retry-After', String(failed.retryAfterSeconds))
  if (endpoint) {
    ctx.body = failed.body
    ctx.type = 'json'
  } else if (work.walk && failed.status < 500) backToWalk(ctx, work.walk)
  else renderError(ctx, failed.body)
}

/** What stood in the way in the commit stands there on the page too, which says so and has the way out. */
function backToWalk(ctx: KoaContextWithOIDC, walk: ConsentSession): void {
  walk.permitted = undefined
  ctx.status = 303
  ctx.redirect(`/consent/${walk.uid}/permit`)
}

/**
 * oidc-provider ignores scopes that it does not know. A customer must not be asked for something else than the provider
 * asked for, so such a request is refused as a whole (RFC 6749 §3.3, RFC 9126 §2.3).
 */
function refuseUnknownScope(ctx: KoaContextWithOIDC, work: UnitOfWork): void {
  const asked = String(ctx.oidc.body?.scope ?? '').split(' ')
  const unknown = asked.filter((scope) => !supportedScopes.includes(scope as never))
  if (unknown.length === 0) return
  refuse(ctx, work, 'invalid_scope', 'scope is missing or holds unknown values', unknown.join(' '))
}

function refuseWhatIsNotOffered(ctx: KoaContextWithOIDC, work: UnitOfWork, issuer: string): void {
  const asked = askedAndNotOffered(ctx.oidc.body ?? {}, issuer)
  if (asked) refuse(ctx, work, asked.error, asked.description, asked.description)
}

/** Where oidc-provider looks at a DPoP proof, and for how many seconds it takes one. */
const takesProofs: ReadonlySet<Action> = new Set<Action>(['oauth.par', 'oauth.token'])
const proofSeconds = 300

/**
 * oidc-provider has verified the proof. It takes those made up to five minutes ahead, where FAPI 2.0 §5.3.2.1 draws the line at one
 * minute. Whether it was used before is asked here alone (`allowReplay`): oidc-provider would make the error each time, before it
 * knows that there is one.
 */
function refuseUnfitProof(engine: Engine, ctx: KoaContextWithOIDC, work: UnitOfWork): void {
  const proof = ctx.get('DPoP')
  if (proof === '') return
  const { iat, jti } = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString())
  if (iat > Date.now() / 1000 + mostSecondsAhead)
    refuse(ctx, work, 'invalid_dpop_proof', 'DPoP proof iat is too far in the future', String(iat))
  else if (!takeOnce(engine, `proof:${ctx.oidc.client?.clientId}:${jti}`, iat + proofSeconds))
    refuse(ctx, work, 'invalid_dpop_proof', 'DPoP proof was used before', String(jti))
}

function refuse(
  ctx: KoaContextWithOIDC,
  work: UnitOfWork,
  error: string,
  description: string,
  detail: string,
): void {
  work.refused = { error, detail }
  ctx.status = 400
  ctx.body = { error, error_description: description }
}

function endpointName(ctx: KoaContextWithOIDC, endpoint: Action): Action {
  const grantType = endpoint === 'oauth.token' ? ctx.oidc?.params?.grant_type : undefined
  return grantType === 'refresh_token' ? 'oauth.refresh' : endpoint
}

function addGrantEnd(engine: Engine, ctx: KoaContextWithOIDC, work: UnitOfWork): void {
  const end = ctx.oidc.entities.Grant?.exp
  if (end === undefined || work.grantId === null) return
  ctx.body = {
    ...(ctx.body as object),
    authorization_expires_in: grantSecondsLeft(engine, end),
  }
}

function auditRefused(
  engine: Engine,
  ctx: KoaContextWithOIDC,
  work: UnitOfWork,
  endpoint: Action | undefined,
  refused: Refused,
): void {
  const { provider, correlationId } = work
  const actor = {
    kind: 'provider',
    id: provider?.clientId ?? '',
    name: provider?.name ?? '（不明なAPI業者）',
  } as const
  recordAudit(
    { engine, actor, correlationId },
    {
      action: endpoint ? endpointName(ctx, endpoint) : 'oauth.authorization',
      outcome: 'refused',
      target: provider && { kind: 'provider', id: provider.id, label: provider.name },
      reason: refused.error,
      after: {
        detail: refused.detail.slice(0, 200),
        ...(refused.explained !== undefined && { explained: refused.explained.slice(0, 300) }),
        grantId: work.grantId,
      },
    },
  )
}
