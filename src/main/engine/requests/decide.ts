import { AppError } from '#shared/errors'
import { act, Refusal } from '../act.ts'
import { isBeforeRestore } from '../system/restored.ts'
import { mustSeeRequest, viewerOf } from './access.ts'
import { executeAct, settleRequest } from './act.ts'
import { lookedAt } from './look.ts'
import { unfitFor } from './own.ts'
import { findAct, makerOf, requestById, requestTarget } from './rows.ts'

/**
 * 検印: a second person approves, and the act happens in the same commit; or refuses, and nothing happens. Whoever took the
 * request or made the act is refused whatever their session and role (R45); a constraint of the table refuses them too.
 * @returns the id of the request
 * @throws AppError request.not-found, request.same-person, proposal.tied, permission.denied, request.already-checked, request.not-reachable,
 * proposal.changed-meanwhile (the data have gone back to a backup since), request.stopped-since
 */
export const decideAct = act(
  'requests.decide',
  (ctx, input: { actId: number; approve: boolean; note: string }) => {
    const { engine, actor } = ctx
    const made = findAct(engine, input.actId)
    if (!made) throw new AppError('request.not-found')
    const request = requestById(engine, made.requestId)
    const target = requestTarget(request)
    mustSeeRequest(engine, viewerOf({ actor }), request)
    const unfit = unfitFor(engine, request, [made.madeBy, request.staffId], actor)
    if (unfit) throw new Refusal(unfit, target)
    if (made.approval === 'none') throw new AppError('request.not-found')
    if (made.checkedBy !== null)
      throw new AppError('request.already-checked', { detail: made.checkedByName ?? '' })
    // An act that has happened can be approved but not refused: resuming is an act of its own.
    if (made.approval === 'after' && !input.approve) throw new AppError('request.not-reachable')
    // It may have been refused, made or asked for otherwise in the days that are lost (restored.ts).
    if (made.approval === 'before' && input.approve && isBeforeRestore(engine, made.madeAt))
      throw new AppError('proposal.changed-meanwhile')
    const checked = {
      checkedBy: Number(actor.id),
      checkedByName: actor.name,
      checkedAt: engine.clock.now(),
      checkNote: input.note,
    }
    if (made.approval === 'before' && input.approve) {
      executeAct({ ...ctx, actor: makerOf(made) }, made.id, checked)
    } else
      engine.store.update(
        'requestActs',
        { id: made.id },
        input.approve ? checked : { ...checked, state: 'refused' },
      )
    // Who agrees to what the papers opened has looked at them.
    if (input.approve) lookedAt(engine, request, actor)
    settleRequest(engine, request.id)
    return {
      target,
      after: { act: made.kind, approve: input.approve, maker: made.madeByName },
      reason: input.note || undefined,
      result: request.id,
    }
  },
)
