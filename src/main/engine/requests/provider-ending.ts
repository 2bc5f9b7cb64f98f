import { randomUUID } from 'node:crypto'
import { query } from '#db'
import type { Actor } from '../actor.ts'
import { type Engine, inCommits } from '../engine.ts'
import { endGrant } from '../grants/end.ts'
import type { ActResult } from './perform.ts'

const insert = query<{ actId: number; providerId: number; at: number; total: number }>()((k, v) =>
  k
    .insertInto('providerEndings')
    .values({ actId: v('actId'), providerId: v('providerId'), at: v('at'), total: v('total') }),
)
const setEpoch = query<{ id: number; at: number }>()((k, v) =>
  k
    .updateTable('providers')
    .set({ grantsEndedAt: v('at') })
    .where('id', '=', v('id')),
)
const liveCount = query<{ name: string }>()((k, v) =>
  k.selectFrom('counters').select('n').where('name', '=', v('name')),
)
const progress = query<{ actId: number }>()((k, v) =>
  k.selectFrom('providerEndings').select(['ended', 'total']).where('actId', '=', v('actId')),
)
const waiting = query<Record<never, never>>()((k) =>
  k
    .selectFrom('providerEndings')
    .innerJoin('requestActs', 'requestActs.id', 'providerEndings.actId')
    .innerJoin('requests', 'requests.id', 'requestActs.requestId')
    .select([
      'providerEndings.actId',
      'providerEndings.providerId',
      'providerEndings.at',
      'requestActs.reason',
      'requestActs.note',
      'requestActs.madeBy',
      'requestActs.madeByName',
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
    // Said for the index of live grants.
    .where('endedAt', 'is', null)
    .where('grantedAt', '<=', v('at'))
    .limit(v('limit')),
)
const count = query<{ actId: number; n: number }>()((k, v) =>
  k
    .updateTable('providerEndings')
    .set((e) => ({ ended: e('ended', '+', v('n')) }))
    .where('actId', '=', v('actId')),
)
const finish = query<{ actId: number; at: number }>()((k, v) =>
  k
    .updateTable('providerEndings')
    .set({ doneAt: v('at') })
    .where('actId', '=', v('actId')),
)

/** With its commit a slice holds the event loop for a few milliseconds. */
const sliceMs = 2
const chunk = 4

/**
 * R61: ends every grant of a provider by one row, which its next request meets whatever their number; their own rows follow
 * (continueEndings). Inside a commit unit.
 */
export function beginProviderEnding(engine: Engine, providerId: number, actId: number): ActResult {
  const { store, clock } = engine
  const at = clock.now()
  const total = store.statement(liveCount).get({ name: `provider:${providerId}` })?.n ?? 0
  store.statement(setEpoch).run({ id: providerId, at })
  engine.authority.changed()
  store.statement(insert).run({ actId, providerId, at, total })
  return { result: total === 0 ? 'nothing' : 'ended', targets: [], count: total }
}

export function endingProgress(
  engine: Engine,
  actId: number,
): { ended: number; total: number } | null {
  return engine.store.statement(progress).get({ actId }) ?? null
}

/**
 * Writes the ends of grants that a provider's row has ended already, in commits of a few milliseconds; a crash in between
 * costs nothing but the wait for the next run.
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
      const actor: Actor = { kind: 'staff', id: String(job.madeBy), name: job.madeByName }
      const rows = store.statement(next).all({ ...job, limit: chunk })
      for (const { id } of rows)
        endGrant(engine, {
          grantId: id,
          to: 'terminated',
          actor,
          requester: job.requester,
          requestChannel: job.requestChannel,
          reason: job.reason,
          note: job.note || undefined,
          action: 'grants.revoke',
          correlationId: randomUUID(),
        })
      store.statement(count).run({ actId: job.actId, n: rows.length })
      if (rows.length === 0) store.statement(finish).run({ actId: job.actId, at: clock.now() })
      return written + rows.length
    },
    sliceMs,
  )
}
