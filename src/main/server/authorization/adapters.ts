import type { Adapter, AdapterPayload } from 'oidc-provider'
import {
  type ConsentSessions,
  type Engine,
  endGrant,
  grantForProtocol,
  type Provider,
  providerByClientId,
  systemActor,
  type TokenStore,
} from '#engine'
import { AppError } from '#shared/errors'
import { scopes as allScopes, statusAt } from '#shared/grant'
import { clientMetadata } from './client.ts'
import { RecordAdapter, seconds } from './record-adapter.ts'
import {
  AccessTokenAdapter,
  CodeAdapter,
  PushedRequestAdapter,
  RefreshTokenAdapter,
} from './token-adapters.ts'
import { currentWork, workIfAny } from './unit-of-work.ts'

/** The grants of the engine, in the form that oidc-provider expects. It never makes one: 許可 does (policy.ts). */
class GrantAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const grant = grantForProtocol(this.engine, Number(id))
    const status = grant && statusAt(grant, this.engine.clock.now())
    // A code that comes again ends its grant also while it is held (RFC 6749 §4.1.2): the library gives nothing for a used code.
    const counts = status === 'active' || (status === 'held' && workIfAny()?.codeReplayed)
    if (!grant || !counts) return undefined
    return {
      kind: 'Grant',
      jti: id,
      accountId: grant.subject,
      clientId: grant.clientId,
      openid: { scope: grant.scopes },
      iat: seconds(grant.grantedAt - this.engine.clock.offset),
      exp: this.endOf(grant.expiresAt),
    }
  }

  override async destroy(id: string): Promise<undefined> {
    const work = currentWork()
    const byReplay = work.codeReplayed
    const actor = byReplay
      ? systemActor
      : {
          kind: 'provider' as const,
          id: work.provider?.clientId ?? '',
          name: work.provider?.name ?? '',
        }
    const end = (): void => {
      try {
        endGrant(
          { engine: this.engine, actor, correlationId: work.correlationId },
          {
            grantId: Number(id),
            to: 'revoked',
            requester: byReplay ? 'institution' : 'provider',
            requestChannel: 'provider-api',
            reason: byReplay ? 'code-replay' : 'customer-request-via-provider',
            action: byReplay ? 'grants.endOnReplay' : 'grants.revokeByProvider',
          },
        )
      } catch (error) {
        // It has ended already, as was asked.
        if (!(error instanceof AppError && error.code === 'grant.already-ended')) throw error
      }
    }
    if (byReplay) work.always(end)
    else work.onSuccess(end)
  }
}

/**
 * Customers do not stay signed in (decision 0004): each link goes through P1. A kept session would also bring the customer
 * of the former link into the next one, and subjects differ by provider.
 */
class NothingKept extends RecordAdapter {
  async find(): Promise<undefined> {}
}

class ClientAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const provider = noteClient(this.engine, id)
    return provider && clientMetadata(this.engine, provider)
  }
}

/** In memory, with the walk that it belongs to: losing it costs the customer a new start, nothing more. */
class InteractionAdapter extends RecordAdapter {
  readonly #sessions: ConsentSessions

  constructor(engine: Engine, tokens: TokenStore, sessions: ConsentSessions) {
    super(engine, tokens)
    this.#sessions = sessions
  }

  override async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
    this.#sessions.keepInteraction(id, payload)
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#sessions.interaction(id)
  }

  /** With the answer, not before: a 許可 whose commit is refused leads back to the page. */
  override async destroy(id: string): Promise<undefined> {
    currentWork().afterwards(() => this.#sessions.close(id))
  }
}

/** Whose request it is, for its access record. */
export function noteClient(engine: Engine, clientId: string): Provider | undefined {
  const provider = providerByClientId(engine, clientId)
  const work = workIfAny()
  if (provider && work)
    work.provider = { id: provider.id, name: provider.name, clientId: provider.clientId }
  return provider
}

/** One adapter per kind of record. */
export function adapterFactory(
  engine: Engine,
  tokens: TokenStore,
  sessions: ConsentSessions,
): (kind: string) => Adapter {
  const kinds: Record<string, new (engine: Engine, tokens: TokenStore) => RecordAdapter> = {
    AccessToken: AccessTokenAdapter,
    RefreshToken: RefreshTokenAdapter,
    AuthorizationCode: CodeAdapter,
    PushedAuthorizationRequest: PushedRequestAdapter,
    Grant: GrantAdapter,
    Client: ClientAdapter,
    Session: NothingKept,
    // Looked for at introspection and never made.
    ClientCredentials: NothingKept,
  }
  return (kind) => {
    const Kind = kinds[kind]
    if (Kind) return new Kind(engine, tokens)
    if (kind === 'Interaction') return new InteractionAdapter(engine, tokens, sessions)
    // An unknown kind of record must not be kept where a restart loses it, so the start fails.
    throw new Error(`no adapter for ${kind}`)
  }
}

export const supportedScopes = [...allScopes]
