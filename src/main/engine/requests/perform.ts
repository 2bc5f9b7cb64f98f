import { query } from '#db'
import { AppError } from '#shared/errors'
import { type GrantStatus, grantLabel } from '#shared/grant'
import {
  type ActOutcome,
  type ActScope,
  emergencyReasons,
  type RequestResult,
} from '#shared/request'
import type { ActContext } from '../actor.ts'
import { barsOf } from '../grants/bar.ts'
import { revokeGrant } from '../grants/end.ts'
import { holdGrant, resumeGrant, stoppedSince } from '../grants/hold.ts'
import { narrowGrant } from '../grants/narrow.ts'
import { clockDoubt } from '../system/clock-doubt.ts'
import type { ActRow, RequestRow } from './rows.ts'
import { type Target, targetsOf } from './targets.ts'

export interface TargetResult {
  grantId: number
  label: string
  providerName: string
  outcome: ActOutcome
  /** The status of the grant now. */
  status: GrantStatus
  at: number
  endedTokens: number
  /** Who had ended it before, if it had ended. */
  endedByName: string | null
  endedAt: number | null
}

export interface ActResult {
  result: RequestResult
  targets: TargetResult[]
  /** The number of grants, where they are too many to be listed. */
  count?: number
}

const lastEnd = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('grantHistory')
    .select('actorName')
    .where('grantId', '=', v('id'))
    .where('type', '=', 'ended')
    .orderBy('seq', 'desc')
    .limit(1),
)
/** Acts on a customer after one, whoever took them: what stops, or ends for loss or fraud. */
const stoppedAfter = query<{ customerId: number; actId: number }>()((k, v) =>
  k
    .selectFrom('requests')
    .innerJoin('requestActs', 'requestActs.requestId', 'requests.id')
    .select('requestActs.id')
    .where('requests.customerId', '=', v('customerId'))
    .where('requestActs.id', '>', v('actId'))
    .where('requestActs.state', '=', 'done')
    .where((e) =>
      e.or([
        e('requestActs.kind', 'in', ['emergency', 'hold']),
        e.and([
          e('requestActs.kind', '=', 'revoke'),
          e('requestActs.reason', 'in', [...emergencyReasons]),
        ]),
      ]),
    )
    .limit(1),
)
const results = { revoke: 'ended', emergency: 'held', hold: 'held', resume: 'resumed' } as const

/**
 * Performs an act on every grant that it reaches, in the commit unit of the caller: on all or on none. A grant that is
 * already as asked, or has ended, is reported as it is and stops nothing (R60).
 * @throws AppError clock.in-doubt, request.stopped-since for a resumption
 */
export function performAct(
  ctx: ActContext,
  request: RequestRow & { customerId: number },
  act: ActRow,
): ActResult {
  const { engine } = ctx
  const { store, clock } = engine
  // A resumption counts as later than every stop before it: none may be made at a time that has not come yet.
  if (act.kind === 'resume' && clockDoubt(engine) !== 0) throw new AppError('clock.in-doubt')
  // Its paper was written before: whoever asked for the later stop has not taken that back.
  const { customerId } = request
  if (act.kind === 'resume' && store.statement(stoppedAfter).get({ customerId, actId: act.id }))
    throw new AppError('request.stopped-since')
  const scope = JSON.parse(act.scope) as ActScope
  const { requester, requestChannel } = request
  const to =
    requester === 'institution' || requester === 'provider'
      ? ('terminated' as const)
      : ('revoked' as const)
  const common = {
    requester,
    requestChannel,
    reason: act.reason,
    note: act.note,
    requestNumber: request.number,
    approvedBy: act.checkedByName ?? undefined,
  }
  const perform = ({ grantId, outcome, ...before }: Target): TargetResult => {
    const told = {
      grantId,
      label: grantLabel(grantId),
      providerName: before.providerName,
      outcome,
      status: before.status,
      at: clock.now(),
      endedTokens: 0,
      endedByName: null,
      endedAt: null,
    }
    const of = { ...common, grantId }
    switch (outcome) {
      case 'already': {
        const { endedAt } = before
        const by = endedAt === null ? undefined : store.statement(lastEnd).get({ id: grantId })
        return { ...told, endedByName: by?.actorName ?? null, endedAt }
      }
      case 'narrowed':
      case 'ended': {
        const endedTokens =
          scope.kind === 'account'
            ? narrowGrant(ctx, { ...of, accountId: scope.accountId, to }).endedTokens
            : revokeGrant(ctx, { ...of, to })
        return outcome === 'narrowed'
          ? told
          : { ...told, status: to, endedTokens, endedAt: clock.now() }
      }
      case 'resumed':
        resumeGrant(ctx, of)
        return { ...told, status: 'active' }
      case 'held':
        holdGrant(ctx, {
          ...of,
          actId: act.id,
          emergency: act.kind === 'emergency',
          until: act.heldUntil,
          afterwards: act.heldAfterwards,
        })
        return { ...told, status: 'held' }
    }
  }
  // What a resumption lifts although no grant is live any more.
  const barred = stoppedSince(engine, customerId) !== null || barsOf(engine, customerId).length > 0
  const changed = targetsOf(engine, customerId, act.kind, scope).map(perform)
  if (act.kind === 'emergency' && !store.find('customerStops', { customerId }))
    store.insert('customerStops', { customerId, actId: act.id, at: clock.now() })
  if (act.kind === 'resume' && scope.kind === 'customer')
    store.delete('customerStops', { customerId })
  // An 緊急停止 also stops links to come, so it has an effect even where no grant is live.
  const reached =
    changed.some((one) => one.outcome !== 'already') ||
    act.kind === 'emergency' ||
    (act.kind === 'resume' && barred)
  return { result: reached ? results[act.kind] : 'nothing', targets: changed }
}
