import { query } from '#db'
import { systemContext } from '../actor.ts'
import { type Engine, inCommits } from '../engine.ts'
import { effectiveStatus } from './effective-status.ts'
import { endGrant } from './end.ts'

/** Codes that one step looks at. */
const windowRows = 1_000
const chunk = 10

const lastOfWindow = query<{ after: number }>()((k, v) =>
  k
    .selectFrom((e) =>
      e
        .selectFrom('authorizationCodes')
        .select('id')
        .where('id', '>', v('after'))
        .orderBy('id')
        .limit(windowRows)
        .as('some'),
    )
    .select((e) => e.fn.max('id').as('id')),
)
/** Not held ones: staff decide whether they go on, and the hold of one that was stopped for a loss is what bars linking anew. */
const due = query<{ after: number; last: number; machineNow: number; now: number }>()((k, v) =>
  k
    .selectFrom('authorizationCodes')
    .innerJoin('grants', 'grants.id', 'authorizationCodes.grantId')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select('grants.id')
    .where('authorizationCodes.id', '>', v('after'))
    .where('authorizationCodes.id', '<=', v('last'))
    .where('authorizationCodes.consumedAt', 'is', null)
    .where('authorizationCodes.expiresAt', '<=', v('machineNow'))
    .where('grants.endedAt', 'is', null)
    .where('grants.expiresAt', '>', v('now'))
    .where(effectiveStatus, '=', 'active')
    .limit(chunk),
)

/**
 * Ends grants that were permitted and whose code ran out before the provider redeemed it (RFC 6749 §4.1.2): nobody can use them
 * any more, so nobody may read that they are in force. What they would have replaced goes on (R40).
 * @returns how many grants it ended
 */
export async function lapseGrants(engine: Engine): Promise<number> {
  const { store, clock } = engine
  let ended = 0
  await inCommits(engine, 0, (after) => {
    const last = store.statement(lastOfWindow).get({ after })?.id ?? null
    if (last === null) return null
    const rows = store.statement(due).all({ after, last, machineNow: Date.now(), now: clock.now() })
    for (const { id } of rows)
      endGrant(systemContext(engine), {
        grantId: id,
        to: 'lapsed',
        requester: 'institution',
        requestChannel: 'timer',
        reason: 'code-not-redeemed',
        action: 'grants.lapse',
      })
    ended += rows.length
    return rows.length === chunk ? after : last
  })
  return ended
}
