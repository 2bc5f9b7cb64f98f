import { query } from '#db'
import { atJapan, isoDate } from '#shared/japanese-date'
import type { RetentionClass } from '#shared/retention'
import type { Engine } from '../engine.ts'
import { idBefore } from './id-before.ts'

const oldRequests = query<{ before: number }>()((k, v) =>
  k
    .selectFrom('requests')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('openedAt', '<', v('before'))
    .where('state', 'in', ['done', 'closed']),
)
const oldGrants = query<{ before: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('endedAt', '<', v('before')),
)

/**
 * The instant before which records of a class may be deleted: for the audit by whole months of Japan (R85), for all others
 * by the day.
 */
export function cutoff(engine: Engine, kind: RetentionClass): number {
  const years = engine.settings.get('retention')[`${kind}Years`]
  const today = isoDate(engine.clock.now())
  const day = `${Number(today.slice(0, 4)) - years}${today.slice(4)}`
  return atJapan(kind === 'audit' ? `${day.slice(0, 7)}-01` : day)
}

const firstAudit = query<Record<never, never>>()((k) =>
  k.selectFrom('auditEntries').select((e) => e.fn.min('id').as('id')),
)
const firstAccess = query<Record<never, never>>()((k) =>
  k.selectFrom('accessRecords').select((e) => e.fn.min('id').as('id')),
)

/**
 * How many records of a class are older. Of access records it is how many are to be looked at, since each stays as long as
 * its grant was used lately.
 */
export function expiredCount(engine: Engine, kind: RetentionClass, before: number): number {
  const { store } = engine
  if (kind === 'requests') return store.statement(oldRequests).get({ before })?.n ?? 0
  if (kind === 'grants') return store.statement(oldGrants).get({ before })?.n ?? 0
  const first = store.statement(kind === 'audit' ? firstAudit : firstAccess).get({})?.id
  return first === null || first === undefined
    ? 0
    : Math.max(0, idBefore(store, kind, before) - Number(first))
}
