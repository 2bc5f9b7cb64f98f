import type { Adapter, AdapterPayload } from 'oidc-provider'
import {
  consumeCode, consumePushed, type Engine, endAccessToken, endGrant, endRefreshToken, grantForProtocol, insertAccessToken, insertCode, insertPushed, insertRefreshToken,
  insertUsedAssertion, providerByClientId, systemActor, type TokenStore, tokenHash,
} from '#engine'
import { AppError } from '#shared/errors'
import { scopes as allScopes, statusAt } from '#shared/grant'
import { clientMetadata } from './client.ts'
import { MemoryAdapter } from './memory-adapter.ts'
import { currentWork, workIfAny } from './unit-of-work.ts'

const seconds = (ms: number): number => Math.floor(ms / 1000)

/** What a record adapter may leave out; oidc-provider never calls it for the kind. */
abstract class RecordAdapter implements Adapter {
  protected readonly engine: Engine
  protected readonly tokens: TokenStore

  constructor(engine: Engine, tokens: TokenStore) {
    this.engine = engine
    this.tokens = tokens
  }

  abstract find(id: string): Promise<AdapterPayload | undefined>
  async upsert(_id: string, _payload: AdapterPayload, _expiresIn: number): Promise<undefined> {}
  async consume(_id: string): Promise<undefined> {}
  async destroy(_id: string): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  /** Every check of a token asks its grant, so the end of the grant (GrantAdapter.destroy) is the end of them all. */
  async revokeByGrantId(): Promise<undefined> {}

  protected rowOf(id: string): number {
    const row = this.tokens.values.rowOf(id)
    if (row === undefined) throw new Error('not an identifier of ours')
    return row
  }

  /** A grant's end on the machine's clock, on which oidc-provider judges its records. */
  protected endOf(grantExpiresAt: number): number {
    return seconds(grantExpiresAt - this.engine.clock.offset)
  }
}

class AccessTokenAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = this.tokens.accessToken(id)
    if (row) note(row.grantId, row.clientId)
    if (!row || row.endedAt !== null) return undefined
    return {
      kind: 'AccessToken', jti: id, grantId: String(row.grantId), accountId: grantForProtocol(this.engine, row.grantId)?.subject ?? '', clientId: row.clientId,
      iat: seconds(row.issuedAt), exp: Math.min(seconds(row.expiresAt), this.endOf(row.grantExpiresAt)), scope: row.ownScopes ?? row.scopes, gty: 'authorization_code',
      ...(row.jkt !== null && { jkt: row.jkt }),
    }
  }

  override async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
    const grantId = Number(payload.grantId)
    const row = {
      id: this.rowOf(id), hash: tokenHash(id), grantId, issuedAt: Number(payload.iat) * 1000, expiresAt: Number(payload.exp) * 1000,
      scopes: payload.scope ?? null, jkt: typeof payload.jkt === 'string' ? payload.jkt : null,
    }
    note(grantId, payload.clientId)
    currentWork().onSuccess(() => {
      refuseUnlessLive(this.engine, grantId)
      this.engine.store.statement(insertAccessToken).run(row)
    })
  }

  override async destroy(id: string): Promise<undefined> {
    currentWork().onSuccess(() => this.engine.store.statement(endAccessToken).run({ id: this.rowOf(id), at: this.engine.clock.now() }))
  }
}

class RefreshTokenAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = this.tokens.refreshToken(id)
    if (!row) return undefined
    note(row.grantId, row.clientId)
    if (row.endedAt !== null || statusAt({ status: row.status, expiresAt: row.grantExpiresAt }, this.engine.clock.now()) !== 'active') return undefined
    return {
      kind: 'RefreshToken', jti: id, grantId: String(row.grantId), accountId: grantForProtocol(this.engine, row.grantId)?.subject ?? '', clientId: row.clientId,
      iat: seconds(row.issuedAt), exp: this.endOf(row.grantExpiresAt), scope: row.scopes, gty: 'authorization_code',
    }
  }

  override async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
    const row = { id: this.rowOf(id), hash: tokenHash(id), grantId: Number(payload.grantId), issuedAt: Number(payload.iat) * 1000 }
    currentWork().onSuccess(() => this.engine.store.statement(insertRefreshToken).run(row))
  }

  override async destroy(id: string): Promise<undefined> {
    currentWork().onSuccess(() => this.engine.store.statement(endRefreshToken).run({ id: this.rowOf(id), at: this.engine.clock.now() }))
  }
}

class CodeAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = this.tokens.code(id)
    if (!row) return undefined
    const payload = JSON.parse(row.payload)
    note(row.grantId, payload.clientId)
    const work = workIfAny()
    if (work) work.codeReplayed = row.consumedAt !== null
    return {
      ...payload, kind: 'AuthorizationCode', jti: id, grantId: String(row.grantId), exp: seconds(row.expiresAt),
      ...(row.consumedAt !== null && { consumed: seconds(row.consumedAt) }),
    }
  }

  override async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
    const { jti: _, kind: __, grantId, exp, sessionUid: ___, ...rest } = payload
    const row = { id: this.rowOf(id), hash: tokenHash(id), grantId: Number(grantId), expiresAt: Number(exp) * 1000, payload: JSON.stringify(rest) }
    currentWork().onSuccess(() => this.engine.store.statement(insertCode).run(row))
  }

  override async consume(id: string): Promise<undefined> {
    currentWork().onSuccess(() => {
      // The loser of a race gets nothing and ends nothing; only a later replay ends the grant (GrantAdapter.destroy).
      const changed = this.engine.store.statement(consumeCode).run({ id: this.rowOf(id), at: Date.now() })
      if (changed !== 1) throw new AppError('code.already-used')
    })
  }
}

class PushedRequestAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = this.tokens.pushedRequest(id)
    if (!row) return undefined
    return {
      ...JSON.parse(row.payload), kind: 'PushedAuthorizationRequest', jti: id, exp: seconds(row.expiresAt),
      ...(row.consumedAt !== null && { consumed: seconds(row.consumedAt) }),
    }
  }

  override async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
    const { jti: _, kind: __, exp, ...rest } = payload
    const row = { id: this.rowOf(id), hash: tokenHash(id), expiresAt: Number(exp) * 1000, payload: JSON.stringify(rest) }
    currentWork().onSuccess(() => this.engine.store.statement(insertPushed).run(row))
  }

  override async consume(id: string): Promise<undefined> {
    currentWork().onSuccess(() => {
      const changed = this.engine.store.statement(consumePushed).run({ id: this.rowOf(id), at: Date.now() })
      if (changed !== 1) throw new AppError('code.already-used', { detail: 'request_uri' })
    })
  }
}

/** The grants of the engine, as oidc-provider wants to see them. It never makes one: 許可 does (policy.ts). */
class GrantAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const grant = grantForProtocol(this.engine, Number(id))
    if (!grant || statusAt(grant, this.engine.clock.now()) !== 'active') return undefined
    return {
      kind: 'Grant', jti: id, accountId: grant.subject, clientId: grant.clientId, openid: { scope: grant.scopes },
      iat: seconds(grant.grantedAt - this.engine.clock.offset), exp: this.endOf(grant.expiresAt),
    }
  }

  override async destroy(id: string): Promise<undefined> {
    const work = currentWork()
    const byReplay = work.codeReplayed
    const actor = byReplay ? systemActor : { kind: 'provider' as const, id: work.provider?.clientId ?? '', name: work.provider?.name ?? '' }
    const end = (): void => {
      try {
        endGrant(this.engine, {
          grantId: Number(id), to: 'revoked', actor, requester: byReplay ? 'institution' : 'provider', requestChannel: 'provider-api',
          reason: byReplay ? 'code-replay' : 'customer-request-via-provider', action: byReplay ? 'grants.end-on-replay' : 'grants.revoke-by-provider',
          correlationId: work.correlationId,
        })
      } catch (error) {
        // Ended already: what was asked for holds.
        if (!(error instanceof AppError && error.code === 'grant.already-ended')) throw error
      }
    }
    if (byReplay) work.always(end)
    else work.onSuccess(end)
  }
}

/** jti of client assertions and DPoP proofs: kept whatever comes of the request (RFC 7523 §3, RFC 9449 §11.1). */
class ReplayAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.tokens.assertionUsed(tokenHash(id)) ? { jti: id, kind: 'ReplayDetection', exp: Number.MAX_SAFE_INTEGER } : undefined
  }

  override async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
    const row = { hash: tokenHash(id), expiresAt: Number(payload.exp) * 1000 }
    currentWork().always(() => {
      if (this.engine.store.statement(insertUsedAssertion).run(row) !== 1) throw new AppError('assertion.replayed')
    })
  }
}

class ClientAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const provider = providerByClientId(this.engine, id)
    const work = workIfAny()
    if (provider && work) work.provider = { id: provider.id, name: provider.name, clientId: provider.clientId }
    return provider && clientMetadata(provider)
  }
}

/** Whose grant the request touches; never another provider's. */
function note(grantId: number, clientId: string | undefined): void {
  const work = workIfAny()
  if (work && work.provider?.clientId === clientId) work.grantId = grantId
}

/** Read again inside the commit: a revocation that came in between wins. */
function refuseUnlessLive(engine: Engine, grantId: number): void {
  const grant = grantForProtocol(engine, grantId)
  if (!grant || statusAt(grant, engine.clock.now()) !== 'active') throw new AppError('code.already-used', { detail: 'grant' })
  if (grant.providerStatus !== 'active') throw new AppError('provider.not-active')
}

/** One adapter per kind of record; kinds that no enabled feature uses get memory that stays empty. */
export function adapterFactory(engine: Engine, tokens: TokenStore): (kind: string) => Adapter {
  const kinds: Record<string, new (engine: Engine, tokens: TokenStore) => RecordAdapter> = {
    AccessToken: AccessTokenAdapter, RefreshToken: RefreshTokenAdapter, AuthorizationCode: CodeAdapter, PushedAuthorizationRequest: PushedRequestAdapter,
    Grant: GrantAdapter, ReplayDetection: ReplayAdapter, Client: ClientAdapter,
  }
  return (kind) => {
    const Kind = kinds[kind]
    return Kind ? new Kind(engine, tokens) : new MemoryAdapter()
  }
}

export const supportedScopes = [...allScopes]
