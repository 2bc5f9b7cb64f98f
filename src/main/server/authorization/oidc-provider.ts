import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import OidcProvider, { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider'
import {
  accessTokenSeconds,
  type ConsentSessions,
  type Engine,
  grantForProtocol,
  kidOf,
  providerByClientId,
  secondsLeft,
  type TokenStore,
} from '#engine'
import { signingAlgorithms } from '#shared/algorithms'
import { Language } from '#shared/consent-texts'
import { type GrantStatus, statusAt } from '#shared/grant'
import { dayMs } from '#shared/japanese-date'
import { english, japanese } from '#shared/messages/catalogue'
import { adapterFactory, supportedScopes } from './adapters.ts'
import { commitBeforeAnswer } from './commit.ts'
import { patch } from './patches.ts'
import {
  assertionSeconds,
  beginWalk,
  clockToleranceSeconds,
  grantOnResume,
  linkPolicy,
  mostSecondsAhead,
  resumePermitted,
} from './policy.ts'
import { workIfAny } from './unit-of-work.ts'
import { causeIn, isReplay, whyNotAuthenticated, whyNotRedeemed } from './why-refused.ts'

const codeSeconds = 60

export interface AuthorizationOptions {
  engine: Engine
  tokens: TokenStore
  sessions: ConsentSessions
  issuer: string
  renderError: (ctx: KoaContextWithOIDC, error: { error: string }) => void
  /** The page that leads back to the provider. */
  leavingPage: (ctx: KoaContextWithOIDC, to: string) => string
}

/** oidc-provider as FAPI 2.0 Security Profile asks for it, less OpenID: no id_token, opaque tokens, PAR only. */
export function authorizationServer(options: AuthorizationOptions): OidcProvider {
  const { engine, tokens, sessions, issuer } = options
  const secure = issuer.startsWith('https:')
  // Without a path: oidc-provider binds the cookie of each interaction to its own page, so that two tabs do not disturb
  // each other.
  const cookie = { httpOnly: true, sameSite: 'lax' as const, secure, signed: true }
  const configuration: Configuration = {
    adapter: adapterFactory(engine, tokens, sessions),
    jwks: { keys: engine.keys.signing as never },
    scopes: supportedScopes,
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: {
      clientAuthSigningAlgValues: signingAlgorithms,
      dPoPSigningAlgValues: signingAlgorithms,
    },
    allowOmittingSingleRegisteredRedirectUri: false,
    clockTolerance: clockToleranceSeconds,
    pkce: { required: () => true },
    // Our own parameter: which channel a provider of both means (README, "channel").
    extraParams: ['channel'],
    routes: {
      authorization: '/auth',
      pushed_authorization_request: '/par',
      token: '/token',
      introspection: '/token/introspection',
      revocation: '/token/revocation',
      jwks: '/jwks',
    },
    cookies: {
      keys: cookieSigner(engine.keys.cookies) as never,
      names: { session: 'rk_session', interaction: 'rk_interaction', resume: 'rk_resume' },
      // No session is ever found by this cookie (NoSession), so it is not signed.
      long: { ...cookie, signed: false },
      short: cookie,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      // The library need not look for replays: commit.ts takes each proof once.
      dPoP: { enabled: true, allowReplay: true },
      // The token of another provider is answered like an unknown one (T5).
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId,
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId,
      },
      fapi: { enabled: true, profile: '2.0' },
      // A client may name our data API as its resource, and nothing else: offered.ts refuses the rest.
      resourceIndicators: { enabled: false },
    },
    ttl: {
      AuthorizationCode: codeSeconds,
      AccessToken: (_ctx, token) => tokenSeconds(engine, token.grantId, 'policy'),
      RefreshToken: (_ctx, token) => tokenSeconds(engine, token.grantId, 'grant'),
      // The library asks for this once, when a walk begins: the last moment at which the walk can still be refused.
      Interaction: (ctx, interaction) => beginWalk(sessions, ctx, interaction),
      Session: () => engine.settings.get('policy').interactionMinutes * 60,
      // Grants end by their own row (adapters.ts); the library only needs a number.
      Grant: () => (366 * dayMs) / 1000,
    },
    // Without this the loss of the in-memory session would end every token.
    expiresWithSession: () => false,
    issueRefreshToken: () => true,
    // No rotation for clients bound to a key (FAPI 2.0 §5.3.2.1); the refresh token ends with the grant.
    rotateRefreshToken: false,
    // Revoking the refresh token ends the grant; revoking an access token ends that token alone (RFC 7009).
    revokeGrantPolicy: (ctx) => !(ctx.oidc.route === 'revocation' && ctx.oidc.entities.AccessToken),
    findAccount: (_ctx, subject) => ({ accountId: subject, claims: () => ({ sub: subject }) }),
    loadExistingGrant: grantOnResume(engine, sessions, () => oidc),
    assertJwtClientAuthClaimsAndHeader: (_ctx, claims, header, client) => {
      assertAssertion(claims, issuer)
      const provider = providerByClientId(engine, client.clientId)
      if (provider)
        engine.keyUses.note(provider.id, kidOf(engine, provider, header), engine.clock.now())
    },
    interactions: {
      policy: linkPolicy(),
      url: (_ctx, interaction) => `/consent/${interaction.uid}`,
    },
    renderError: options.renderError,
    discovery: {
      service_documentation: undefined,
      ui_locales_supported: Language.options,
      authorization_details_types_supported: undefined,
    },
  }
  const oidc = new OidcProvider(issuer, configuration)
  // The X-Forwarded headers that it reads have been set to the issuer's address (own-address.ts).
  oidc.proxy = true
  patch(oidc, engine, tokens)
  noteRefusals(oidc, engine)
  oidc.on('server_error', (_ctx, error) =>
    engine.log.error({ err: error }, 'authorization server failed'),
  )
  oidc.use(resumePermitted(sessions, options.renderError, options.leavingPage) as never)
  oidc.use(commitBeforeAnswer(engine, issuer, options.renderError) as never)
  return oidc
}

