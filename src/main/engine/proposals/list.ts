import { query } from '#db'
import type { Proposal } from '#shared/contract/proposals'
import type { ActContext } from '../actor.ts'
import { notDecider } from './decide.ts'

const mostShown = 200

const waiting = query<{ limit: number }>()((k, v) =>
  k
    .selectFrom('proposals')
    .selectAll()
    .where('state', '=', 'pending')
    .orderBy('id')
    .limit(v('limit')),
)

/** What waits for a second person, oldest first, and whether the person who looks may decide it. */
export function listProposals({ engine, actor }: Pick<ActContext, 'engine' | 'actor'>): Proposal[] {
  return engine.store
    .statement(waiting)
    .all({ limit: mostShown })
    .map((row) => ({
      id: row.id,
      action: row.call,
      targetKind: row.targetKind,
      targetId: row.targetId,
      targetLabel: row.targetLabel,
      before: row.before,
      after: row.after,
      reason: row.reason,
      madeByName: row.madeByName,
      madeAt: row.madeAt,
      mine: String(row.madeBy) === actor.id,
      notMine: notDecider(engine, row, actor),
    }))
}
