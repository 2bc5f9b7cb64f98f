import type { Engine } from '#engine'
import { AppError, errors } from '#shared/errors'
import { allProviders } from '#shared/traffic'
import type { UnitOfWork } from './unit-of-work.ts'

/** What a provider is answered. */
export interface Outcome {
  status: number
  body: object
  retryAfterSeconds?: number
}

const descriptions: Partial<Record<AppError['code'], string>> = {
  'code.already-used': 'the code or request has been used already',
  'grant.not-active': 'the authorization has ended or is suspended',
  'provider.not-active': 'the client is not active',
}

/**
 * The answer after a commit that failed, in the form of RFC 6749 §5.2: nothing of the request has happened, or nobody knows
 * whether it is on disk (store.unsure).
 */
export function failedCommit(
  engine: Engine,
  work: UnitOfWork,
  error: unknown,
): Outcome & { body: { error: string; error_description: string } } {
  const known = error instanceof AppError ? error : new AppError('server.failed', { cause: error })
  if (['server.failed', 'store.unavailable', 'store.unsure'].includes(known.code))
    engine.log.error({ err: error, correlationId: work.correlationId }, 'commit failed')
  const row: { status: number; oauth?: string } = errors[known.code]
  return {
    status: row.status,
    body: {
      error: row.oauth ?? 'server_error',
      error_description: descriptions[known.code] ?? 'the request could not be completed',
    },
    ...(row.status === 503 && { retryAfterSeconds: 5 }),
  }
}

/** `authorization_expires_in` (draft-ietf-oauth-refresh-token-expiration §3): seconds until the customer's 許可 ends. */
export function grantSecondsLeft(engine: Engine, grantEndsAtSeconds: number): number {
  return Math.max(
    0,
    grantEndsAtSeconds - Math.floor((engine.clock.now() - engine.clock.offset) / 1000),
  )
}

/** One access record for a provider's own call (R82). @param ms how long its answer took */
export function noteCall(
  engine: Engine,
  work: UnitOfWork,
  endpoint: string,
  { status, body }: Outcome,
  ms: number,
): void {
  if (work.isCountedAlone) {
    const providerId = work.provider?.id ?? allProviders
    const at = engine.clock.now()
    engine.access.count(at, providerId, `call:${endpoint}`)
    engine.access.count(at, providerId, `refused:${work.cause ?? resultOf(status, body)}`)
    return
  }
  if (!work.provider) return
  const { cause, linkStatus } = work
  engine.access.add(
    {
      at: engine.clock.now(),
      providerId: work.provider.id,
      grantId: work.grantId,
      endpoint,
      accountId: null,
      status,
      // What we refuse because we have stopped the provider, or ended the link, is no matter of its keys or of its code.
      result:
        cause === 'stopped'
          ? 'provider-suspended'
          : linkStatus === undefined
            ? resultOf(status, body)
            : `grant-${linkStatus}`,
      rows: null,
    },
    ms,
    linkStatus === undefined ? cause : 'link-ended',
  )
}

function resultOf(status: number, body: { error?: string; active?: boolean }): string {
  if (status >= 400) return body.error ?? String(status)
  return body.active === false ? 'inactive' : 'ok'
}
