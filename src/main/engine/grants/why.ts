import * as z from 'zod'
import { query, sql } from '#db'
import { grantLabel, type RequestChannel, type Requester, statusAt } from '#shared/grant'
import type { WhyCode } from '#shared/why'
import { lastGood } from '../access/last-good.ts'
import type { Engine } from '../engine.ts'
import { haltOf, servedSince } from '../system/halt-state.ts'
import { effectiveEndedAt, effectiveStatus } from './effective-status.ts'

export interface Why {
  code: WhyCode
  /** Since when, epoch ms. */
  at: number
  by: string | null
  requester: Requester | null
  requestChannel: RequestChannel | null
  /** When the hold ends. */
  until: number | null
  /** The grant that replaced it. */
  other: string | null
}

const find = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select([
      'grants.id',
      'grants.providerId',
      effectiveStatus.as('status'),
      'grants.grantedAt',
      'grants.expiresAt',
      'grants.lastAccessAt',
      effectiveEndedAt.as('endedAt'),
      'grants.requester',
      'grants.requestChannel',
      'grants.reason',
      'providers.status as providerStatus',
      'providers.statusAt as providerSince',
    ])
    .where('grants.id', '=', v('id')),
)

/** What the end of a grant keeps when another took its place; version 34 of the database did not write it. */
const Replaced = z.object({ replacedBy: z.number().optional() })

/** Ends that were not asked for by staff have a sentence of their own. */
const byReason: Partial<Record<string, WhyCode>> = {
  'customer-request-via-provider': 'by-provider',
  'code-replay': 'replayed',
  'password-changed': 'password-changed',
  'service-stopped': 'service-stopped',
  'contract-ended': 'contract-ended',
  'provider-ended': 'provider-ended',
}

/**
 * Answers 「なぜ連携が止まったのですか」 with one code, from nothing but the server's own records (R98). The first cause that holds is the
 * answer: what ended the grant, what stops it now, what the last attempts of the provider met.
 */
export function whyOf(engine: Engine, grantId: number): Why | undefined {
  const { store, clock } = engine
  const grant = store.statement(find).get({ id: grantId })
  if (!grant) return undefined
  const plain = {
    by: null,
    requester: grant.requester,
    requestChannel: grant.requestChannel,
    until: null,
    other: null,
  }
  const status = statusAt(grant, clock.now())
  if (status !== 'active' && status !== 'held') {
    const at = grant.endedAt ?? grant.expiresAt
    if (status === 'expired') return { ...plain, code: 'expired', at: grant.expiresAt }
    const [end] = store.read(
      sql
        .selectFrom('grantHistory')
        .select(['actorName', 'snapshot'])
        .where('grantId', '=', grantId)
        .where('type', '=', 'ended')
        .orderBy('seq', 'desc')
        .limit(1),
    )
    if (status === 'lapsed') return { ...plain, code: 'lapsed', at }
    if (status === 'superseded') {
      const { replacedBy } = Replaced.parse(JSON.parse(end?.snapshot ?? '{}'))
      const other = replacedBy === undefined ? null : grantLabel(replacedBy)
      return { ...plain, code: 'superseded', at, other }
    }
    // With its provider, also before its own row has followed.
    const reason = grant.reason ?? (grant.providerStatus === 'ended' ? 'provider-ended' : '')
    const code: WhyCode = byReason[reason] ?? (status === 'terminated' ? 'terminated' : 'revoked')
    return { ...plain, code, at, by: end?.actorName ?? null }
  }
  if (status === 'held') {
    const [hold] = store.read(
      sql
        .selectFrom('holds')
        .select(['at', 'until', 'emergency'])
        .where('grantId', '=', grantId)
        .where('endedAt', 'is', null),
    )
    return {
      ...plain,
      code: hold?.emergency === 1 ? 'emergency' : 'held',
      at: hold?.at ?? grant.grantedAt,
      until: hold?.until ?? null,
    }
  }
  if (grant.providerStatus === 'suspended' || grant.providerStatus === 'ended')
    return { ...plain, code: `provider-${grant.providerStatus}`, at: grant.providerSince }
  const halt = haltOf(engine)
  if (halt) return { ...plain, code: 'halted', at: halt.at }
  const good = lastGood(engine, grant)
  const [refused] = store.read(
    sql
      .selectFrom('accessRecords')
      .select(['at', 'result'])
      .where('grantId', '=', grantId)
      // What came before is no answer, and would be months of good calls.
      .where('id', '>', good?.id ?? 0)
      .where('status', '>=', 400)
      .orderBy('id', 'desc')
      .limit(1),
  )
  const goodAt = good?.at ?? grant.grantedAt
  // What we refused while we had stopped the provider, or all of them, is no fault of its own.
  const served = Math.max(goodAt, grant.providerSince, servedSince(engine))
  const key = keyRefused(engine, grant.providerId, served)
  if (key !== undefined) return { ...plain, code: 'key-refused', at: key }
  if (refused && refused.at > served) return { ...plain, code: 'refused', at: refused.at }
  return good
    ? { ...plain, code: 'working', at: good.at }
    : { ...plain, code: 'never-used', at: grant.grantedAt }
}

/**
 * Since when whoever names the provider could not be told by its key: such calls belong to no grant, and anybody can make one. Where its
 * server was known by its key afterwards, for whichever link, its key is good, and what was refused is over or was not its own.
 */
function keyRefused(engine: Engine, providerId: number, since: number): number | undefined {
  const newest = engine.store
    .read(
      sql
        .selectFrom('accessRecords')
        .select(['providerId', 'at', 'endpoint', 'status', 'result'])
        .orderBy('id', 'desc')
        .limit(2_000),
    )
    .find(
      (row) =>
        row.providerId === providerId &&
        (row.result === 'invalid_client' ||
          (row.status < 400 && row.endpoint.startsWith('oauth.'))),
    )
  return newest?.result === 'invalid_client' && newest.at > since ? newest.at : undefined
}
