import { query } from '#db'
import { systemContext } from '../actor.ts'
import { type Engine, inCommits } from '../engine.ts'
import { revokeGrant } from './end.ts'
import { resumeGrant } from './hold.ts'

const due = query<{ now: number; limit: number }>()((k, v) =>
  k
    .selectFrom('holds')
    .innerJoin('requestActs', 'requestActs.id', 'holds.actId')
    .innerJoin('requests', 'requests.id', 'requestActs.requestId')
    .innerJoin('grants', 'grants.id', 'holds.grantId')
    .select([
      'holds.grantId',
      'holds.afterwards',
      'requestActs.reason',
      'requests.requester',
      'requests.number',
    ])
    .where('holds.endedAt', 'is', null)
    .where('holds.until', '<=', v('now'))
    .where('grants.expiresAt', '>', v('now'))
    .orderBy('holds.until')
    .limit(v('limit')),
)
const chunk = 10

/**
 * Resumes or ends holds whose time is over, as was chosen when they began (R101). Until this has run their tokens stay
 * refused, so being late does no harm.
 * @returns how many it settled
 */
export function endHolds(engine: Engine): Promise<number> {
  const { store, clock } = engine
  return inCommits(engine, 0, (settled) => {
    const rows = store.statement(due).all({ now: clock.now(), limit: chunk })
    for (const row of rows) {
      const ctx = systemContext(engine)
      const asked = {
        grantId: row.grantId,
        requester: row.requester,
        requestChannel: 'timer' as const,
        note: row.number,
      }
      if (row.afterwards === 'resume') resumeGrant(ctx, asked)
      else revokeGrant(ctx, { ...asked, to: 'revoked', reason: row.reason })
    }
    return rows.length === 0 ? null : settled + rows.length
  })
}
