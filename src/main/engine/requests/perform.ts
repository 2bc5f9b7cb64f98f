import { query } from '#db'
import { type GrantStatus, statusAt } from '#shared/grant'
import type { ActScope, RequestResult } from '#shared/request'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { endGrant } from '../grants/end.ts'
import { holdGrant, resumeGrant } from '../grants/hold.ts'
import { takeAccountOut } from '../grants/narrow.ts'
import { grantLabel } from '../grants/number.ts'
import type { ActRow, RequestRow } from './rows.ts'
import { targetsOf } from './targets.ts'

export interface TargetResult {
  grantId: number
  label: string
  providerName: string
  outcome: 'ended' | 'held' | 'resumed' | 'narrowed' | 'already'
  /** What the grant is now. */
  status: GrantStatus
  at: number
  endedTokens: number
  /** Who had ended it before, where that is so. */
  endedByName: string | null
  endedAt: number | null
}

export interface ActResult {
  result: RequestResult
  targets: TargetResult[]
  /** Where too many to be listed: how many. */
  count?: number
}

const now = query<{ id: number }>()((k, v) =>
  k.selectFrom('grants').select(['status', 'expiresAt', 'endedAt']).where('id', '=', v('id')),
)
const lastEnd = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('grantHistory')
    .select('actorName')
    .where('grantId', '=', v('id'))
    .where('type', '=', 'ended')
    .orderBy('seq', 'desc')
    .limit(1),
)
const stop = query<{ customerId: number; actId: number; at: number }>()((k, v) =>
  k
    .insertInto('customerStops')
    .values({ customerId: v('customerId'), actId: v('actId'), at: v('at') })
    .onConflict((c) => c.doNothing()),
)
const unstop = query<{ customerId: number }>()((k, v) =>
  k.deleteFrom('customerStops').where('customerId', '=', v('customerId')),
)

const results = { revoke: 'ended', emergency: 'held', hold: 'held', resume: 'resumed' } as const

/**
 * Does what an act says to every grant that it reaches, in the caller's commit unit: all of them or none. A grant that is
 * already as asked, or has ended, is told as it is and stops nothing (R60).
 */
export function performAct(
  engine: Engine,
  request: RequestRow & { customerId: number },
  act: ActRow,
  actor: Actor,
  correlationId: string,
): ActResult {
  const { store, clock } = engine
  const scope = JSON.parse(act.scope) as ActScope
  const { requester, requestChannel } = request
  const to =
    requester === 'institution' || requester === 'provider'
      ? ('terminated' as const)
      : ('revoked' as const)
  const common = {
    actor,
    requester,
    requestChannel,
    reason: act.reason,
    note: act.note,
    requestNumber: request.number,
    correlationId,
  }
  const changed = targetsOf(engine, request.customerId, act.kind, scope).map(
    ({ grantId, providerName }): TargetResult => {
      const before = store.statement(now).get({ id: grantId })
      const status = before ? statusAt(before, clock.now()) : 'lapsed'
      const live = status === 'active' || status === 'held'
      const told = {
        grantId,
        label: grantLabel(grantId),
        providerName,
        at: clock.now(),
        endedTokens: 0,
        endedByName: null,
        endedAt: null,
      }
      const already = (): TargetResult => ({
        ...told,
        outcome: 'already',
        status,
        endedByName: live
          ? null
          : (store.statement(lastEnd).get({ id: grantId })?.actorName ?? null),
        endedAt: live ? null : (before?.endedAt ?? before?.expiresAt ?? null),
      })
      if (!live) return already()
      if (act.kind === 'revoke') {
        if (scope.kind === 'account') {
          const out = takeAccountOut(engine, { ...common, grantId, accountId: scope.accountId, to })
          if (out.outcome === 'already') return already()
          return {
            ...told,
            outcome: out.outcome,
            status: out.outcome === 'ended' ? to : status,
            endedTokens: out.endedTokens,
          }
        }
        const endedTokens = endGrant(engine, {
          ...common,
          grantId,
          to,
          note: act.note || undefined,
          action: 'grants.revoke',
        })
        return { ...told, outcome: 'ended', status: to, endedTokens, endedAt: clock.now() }
      }
      if (act.kind === 'resume')
        return resumeGrant(engine, { ...common, grantId }) === 'resumed'
          ? { ...told, outcome: 'resumed', status: 'active' }
          : already()
      return holdGrant(engine, {
        ...common,
        grantId,
        actId: act.id,
        emergency: act.kind === 'emergency',
        until: act.heldUntil,
        afterwards: act.heldAfterwards,
      }) === 'held'
        ? { ...told, outcome: 'held', status: 'held' }
        : already()
    },
  )
  if (act.kind === 'emergency')
    store.statement(stop).run({ customerId: request.customerId, actId: act.id, at: clock.now() })
  if (act.kind === 'resume' && scope.kind === 'customer')
    store.statement(unstop).run({ customerId: request.customerId })
  // An emergency stop holds for links to come even where none is live now.
  const reached = changed.some((one) => one.outcome !== 'already') || act.kind === 'emergency'
  return { result: reached ? results[act.kind] : 'nothing', targets: changed }
}
