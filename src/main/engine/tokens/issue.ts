import { AppError } from '#shared/errors'
import { type Channel, statusAt } from '#shared/grant'
import { isAnswered } from '#shared/provider-status'
import type { Engine } from '../engine.ts'
import { grantForProtocol } from '../grants/for-protocol.ts'
import { supersedeFormer } from '../grants/former.ts'
import { policyFor } from '../policy.ts'
import { providerByClientId } from '../providers/provider.ts'
import { refuseHalted } from '../system/halt-state.ts'
import { tokenHash } from './token-value.ts'

/**
 * Inside a commit unit. The grant is read again here, so that a revocation that came in between counts.
 * @throws AppError service.halted, grant.not-active, provider.not-active
 */
export function issueAccessToken(
  engine: Engine,
  token: {
    id: number
    value: string
    grantId: number
    issuedAt: number
    expiresAt: number
    /** Narrower than the grant's, when the provider asked for less. */
    scopes: string | null
    jkt: string | null
    by: 'code' | 'refresh'
  },
): void {
  refuseHalted(engine)
  const grant = grantForProtocol(engine, token.grantId)
  const status = grant && statusAt(grant, engine.clock.now())
  if (!grant || status !== 'active')
    throw new AppError('grant.not-active', status && { detail: status })
  if (!isAnswered(grant.providerStatus, token.by)) throw new AppError('provider.not-active')
  const { value, by: _, ...row } = token
  engine.store.insert('accessTokens', { ...row, hash: tokenHash(value) })
}

/** Inside a commit unit, together with the access token, for which the grant was checked. */
export function issueRefreshToken(
  engine: Engine,
  token: { id: number; value: string; grantId: number; issuedAt: number },
): void {
  const { value, ...row } = token
  engine.store.insert('refreshTokens', { ...row, hash: tokenHash(value) })
}

/**
 * Inside a commit unit. Of two requests that redeem a code at once only one changes the row (T2). The other gets nothing and
 * ends nothing; only a later replay ends the grant. With it the new link takes the place of the former one (R40).
 * @throws AppError code.already-used
 */
export function useCode(engine: Engine, id: number, correlationId: string): void {
  const { store } = engine
  const unused = { id, consumedAt: null }
  if (store.update('authorizationCodes', unused, { consumedAt: Date.now() }) !== 1)
    throw new AppError('code.already-used')
  const code = store.find('authorizationCodes', { id })
  if (code) supersedeFormer(engine, code.grantId, correlationId)
}

/** The lifetime of an access token: by the contract of the provider, else by the policy of the channel (R39, R44). */
export function accessTokenSeconds(
  engine: Engine,
  grant: { channel: Channel; clientId: string },
): number {
  return policyFor(engine, grant.channel, providerByClientId(engine, grant.clientId))
    .accessTokenSeconds
}

/** Seconds that a token may live on the machine's clock: at most `most`, never past its grant's end (R39). */
export function secondsLeft(engine: Engine, grantExpiresAt: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor((grantExpiresAt - engine.clock.now()) / 1000)))
}
