import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import { Refusal } from '../act.ts'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
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

type Person = Pick<Actor, 'id' | 'role'>

/** A request is closed by the person who took it, or by somebody who approves, for an absent colleague. */
export function mayClose(request: RequestRow, { id, role }: Person): boolean {
  return String(request.staffId) === id || (role !== undefined && roleMay(role, 'requests.decide'))
}

/** Who may approve: for a request about all grants of a provider only roles that keep its registration (R61). */
export function mayDecideOn(request: RequestRow, { role }: Person): boolean {
  const call = request.providerId === null ? 'requests.decide' : 'providers.update'
  return role !== undefined && roleMay(role, call)
}
