import type OidcProvider from 'oidc-provider'
import {
  type Engine,
  jwksOf,
  keysInForce,
  leastMs,
  providerByClientId,
  refreshKeySet,
  type TokenStore,
  VersionedCache,
} from '#engine'
import { isClient } from '#shared/provider-status'
import { noteClient } from './adapters.ts'
import { takeOnce } from './take-once.ts'
import { currentWork } from './unit-of-work.ts'

/**
 * Where we put something of ours in oidc-provider's place, beyond its configuration: what the tokens' form needs, and what makes
 * it faster. The latter say what they bring, measured as the server's CPU with DPoP beside other work (docs/bench.md); one that brings
 * nothing any more goes.
 */
export function patch(oidc: OidcProvider, engine: Engine, tokens: TokenStore): void {
  useOwnTokenIds(oidc, engine, tokens)
  rememberClients(oidc, engine)
  takeAssertionsOnce(oidc, engine)
}

/**
 * Not for speed: our tokens name their row, and those of another form are found nowhere (token-value.ts, R107). The library has no
 * setting for it.
 */
function useOwnTokenIds(oidc: OidcProvider, engine: Engine, tokens: TokenStore): void {
  const kindOf = {
    AccessToken: 'accessTokens',
    RefreshToken: 'refreshTokens',
    AuthorizationCode: 'authorizationCodes',
    PushedAuthorizationRequest: 'pushedRequests',
  } as const
  for (const [model, kind] of Object.entries(kindOf)) {
    const { prototype } = oidc[model as keyof typeof kindOf]
    Object.assign(prototype, {
      generateTokenId(this: { format?: string }) {
        this.format = 'opaque'
        return tokens.values.make(kind, engine.sequences.next(kind))
      },
    })
  }
}

/** oidc-provider hashes a client's whole registration at every look-up; ours has a version to go by. A link takes 4 % less CPU. */
export function rememberClients(oidc: Pick<OidcProvider, 'Client'>, engine: Engine): void {
  type Client = NonNullable<Awaited<ReturnType<typeof oidc.Client.find>>>
  /** With the instants between which this set of its keys is in force: before the first one only by a clock that was set back. */
  const clients = new VersionedCache<string, { client: Client; from: number; until: number }>(
    engine.authority,
    1_000,
  )
  const find = oidc.Client.find.bind(oidc.Client)
  /** @returns nothing where there is no address to ask */
  const askAddress = (id: string): Promise<void> | undefined => {
    const provider = providerByClientId(engine, id)
    if (!provider || provider.jwksUri === '' || !isClient(provider.status)) return undefined
    return refreshKeySet(engine, provider)
  }
  oidc.Client.find = async (id) => {
    if (typeof id !== 'string') return undefined
    const known = clients.get(id, () => undefined)
    const now = engine.clock.now()
    if (known && known.from <= now && now < known.until) {
      noteClient(engine, id)
      return known.client
    }
    const asked = askAddress(id)
    if (asked) await asked
    // What was read before a change must not be kept as what holds after it.
    const { current } = engine.authority
    const found = await find(id)
    if (found && current === engine.authority.current) {
      clients.put(id, { client: found, from: now, until: changesAt(engine, id, now) })
    }
    return found
  }
}

/** When the keys of a provider are to be looked at again, epoch ms: one of them begins or ends, or its address is asked. */
function changesAt(engine: Engine, clientId: string, now: number): number {
  const provider = providerByClientId(engine, clientId)
  if (!provider) return Number.POSITIVE_INFINITY
  const { until } = keysInForce(jwksOf(engine, provider)?.keys ?? [], now)
  return provider.jwks ? until : Math.min(until, now + leastMs)
}

/**
 * oidc-provider would look a jti up and keep it as a record like any other, through every layer that tokens need, and make two
 * URLs as further audiences, which are refused here anyway (`assertAssertion`). Together with proofs (commit.ts) a refresh takes 8 %
 * less, an introspection 17 %.
 */
function takeAssertionsOnce(oidc: OidcProvider, engine: Engine): void {
  const audience = new Set([oidc.issuer])
  Object.assign(oidc.OIDCContext.prototype, { clientJwtAuthExpectedAudience: () => audience })
  Object.assign(oidc.ReplayDetection, {
    unique: async (clientId: string, jti: string, until: number): Promise<boolean> => {
      const work = currentWork()
      // Its signature has been verified by now.
      work.isProven = takeOnce(engine, `assertion:${clientId}:${jti}`, until)
      return work.isProven
    },
  })
}
