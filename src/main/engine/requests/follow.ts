import { query } from '#db'
import { AppError } from '#shared/errors'
import { japanese as t } from '#shared/messages/catalogue'
import { act } from '../act.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { maySeeRequest, mustSeeCustomer, mustSeeRequest, type Viewer, viewerOf } from './access.ts'
import { isCallOn, keepCall } from './call.ts'
import { closeWith } from './close.ts'
import { mustBeOwn } from './own.ts'
import { findRequest, type RequestRow, requestById, requestTarget } from './rows.ts'

const ofCustomer = query<{ customerId: number; limit: number }>()((k, v) =>
  k
    .selectFrom('requests')
    .selectAll()
    .select((e) =>
      e
        .selectFrom('requestActs')
        .select((a) => a.fn.min('dueAt').as('dueAt'))
        .whereRef('requestActs.requestId', '=', 'requests.id')
        .where('checkedBy', 'is', null)
        .as('dueAt'),
    )
    .where('customerId', '=', v('customerId'))
    .orderBy('id', 'desc')
    .limit(v('limit')),
)
const following = query<{ follows: number }>()((k, v) =>
  k.selectFrom('requests').selectAll().where('follows', '=', v('follows')).orderBy('id'),
)
/** More are in the list of requests. */
const mostShown = 30

/** Whether a request can be gone on with: nobody else is on the telephone for it. */
const isFree = (engine: Engine, former: RequestRow): boolean =>
  former.state !== 'open' || !isCallOn(engine, former)

/** The requests of a customer but one's own, newest first, and what came of each; other branches' only as the house lets see. */
export function earlierRequests(
  engine: Engine,
  viewer: Viewer,
  customerId: number,
  own: RequestRow | undefined,
) {
  return engine.store
    .statement(ofCustomer)
    .all({ customerId, limit: mostShown })
    .filter((row) => row.id !== own?.id && maySeeRequest(engine, viewer, row))
    .map((row) => ({
      id: row.id,
      number: row.number,
      openedAt: row.openedAt,
      requestChannel: row.requestChannel,
      requester: row.requester,
      staffName: row.staffName,
      state: row.state,
      dueAt: row.dueAt,
      result: row.result,
      closeReason: row.closeReason,
      answer: row.answer,
      mayFollow:
        own !== undefined && own.follows === null && row.id < own.id && isFree(engine, row),
    }))
}

/**
 * The request that one goes on with, and those that go on with it, as far as a person may see them (R124). A former one that was
 * deleted after its time is not named.
 */
export function linksOf(engine: Engine, viewer: Viewer, { id, follows }: RequestRow) {
  const seen = (row: RequestRow) => maySeeRequest(engine, viewer, row)
  const named = (row: RequestRow) => ({ id: row.id, number: row.number })
  const former = follows === null ? undefined : findRequest(engine, follows)
  return {
    follows: former && seen(former) ? named(former) : null,
    followedBy: engine.store.statement(following).all({ follows: id }).filter(seen).map(named),
  }
}

/**
 * Links a request to an earlier one of its customer that it goes on with, such as a call that was cut (R141): once who asks is
 * known in this one, for each has its own time and its own check. The earlier one, where it is still unfinished, is closed, a
 * colleague's too, whom `mayClose` would wait for: its call is over, its caller is known here, nothing was done in it, and what is
 * closed would otherwise stand among the unfinished until its taker or an officer cleared it away.
 * @throws AppError request.not-found, request.not-yours, request.closed, request.lapsed, permission.denied, identity.not-met,
 * request.cannot-follow (another customer's, a later one, or this one has its link), request.call-goes-on
 */
export const followRequest = act(
  'requests.follow',
  (ctx, { id, follows }: { id: number; follows: number }) => {
    const { engine, actor } = ctx
    const request = requestById(engine, id)
    mustBeOwn(engine, request, actor)
    const former = requestById(engine, follows)
    const viewer = viewerOf(ctx)
    mustSeeRequest(engine, viewer, former)
    if (former.customerId === null || former.customerId !== request.customerId)
      throw new AppError('request.cannot-follow', { detail: 'customer' })
    mustSeeCustomer(engine, viewer, former.customerId)
    if (request.follows !== null || follows >= id)
      throw new AppError('request.cannot-follow', { detail: 'follows' })
    if (!isFree(engine, former)) throw new AppError('request.call-goes-on')
    engine.store.update('requests', { id }, { follows })
    keepCall(engine, request)
    if (former.state === 'open') {
      // Without the new one's number: the link names it to those who may see that request.
      const reason = t('request.followed')
      closeWith(engine, former, 'broken-off', reason)
      recordAudit(ctx, {
        action: 'requests.close',
        target: requestTarget(former),
        after: { result: 'broken-off' },
        reason,
        outcome: 'done',
      })
    }
    return { target: requestTarget(request), after: { follows: former.number } }
  },
)
