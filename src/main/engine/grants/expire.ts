import { query } from '#db'
import { systemContext } from '../actor.ts'
import { type Engine, inCommits } from '../engine.ts'
import { endGrant } from './end.ts'

const due = query<{ now: number; limit: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select('id')
    .where('endedAt', 'is', null)
    .where('expiresAt', '<=', v('now'))
    .orderBy('expiresAt')
    .limit(v('limit')),
)

const chunk = 10

/**
 * Ends grants whose time is over. Every check asks `statusAt`, so for a provider a late run changes nothing.
 * @returns how many grants it ended
 */
export function expireGrants(engine: Engine): Promise<number> {
  const { store, clock } = engine
  return inCommits(engine, 0, (closed) => {
    const rows = store.statement(due).all({ now: clock.now(), limit: chunk })
    for (const { id } of rows)
      endGrant(systemContext(engine), {
        grantId: id,
        to: 'expired',
        requester: 'institution',
        requestChannel: 'timer',
        reason: 'period-ended',
        action: 'grants.expire',
      })
    return rows.length === 0 ? null : closed + rows.length
  })
}
