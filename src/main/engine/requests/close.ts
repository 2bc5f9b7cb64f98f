import { AppError } from '#shared/errors'
import type { ClosingResult } from '#shared/request'
import { act, Refusal } from '../act.ts'
import type { Engine } from '../engine.ts'
import { mustSeeRequest, viewerOf } from './access.ts'
import { mayClose } from './own.ts'
import { type RequestRow, requestById, requestTarget } from './rows.ts'

/**
 * Closes a request in which nothing was done: the call broke off, the caller withdrew, was told to send a paper, could not be
 * identified, only asked, or was another customer (R52, R59). Closed by the person who took it, or by an officer for an absent
 * colleague.
 * @throws AppError request.not-found, request.not-yours, request.closed, input.invalid (said not to be known, but was)
 */
export const closeRequest = act(
  'requests.close',
  (
    { engine, actor },
    { id, result, reason }: { id: number; result: ClosingResult; reason: string },
  ) => {
    const request = requestById(engine, id)
    const target = requestTarget(request)
    mustSeeRequest(engine, viewerOf({ actor }), request)
    if (!mayClose(request, actor)) throw new Refusal('request.not-yours', target)
    if (request.state !== 'open') throw new AppError('request.closed')
    if (result === 'not-identified' && request.identityMetAt !== null)
      throw new AppError('input.invalid', { detail: 'result' })
    closeWith(engine, request, result, reason)
    return { target, after: { result }, reason }
  },
)

/** Inside a commit unit. */
export function closeWith(
  { store, clock }: Engine,
  { id }: Pick<RequestRow, 'id'>,
  result: ClosingResult,
  closeReason: string,
): void {
  const closedAt = clock.now()
  store.update('requests', { id }, { state: 'closed', result, closeReason, closedAt })
}
