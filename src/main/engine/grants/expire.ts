import { randomUUID } from 'node:crypto'
import { query } from '#db'
import { systemActor } from '../actor.ts'
import type { Engine } from '../engine.ts'
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

/** Small enough that no chunk holds the event loop for 10 ms. */
const chunk = 50

/**
 * Writes down what the clock has already decided: every check asks `statusAt`, so a late run changes nothing for a provider.
 * @returns how many grants it closed
 */
export async function expireGrants(engine: Engine): Promise<number> {
  let closed = 0
  for (;;) {
    const done = await engine.store.write(() => {
      const rows = engine.store.statement(due).all({ now: engine.clock.now(), limit: chunk })
      for (const { id } of rows)
        endGrant(engine, {
          grantId: id,
          to: 'expired',
          actor: systemActor,
          requester: 'institution',
          requestChannel: 'timer',
          reason: 'period-ended',
          action: 'grants.expire',
          correlationId: randomUUID(),
        })
      return rows.length
    })
    closed += done
    if (done < chunk) return closed
  }
}
