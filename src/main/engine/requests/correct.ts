import { query } from '#db'
import { AppError } from '#shared/errors'
import { act, Refusal } from '../act.ts'
import type { Engine } from '../engine.ts'
import { mustSeeRequest, viewerOf } from './access.ts'
import { mayClose, type Person } from './own.ts'
import { type RequestRow, requestById, requestTarget } from './rows.ts'

const ofRequest = query<{ requestId: number }>()((k, v) =>
  k
    .selectFrom('requestCorrections')
    .select(['at', 'staffName', 'words'])
    .where('requestId', '=', v('requestId'))
    .orderBy('id'),
)
/** A paper has room for no more, and nobody reads them. */
const most = 10

export function correctionsOf(engine: Engine, requestId: number) {
  return engine.store.statement(ofRequest).all({ requestId })
}

const isFull = (engine: Engine, id: number): boolean => correctionsOf(engine, id).length >= most

/** By the person who took it, or somebody who approves, as long as there is room. */
export function mayCorrect(engine: Engine, request: RequestRow, person: Person): boolean {
  return mayClose(request, person) && !isFull(engine, request.id)
}

/**
 * Says what a request tells wrongly, such as the time of a loss (R58): beside it, with when and by whom; what was written stays.
 * @throws AppError request.not-found, permission.denied, request.not-yours, request.corrections-full
 */
export const correctRequest = act(
  'requests.correct',
  ({ engine, actor }, { id, words }: { id: number; words: string }) => {
    const request = requestById(engine, id)
    const target = requestTarget(request)
    mustSeeRequest(engine, viewerOf({ actor }), request)
    if (!mayClose(request, actor)) throw new Refusal('request.not-yours', target)
    if (isFull(engine, id)) throw new AppError('request.corrections-full')
    const staffId = Number(actor.id)
    const at = engine.clock.now()
    engine.store.insert('requestCorrections', {
      ...{ requestId: id, at, staffId, staffName: actor.name, words },
    })
    return { target, after: { words } }
  },
)
