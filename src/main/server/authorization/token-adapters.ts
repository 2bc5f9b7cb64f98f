import type { AdapterPayload } from 'oidc-provider'
import { grantForProtocol, issueAccessToken, issueRefreshToken, tokenHash, useCode } from '#engine'
import { AppError } from '#shared/errors'
import { statusAt } from '#shared/grant'
import { note, RecordAdapter, seconds } from './record-adapter.ts'
import { currentWork, workIfAny } from './unit-of-work.ts'

export class AccessTokenAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = this.tokens.accessToken(id)
    if (row) note(row.grantId, row.clientId)
    if (!row || row.endedAt !== null) return undefined
    return {
      kind: 'AccessToken',
      jti: id,
      grantId: String(row.grantId),
      accountId: grantForProtocol(this.engine, row.grantId)?.subject ?? '',
      clientId: row.clientId,
      iat: seconds(row.issuedAt),
      exp: Math.min(seconds(row.expiresAt), this.endOf(row.grantExpiresAt)),
      scope: row.ownScopes ?? row.scopes,
      gty: 'authorization_code',
      ...(row.jkt !== null && { jkt: row.jkt }),
    }
  }

  override async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
    const grantId = Number(payload.grantId)
    const token = {
      id: this.rowOf('accessTokens', id),
      value: id,
      grantId,
      issuedAt: Number(payload.iat) * 1000,
      expiresAt: Number(payload.exp) * 1000,
      scopes: payload.scope ?? null,
      jkt: typeof payload.jkt === 'string' ? payload.jkt : null,
      by: payload.gty?.endsWith('refresh_token') ? ('refresh' as const) : ('code' as const),
    }
    note(grantId, payload.clientId)
    currentWork().onSuccess(() => issueAccessToken(this.engine, token))
  }

  override async destroy(id: string): Promise<undefined> {
    currentWork().onSuccess(() => {
      this.engine.authority.changed()
      this.engine.store.update(
        'accessTokens',
        { id: this.rowOf('accessTokens', id), endedAt: null },
        { endedAt: this.engine.clock.now() },
      )
    })
  }
}

export class RefreshTokenAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = this.tokens.refreshToken(id)
    if (!row) return undefined
    note(row.grantId, row.clientId)
    const status = statusAt(
      { status: row.status, expiresAt: row.grantExpiresAt },
      this.engine.clock.now(),
    )
    // A hold keeps the token for later: whoever gives it back meanwhile ends the grant (RFC 7009 §2.1), and gets nothing by it.
    const counts = status === 'active' || (status === 'held' && workIfAny()?.isRevocation)
    if (row.endedAt !== null || !counts) return undefined
    return {
      kind: 'RefreshToken',
      jti: id,
      grantId: String(row.grantId),
      accountId: grantForProtocol(this.engine, row.grantId)?.subject ?? '',
      clientId: row.clientId,
      iat: seconds(row.issuedAt),
      exp: this.endOf(row.grantExpiresAt),
      scope: row.scopes,
      gty: 'authorization_code',
    }
  }

  override async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
    const token = {
      id: this.rowOf('refreshTokens', id),
      value: id,
      grantId: Number(payload.grantId),
      issuedAt: Number(payload.iat) * 1000,
    }
    currentWork().onSuccess(() => issueRefreshToken(this.engine, token))
  }

  override async destroy(id: string): Promise<undefined> {
    currentWork().onSuccess(() =>
      this.engine.store.update(
        'refreshTokens',
        { id: this.rowOf('refreshTokens', id), endedAt: null },
        { endedAt: this.engine.clock.now() },
      ),
    )
  }
}

export class CodeAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = this.tokens.code(id)
    if (!row) return undefined
    const payload = JSON.parse(row.payload)
    note(row.grantId, payload.clientId)
    const work = workIfAny()
    if (work) work.codeReplayed = row.consumedAt !== null
    return {
      ...payload,
      kind: 'AuthorizationCode',
      jti: id,
      grantId: String(row.grantId),
      exp: seconds(row.expiresAt),
      ...(row.consumedAt !== null && { consumed: seconds(row.consumedAt) }),
    }
  }

  override async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
    const { jti: _, kind: __, grantId, exp, sessionUid: ___, ...rest } = payload
    const row = {
      id: this.rowOf('authorizationCodes', id),
      hash: tokenHash(id),
      grantId: Number(grantId),
      expiresAt: Number(exp) * 1000,
      payload: JSON.stringify(rest),
    }
    currentWork().onSuccess(() => this.engine.store.insert('authorizationCodes', row))
  }

  override async consume(id: string): Promise<undefined> {
    const work = currentWork()
    work.onSuccess(() =>
      useCode(this.engine, this.rowOf('authorizationCodes', id), work.correlationId),
    )
  }
}

export class PushedRequestAdapter extends RecordAdapter {
  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = this.tokens.pushedRequest(id)
    if (!row) return undefined
    return {
      ...JSON.parse(row.payload),
      kind: 'PushedAuthorizationRequest',
      jti: id,
      exp: seconds(row.expiresAt),
      ...(row.consumedAt !== null && { consumed: seconds(row.consumedAt) }),
    }
  }

  override async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
    const { jti: _, kind: __, exp, ...rest } = payload
    const row = {
      id: this.rowOf('pushedRequests', id),
      hash: tokenHash(id),
      expiresAt: Number(exp) * 1000,
      payload: JSON.stringify(rest),
    }
    currentWork().onSuccess(() => this.engine.store.insert('pushedRequests', row))
  }

  override async consume(id: string): Promise<undefined> {
    currentWork().onSuccess(() => {
      const unused = { id: this.rowOf('pushedRequests', id), consumedAt: null }
      if (this.engine.store.update('pushedRequests', unused, { consumedAt: Date.now() }) !== 1)
        throw new AppError('code.already-used', { detail: 'request_uri' })
    })
  }
}
