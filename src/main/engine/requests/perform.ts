import { query } from '#db'
import type { GrantStatus } from '#shared/grant'
import type { ActOutcome, ActScope, RequestResult } from '#shared/request'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { endGrant } from '../grants/end.ts'
import { holdGrant, resumeGrant } from '../grants/hold.ts'
import { takeAccountOut } from '../grants/narrow.ts'
import { grantLabel } from '../grants/number.ts'
import type { ActRow, RequestRow } from './rows.ts'
import { type Target, targetsOf } from './targets.ts'

export interface TargetResult {
  grantId: number
  label: string
  providerName: string
  outcome: ActOutcome
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
        const { endedTokens } =
          scope.kind === 'account'
            ? takeAccountOut(engine, { ...of, accountId: scope.accountId, to })
            : {
                endedTokens: endGrant(engine, {
                  ...of,
                  to,
                  note: act.note || undefined,
                  action: 'grants.revoke',
                }),
              }
        return outcome === 'narrowed'
          ? told
          : { ...told, status: to, endedTokens, endedAt: clock.now() }
      }
      case 'resumed':
        resumeGrant(engine, of)
        return { ...told, status: 'active' }
      case 'held':
        holdGrant(engine, {
          ...of,
          actId: act.id,
          emergency: act.kind === 'emergency',
          until: act.heldUntil,
          afterwards: act.heldAfterwards,
        })
        return { ...told, status: 'held' }
    }
  }
  const changed = targetsOf(engine, request.customerId, act.kind, scope).map(perform)
  if (act.kind === 'emergency')
    store.statement(stop).run({ customerId: request.customerId, actId: act.id, at: clock.now() })
  if (act.kind === 'resume' && scope.kind === 'customer')
    store.statement(unstop).run({ customerId: request.customerId })
  // An emergency stop holds for links to come even where none is live now.
  const reached = changed.some((one) => one.outcome !== 'already') || act.kind === 'emergency'
  return { result: reached ? results[act.kind] : 'nothing', targets: changed }
}
