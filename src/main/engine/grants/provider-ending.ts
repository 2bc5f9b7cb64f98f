import { sql as raw } from 'kysely'
import { query } from '#db'
import type { EndReason } from '#shared/grant'
import type { Actor } from '../actor.ts'
import { type Engine, inCommits } from '../engine.ts'
import { revokeGrant } from './end.ts'
import type { Asked } from './history.ts'

/** Who ends the grants, and what the history and the audit entry of each say of it. */
interface Told extends Asked {
  actor: Actor
  reason: EndReason
}

interface Ending {
  providerId: number
  /** The instant of what ended them, which its own record says too. */
  at: number
  /** The act of a request that asked for it; null: the provider itself has come to its end. */
  actId: number | null
  told: Told
}

const waiting = query<Record<never, never>>()((k) =>
  k.selectFrom('providerEndings').selectAll().where('doneAt', 'is', null).orderBy('id').limit(1),
)
const next = query<{ providerId: number; at: number; now: number; limit: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select('id')
    .where('providerId', '=', v('providerId'))
    // Named so that SQLite uses the index of live grants, and the instant so that it uses no other.
    .where('endedAt', 'is', null)
    .where(raw<number>`+"grantedAt"`, '<=', v('at'))
    // What has run out by the clock meanwhile ends as such (expire.ts).
    .where('expiresAt', '>', v('now'))
    .limit(v('limit')),
)
const newest = query<{ providerId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select('grantedAt as at')
    .where('providerId', '=', v('providerId'))
    .where('endedAt', 'is', null)
    .orderBy('grantedAt', 'desc')
    .limit(1),
)
/** Length of a slice; with its commit it holds the event loop for a few milliseconds. */
const sliceMs = 2
const chunk = 4

/** How many grants of a provider have not ended, by their own rows. */
export function liveGrantsOf({ store }: Pick<Engine, 'store'>, providerId: number): number {
  return store.find('counters', { name: `provider:${providerId}` })?.n ?? 0
}

/**
 * Ends every grant of a provider by one row, which counts from the next request of the provider on; the rows of the grants
 * follow in continueEndings (R61, decision 0016). Inside a commit unit.
 * @returns how many
 */
export function beginProviderEnding(engine: Engine, { told, ...of }: Ending): number {
  const { store } = engine
  // A link that was permitted before the clock was set back ends too. This reads them all, 0.3 ms for a thousand.
  const at = Math.max(of.at, store.statement(newest).get(of)?.at ?? 0)
  const total = liveGrantsOf(engine, of.providerId)
  store.update('providers', { id: of.providerId }, { grantsEndedAt: at })
  engine.authority.changed()
  store.insert('providerEndings', { ...of, at, total, told: JSON.stringify(told) })
  return total
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
      const { actor, ...told } = JSON.parse(job.told) as Told
      const ctx = { engine, actor, correlationId: `ending-${job.id}` }
      const rows = store.statement(next).all({ ...job, now: clock.now(), limit: chunk })
      for (const { id } of rows) revokeGrant(ctx, { ...told, grantId: id, to: 'terminated' })
      store.update(
        'providerEndings',
        { id: job.id },
        { ended: job.ended + rows.length, ...(rows.length === 0 && { doneAt: clock.now() }) },
      )
      return written + rows.length
    },
    sliceMs,
  )
}