/** Seconds of a token: by its provider's and channel's policy, or as long as its grant. */
function tokenSeconds(
  engine: Engine,
  grantId: string | undefined,
  until: 'policy' | 'grant',
): number {
  const grant = grantForProtocol(engine, Number(grantId))
  if (!grant) return 1
  return secondsLeft(
    engine,
    grant.expiresAt,
    until === 'policy' ? accessTokenSeconds(engine, grant) : Number.POSITIVE_INFINITY,
  )
}

/** FAPI 2.0 §5.3.2.1: `aud` is the issuer, as a string; nothing else (T8). A time of making beyond 60 s ahead is refused, and a life of more than 10 minutes. */
function assertAssertion(claims: Record<string, unknown>, issuer: string): void {
  if (claims.aud !== issuer)
    throw new errors.InvalidClientAuth('audience (aud) must be the issuer identifier, as a string')
  const now = Math.floor(Date.now() / 1000)
  for (const name of ['iat', 'nbf'] as const) {
    const at = claims[name]
    if (at !== undefined && (typeof at !== 'number' || at > now + mostSecondsAhead))
      throw new errors.InvalidClientAuth(`${name} is too far in the future`)
  }
  if (typeof claims.exp !== 'number' || claims.exp > now + assertionSeconds + clockToleranceSeconds)
    throw new errors.InvalidClientAuth('exp is too far in the future')
}

function noteRefusals(oidc: OidcProvider, engine: Engine): void {
  const note = (ctx: KoaContextWithOIDC, error: Error): void => {
    const work = workIfAny()
    if (!work) return
    const { error_description: description, error_detail: detail } = error as {
      error_description?: string
      error_detail?: string
    }
    const notTold =
      error.message === 'invalid_client' ? whyNotAuthenticated(engine, ctx, oidc.issuer) : undefined
    // A code that comes again is told as that: it is what ends the link, also one that was held.
    if (error.message === 'invalid_grant' && !isReplay(detail))
      work.linkStatus = endedOrHeld(engine, work.grantId)
    const why =
      notTold ??
      (error.message === 'invalid_grant' ? whyNotRedeemed(detail, work.linkStatus) : undefined)
    work.refused = {
      error: error.message,
      detail: why?.(english) ?? detail ?? description ?? '',
      explained: why?.(japanese),
    }
    work.cause = notTold && causeIn(notTold)
  }
  const events = [
    'authorization.error',
    'grant.error',
    'introspection.error',
    'revocation.error',
    'pushed_authorization_request.error',
    'server_error',
  ] as const
  for (const event of events) oidc.on(event as 'server_error', note)
}

/** A link that was refused because it is over or held; one that lapsed was not taken up in time, which is its provider's own doing. */
function endedOrHeld(engine: Engine, grantId: number | null): GrantStatus | undefined {
  const grant = grantId === null ? undefined : grantForProtocol(engine, grantId)
  const status = grant && statusAt(grant, engine.clock.now())
  return status === 'active' || status === 'lapsed' ? undefined : status
}

/** One kept key object, where a list of strings makes a Keygrip and its keys anew for each request: a link takes 9 % less CPU. */
function cookieSigner(secret: Buffer) {
  const key = createSecretKey(secret)
  const sign = (data: string): string => createHmac('sha256', key).update(data).digest('base64url')
  const index = (data: string, digest: string): number => {
    const own = Buffer.from(sign(data))
    const given = Buffer.from(digest)
    return own.length === given.length && timingSafeEqual(own, given) ? 0 : -1
  }
  return { sign, index }
}
