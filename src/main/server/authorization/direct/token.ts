import { hash, timingSafeEqual } from 'node:crypto'
import {
  accessTokenSeconds,
  issueAccessToken,
  issueRefreshToken,
  secondsLeft,
  useCode,
} from '#engine'
import { type Channel, statusAt } from '#shared/grant'
import { grantSecondsLeft } from '../outcome.ts'
import { seconds } from '../record-adapter.ts'
import type { DirectCall } from './call.ts'

const verifierForm = /^[A-Za-z0-9._~-]{43,128}$/

/** RFC 6749 §6 for a stable refresh token: all that was granted, nothing asked for anew. */
export function refresh(call: DirectCall): object | undefined {
  const { engine, form, tokens } = call
  if (!call.hasOnly('grant_type', 'refresh_token')) return undefined
  const row = tokens.refreshToken(form.refresh_token ?? '')
  if (!row || row.endedAt !== null || row.clientId !== call.provider.clientId) return undefined
  if (row.providerStatus !== 'active') return undefined
  const status = statusAt({ status: row.status, expiresAt: row.grantExpiresAt }, engine.clock.now())
  if (status !== 'active') return undefined
  return tokenAnswer(call, row, form.refresh_token ?? '')
}

/** RFC 6749 §4.1.3 with RFC 7636 §4.6. */
export function exchange(call: DirectCall): object | undefined {
  const { engine, form, tokens, work } = call
  if (!call.hasOnly('grant_type', 'code', 'redirect_uri', 'code_verifier')) return undefined
  const { code: value = '', code_verifier: verifier = '' } = form
  const row = tokens.code(value)
  if (!row || row.consumedAt !== null || row.expiresAt <= Date.now()) return undefined
  const code = JSON.parse(row.payload)
  if (code.clientId !== call.provider.clientId || code.redirectUri !== form.redirect_uri)
    return undefined
  if (code.dpopJkt !== undefined || code.codeChallengeMethod !== 'S256') return undefined
  if (
    !verifierForm.test(verifier) ||
    !isSame(hash('sha256', verifier, 'base64url'), code.codeChallenge)
  )
    return undefined
  const grant = call.grant(row.grantId)
  if (!grant || grant.clientId !== code.clientId || grant.scopes !== code.scope) return undefined
  work.onSuccess(() => useCode(engine, row.id))
  const id = engine.sequences.next('refreshTokens')
  const refreshToken = tokens.values.make(id)
  const answer = tokenAnswer(
    call,
    { ...grant, grantId: row.grantId, grantExpiresAt: grant.expiresAt },
    refreshToken,
  )
  const issuedAt = seconds(Date.now()) * 1000
  work.onSuccess(() =>
    issueRefreshToken(engine, { id, value: refreshToken, grantId: row.grantId, issuedAt }),
  )
  return answer
}

function tokenAnswer(
  { engine, tokens, work }: DirectCall,
  grant: {
    grantId: number
    grantExpiresAt: number
    scopes: string
    channel: Channel
    clientId: string
  },
  refreshToken: string,
): object {
  const id = engine.sequences.next('accessTokens')
  const value = tokens.values.make(id)
  const issuedAt = seconds(Date.now()) * 1000
  const life = secondsLeft(engine, grant.grantExpiresAt, accessTokenSeconds(engine, grant))
  work.grantId = grant.grantId
  work.onSuccess(() =>
    issueAccessToken(engine, {
      id,
      value,
      grantId: grant.grantId,
      issuedAt,
      expiresAt: issuedAt + life * 1000,
      scopes: grant.scopes,
      jkt: null,
    }),
  )
  return {
    access_token: value,
    expires_in: life,
    refresh_token: refreshToken,
    scope: grant.scopes,
    token_type: 'Bearer',
    authorization_expires_in: grantSecondsLeft(
      engine,
      seconds(grant.grantExpiresAt - engine.clock.offset),
    ),
  }
}

function isSame(one: string, other: unknown): boolean {
  return (
    typeof other === 'string' &&
    one.length === other.length &&
    timingSafeEqual(Buffer.from(one), Buffer.from(other))
  )
}
