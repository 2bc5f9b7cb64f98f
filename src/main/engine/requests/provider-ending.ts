import { query } from '#db'
import { type Engine, inCommits } from '../engine.ts'
import { revokeGrant } from '../grants/end.ts'
import type { ActResult } from './perform.ts'
import { makerOf } from './rows.ts'

const waiting = query<Record<never, never>>()((k) =>
  k
    .selectFrom('providerEndings')
    .innerJoin('requestActs', 'requestActs.id', 'providerEndings.actId')
    .innerJoin('requests', 'requests.id', 'requestActs.requestId')
    .select([
      'providerEndings.actId',
      'providerEndings.providerId',
      'providerEndings.at',
      'providerEndings.ended',
      'requestActs.reason',
      'requestActs.note',
      'requestActs.madeBy',
      'requestActs.madeByName',
      'requestActs.madeAs',
      'requestActs.checkedByName',
      'requests.number',
      'requests.requester',
      'requests.requestChannel',
    ])
    .where('providerEndings.doneAt', 'is', null)
    .orderBy('providerEndings.actId')
    .limit(1),
)
const next = query<{ providerId: number; at: number; limit: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select('id')
    .where('providerId', '=', v('providerId'))
    // Named so that SQLite uses the index of live grants.
    .where('endedAt', 'is', null)
    .where('grantedAt', '<=', v('at'))
    .limit(v('limit')),
)
/** Length of a slice; with its commit it holds the event loop for a few milliseconds. */
const sliceMs = 2
const chunk = 4

/**
 * Ends every grant of a provider by one row, which counts from the next request of the provider on; the rows of the grants
 * follow in continueEndings (R61, decision 0016). Inside a commit unit.
 */
export function beginProviderEnding(engine: Engine, providerId: number, actId: number): ActResult {
  const { store, clock } = engine
  const at = clock.now()
  const total = store.find('counters', { name: `provider:${providerId}` })?.n ?? 0
  store.update('providers', { id: providerId }, { grantsEndedAt: at })
  engine.authority.changed()
  store.insert('providerEndings', { actId, providerId, at, total })
  return { result: total === 0 ? 'nothing' : 'ended', targets: [], count: total }
}

export function endingProgress(
  engine: Engine,
  actId: number,
): { ended: number; total: number } | null {
  const row = engine.store.find('providerEndings', { actId })
  return row ? { ended: row.ended, total: row.total } : null
}

/**
 * Writes the ends of grants that the row of a provider has ended, in commits of a few milliseconds; after a crash the next
 * run goes on.
 * @returns how many it wrote
 */
export function continueEndings(engine: Engine): Promise<number> {
  const { store, clock } = engine
  return inCommits(
    engine,
    0,
    (written) => {
      const job = store.statement(waiting).get({})
      if (!job) return null
      const ctx = { engine, actor: makerOf(job), correlationId: `ending-${job.actId}` }
      const rows = store.statement(next).all({ ...job, limit: chunk })
      for (const { id } of rows)
        revokeGrant(ctx, {
          grantId: id,
          to: 'terminated',
          requester: job.requester,
          requestChannel: job.requestChannel,
          requestNumber: job.number,
          approvedBy: job.checkedByName ?? undefined,
          reason: job.reason,
          note: job.note,
        })
      store.update(
        'providerEndings',
        { actId: job.actId },
        { ended: job.ended + rows.length, ...(rows.length === 0 && { doneAt: clock.now() }) },
      )
      return written + rows.length
    },
    sliceMs,
  )
}
