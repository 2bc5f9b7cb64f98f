import { query } from '#db'
import { AppError } from '#shared/errors'
import type { Actor } from '../actor.ts'
import { auditRefusal, recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { executeAct, settleRequest } from './act.ts'
import { mayDecideOn } from './own.ts'
import { findAct, requestById } from './rows.ts'

const check = query<{ id: number; by: number; byName: string; at: number; note: string }>()(
  (k, v) =>
    k
      .updateTable('requestActs')
      .set({
        checkedBy: v('by'),
        checkedByName: v('byName'),
        checkedAt: v('at'),
        checkNote: v('note'),
      })
      .where('id', '=', v('id'))
      .where('checkedBy', 'is', null),
)
const refuse = query<{ id: number; by: number; byName: string; at: number; note: string }>()(
  (k, v) =>
    k
      .updateTable('requestActs')
      .set({
        state: 'refused',
        checkedBy: v('by'),
        checkedByName: v('byName'),
        checkedAt: v('at'),
        checkNote: v('note'),
      })
      .where('id', '=', v('id'))
      .where('state', '=', 'pending'),
)

/**
 * 検印: a second person agrees, and the act happens in the same commit; or does not, and nothing happens. Who took the
 * request or made the act is refused whatever their session and role (R45); the table refuses them once more.
 * @returns the request's id
 * @throws AppError request.not-found, request.same-person, request.already-checked, request.not-reachable
 */
export async function decideAct(
  engine: Engine,
  actor: Actor,
  input: { actId: number; approve: boolean; note: string },
  correlationId: string,
): Promise<number> {
  const seen = findAct(engine, input.actId)
  const of = seen && requestById(engine, seen.requestId)
  if (seen && of && [seen.madeBy, of.staffId].includes(Number(actor.id))) {
    await auditRefusal(engine, {
      actor,
      action: 'requests.decide',
      target: { kind: 'request', id: of.id, label: of.number },
      reason: 'same-person',
      correlationId,
    })
    throw new AppError('request.same-person')
  }
  return engine.store.write(() => {
    const act = findAct(engine, input.actId)
    if (!act || act.approval === 'none') throw new AppError('request.not-found')
    const request = requestById(engine, act.requestId)
    if (!mayDecideOn(request, actor)) throw new AppError('permission.denied')
    if (act.checkedBy !== null)
      throw new AppError('request.already-checked', { detail: act.checkedByName ?? '' })
    // What has happened already can be looked at, not undone: lifting a stop is an act of its own.
    if (act.approval === 'after' && !input.approve) throw new AppError('request.not-reachable')
    if (act.approval === 'before' && input.approve) {
      const maker: Actor = { kind: 'staff', id: String(act.madeBy), name: act.madeByName }
      executeAct(engine, act.id, maker, correlationId, { actor, note: input.note })
    } else
      engine.store.statement(input.approve ? check : refuse).run({
        id: act.id,
        by: Number(actor.id),
        byName: actor.name,
        at: engine.clock.now(),
        note: input.note,
      })
    settleRequest(engine, request.id)
    recordAudit(engine, {
      actor,
      action: 'requests.decide',
      target: { kind: 'request', id: request.id, label: request.number },
      after: { act: act.kind, approve: input.approve, maker: act.madeByName },
      reason: input.note || undefined,
      correlationId,
    })
    return request.id
  })
}
