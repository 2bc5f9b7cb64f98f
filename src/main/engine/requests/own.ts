import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import { Refusal } from '../act.ts'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { unfitSecond } from '../proposals/second.ts'
import { isCallOn } from './call.ts'
import { type RequestRow, requestTarget } from './rows.ts'

/** What a request says is corrected only by the person who took it. @throws AppError request.not-yours, request.closed */
export function mustBeTaker(request: RequestRow, actor: Actor): void {
  if (String(request.staffId) !== actor.id)
    throw new Refusal('request.not-yours', requestTarget(request))
  if (request.state === 'closed') throw new AppError('request.closed')
}

/**
 * Only the person who took a request works on it, as long as its call goes on.
 * @throws AppError request.not-yours, request.closed, request.lapsed
 */
export function mustBeOwn(engine: Engine, request: RequestRow, actor: Actor): void {
  mustBeTaker(request, actor)
  if (!isCallOn(engine, request)) throw new AppError('request.lapsed')
}

export type Person = Pick<Actor, 'id' | 'role'>

/** A request is closed by the person who took it, or by somebody who approves, for an absent colleague. */
export function mayClose(request: RequestRow, { id, role }: Person): boolean {
  return String(request.staffId) === id || (role !== undefined && roleMay(role, 'requests.decide'))
}

/**
 * Why a person may not give the second word on what others did in a request; null: may. Made it, might be its maker with another
 * account (decision 0030), or has no role for it: of all grants of a provider only those decide who keep its registration (R61).
 * The window offers by this what the acts refuse by it.
 */
export function unfitFor(
  engine: Engine,
  request: RequestRow,
  makers: readonly number[],
  person: Person,
): 'request.same-person' | 'proposal.tied' | 'permission.denied' | null {
  if (makers.includes(Number(person.id))) return 'request.same-person'
  if (makers.some((maker) => unfitSecond(engine, maker, person))) return 'proposal.tied'
  const call = request.providerId === null ? 'requests.decide' : 'providers.update'
  return person.role !== undefined && roleMay(person.role, call) ? null : 'permission.denied'
}
