import { randomUUID } from 'node:crypto'
import { query } from '#db'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
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
/** Pages are brought home after so many slices: left to SQLite, thousands at once would hold the loop longer than any slice. */
const slicesPerCheckpoint = 10
const chunk = 20

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
export async function continueEndings(engine: Engine): Promise<number> {
  let written = 0
  for (let slices = 1; ; slices += 1) {
    const done = await engine.store.write(() => {
      const { store, clock } = engine
      const job = store.statement(waiting).get({})
      if (!job) return undefined
      const actor: Actor = { kind: 'staff', id: String(job.madeBy), name: job.madeByName }
      const until = performance.now() + sliceMs
      const rows = store.statement(next).all({ ...job, limit: chunk })
      let n = 0
      for (const { id } of rows) {
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
        n += 1
        if (performance.now() > until) break
      }
      store.statement(count).run({ actId: job.actId, n })
      if (rows.length === 0) store.statement(finish).run({ actId: job.actId, at: clock.now() })
      return n
    })
    if (done === undefined) return written
    written += done
    if (slices % slicesPerCheckpoint === 0) engine.store.pragma('wal_checkpoint(PASSIVE)')
    await new Promise((resume) => setImmediate(resume))
  }
}
