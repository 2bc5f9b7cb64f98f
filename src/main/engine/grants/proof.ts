import { query, sql } from '#db'
import { AppError } from '#shared/errors'
import { type GrantStatus, grantLabel, statusAt } from '#shared/grant'
import { lastGood } from '../access/last-good.ts'
import type { Engine } from '../engine.ts'
import { idBefore } from '../retention/id-before.ts'
import { effectiveEndedAt, effectiveStatus } from './effective-status.ts'

export interface GrantProof {
  grantId: number
  label: string
  providerName: string
  status: GrantStatus
  endedAt: number | null
  endedByName: string | null
  liveTokens: number
  endedTokens: number
  lastAccessAt: number | null
  checkedAt: number
  refusedAttempts: { id: number; at: number; endpoint: string; status: number }[]
  refusedCount: number
}

const liveAccess = query<{ id: number; now: number }>()((k, v) =>
  k
    .selectFrom('accessTokens')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('grantId', '=', v('id'))
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', v('now')),
)
const liveRefresh = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('refreshTokens')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('grantId', '=', v('id'))
    .where('endedAt', 'is', null),
)
const grant = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select([
      'grants.id',
      effectiveStatus.as('status'),
      'grants.id',
      'grants.expiresAt',
      'grants.lastAccessAt',
      effectiveEndedAt.as('endedAt'),
      'providers.name as providerName',
    ])
    .where('grants.id', '=', v('id')),
)
const shownAttempts = 20

/**
 * What the server holds of a grant: its live tokens, counted anew, and each refused attempt of the provider since the end.
 * It reads the writing connection and so sees exactly what the next call of the provider will meet.
 * @throws AppError grant.not-found
 */
export async function proofOf(engine: Engine, grantId: number): Promise<GrantProof> {
  await engine.access.flush()
  const { store, clock } = engine
  const row = store.statement(grant).get({ id: grantId })
  if (!row) throw new AppError('grant.not-found')
  const now = clock.now()
  const status = statusAt(row, now)
  const alive = status === 'active' || status === 'held'
  const counted =
    (store.statement(liveAccess).get({ id: grantId, now: now - clock.offset })?.n ?? 0) +
    (store.statement(liveRefresh).get({ id: grantId })?.n ?? 0)
  const endedAt = row.endedAt ?? (alive ? null : row.expiresAt)
  const [end] = store.read(
    sql
      .selectFrom('grantHistory')
      .select(['actorName', 'endedTokens'])
      .where('grantId', '=', grantId)
      .where('type', '=', 'ended')
      .orderBy('seq', 'desc')
      .limit(1),
  )
  const refused =
    endedAt === null
      ? []
      : store.read(
          sql
            .selectFrom('accessRecords')
            .select(['id', 'at', 'endpoint', 'status'])
            .where('grantId', '=', grantId)
            .where('id', '>=', idBefore(store, 'provisions', endedAt))
            .where('at', '>=', endedAt)
            .where((e) => e.or([e('status', '>=', 400), e('result', '=', 'inactive')]))
            .orderBy('id', 'desc')
            .limit(500),
        )
  return {
    grantId,
    label: grantLabel(grantId),
    providerName: row.providerName,
    status,
    endedAt,
    endedByName: end?.actorName ?? null,
    // Tokens of a grant whose time is over are refused already, even before its row is updated.
    liveTokens: alive ? counted : status === 'expired' ? 0 : counted,
    endedTokens: end?.endedTokens ?? 0,
    lastAccessAt: lastGood(engine, row)?.at ?? null,
    checkedAt: now,
    refusedAttempts: refused.slice(0, shownAttempts),
    refusedCount: refused.length,
  }
}
