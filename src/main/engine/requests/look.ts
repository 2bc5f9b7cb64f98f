import { AppError } from '#shared/errors'
import { act, Refusal } from '../act.ts'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { mustSeeRequest, viewerOf } from './access.ts'
import { unfitFor } from './own.ts'
import { type RequestRow, requestById, requestTarget } from './rows.ts'

type Person = Pick<Actor, 'id' | 'role'>
const waits = (request: RequestRow): boolean =>
  request.lookDueAt !== null && request.lookedAt === null

/** Whether somebody may give the second look at a request that was known from what one person saw. */
export function mayLook(engine: Engine, request: RequestRow, person: Person): boolean {
  return waits(request) && unfitFor(engine, request, [request.staffId], person) === null
}

/** Keeps who looked, where a look is due. Inside a commit unit. */
export function lookedAt({ store, clock }: Engine, request: RequestRow, { id, name }: Actor): void {
  if (waits(request))
    store.update(
      'requests',
      { id: request.id },
      { lookedAt: clock.now(), lookedBy: Number(id), lookedByName: name },
    )
}

/**
 * A second person looks, the same day, at a request of the counter or by letter whose papers one person alone has seen (R120).
 * @throws AppError request.not-found, request.same-person, proposal.tied, permission.denied, request.already-checked
 */
export const lookAtRequest = act('requests.look', ({ engine, actor }, { id }: { id: number }) => {
  const request = requestById(engine, id)
  const target = requestTarget(request)
  mustSeeRequest(engine, viewerOf({ actor }), request)
  if (request.lookDueAt === null) throw new AppError('request.not-found')
  const unfit = unfitFor(engine, request, [request.staffId], actor)
  if (unfit) throw new Refusal(unfit, target)
  if (request.lookedAt !== null)
    throw new AppError('request.already-checked', { detail: request.lookedByName ?? '' })
  lookedAt(engine, request, actor)
  return { target, after: { papers: true } }
})
