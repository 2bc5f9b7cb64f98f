import { sql } from '#db'
import { labelsNamed } from '#shared/audit-words'
import { listsWith } from '../customers/listed.ts'
import type { Engine } from '../engine.ts'

export interface AuditFilterInput {
  actorKind: 'customer' | 'staff' | 'provider' | 'system' | null
  outcome: 'done' | 'refused' | null
  action: string
  text: string
  /** The branch to which the person who looks is confined (R124). */
  own?: string | null
  before: number | null
  limit: number
}

/**
 * A call reads at most this many entries, however few of them pass its filter, because the same thread answers providers
 * (decision 0018). Numbers have no gaps above the oldest entry that is kept.
 */
const windowRows = 5_000

/** Newest first, walking the sequence numbers backwards from below `from`. */
export function auditQuery(filter: AuditFilterInput, from: number) {
  let query = sql
    .selectFrom('auditEntries')
    .selectAll()
    .where('id', '<', from)
    .where('id', '>=', from - windowRows)
    .orderBy('id', 'desc')
    .limit(filter.limit)
  if (filter.actorKind !== null) query = query.where('actorKind', '=', filter.actorKind)
  if (filter.outcome !== null) query = query.where('outcome', '=', filter.outcome)
  if (filter.action !== '') query = query.where('action', '=', filter.action)
  const { own } = filter
  if (own != null)
    query = query.where((e) =>
      e.or([
        e('branchCode', '=', own),
        e('targetKind', 'is', null),
        e('targetKind', 'not in', ['customer', 'grant', 'request']),
      ]),
    )
  if (filter.text !== '') {
    const like = `%${filter.text.replace(/[%_\\]/g, '')}%`
    query = query.where((e) =>
      e.or([
        e('targetLabel', 'like', like),
        e('actorName', 'like', like),
        e('correlationId', '=', filter.text),
        e('targetLabel', 'in', labelsNamed(filter.text)),
      ]),
    )
  }
  return query
}

/** A page may be short, even empty, and still have a next one. */
export function listAudit(engine: Engine, filter: AuditFilterInput) {
  // Two reads: SQLite walks the table for both ends in one.
  const [newest] = engine.store.read(
    sql.selectFrom('auditEntries').select((e) => e.fn.max<number | null>('id').as('id')),
  )
  const [oldest] = engine.store.read(
    sql.selectFrom('auditEntries').select((e) => e.fn.min<number | null>('id').as('id')),
  )
  const from = filter.before ?? (newest?.id ?? 0) + 1
  const found = engine.store.read(auditQuery({ ...filter, limit: filter.limit + 1 }, from))
  const rows = found
    .slice(0, filter.limit)
    .map((row) => ({ ...row, singleHanded: row.singleHanded === 1 }))
  const last = found.length > filter.limit ? Number(rows.at(-1)?.id) : from - windowRows
  return { rows, next: last > (oldest?.id ?? 0) ? last : null }
}

const mostAbout = 200

/** The entries about one record, by their own index. */
export function auditAboutQuery(kind: string, id: number) {
  return sql
    .selectFrom('auditEntries')
    .selectAll()
    .where('targetKind', '=', kind)
    .where('targetId', '=', id)
    .orderBy('id', 'desc')
    .limit(mostAbout)
}

/** The newest entries about one record; about a customer also the lists and files that showed them. */
export function auditAbout(engine: Engine, kind: string, id: number) {
  const own = engine.store.read(auditAboutQuery(kind, id))
  const listed = kind === 'customer' ? listsWith(engine, id, mostAbout) : []
  return [...own, ...listed]
    .sort((a, b) => b.id - a.id)
    .slice(0, mostAbout)
    .map((row) => ({ ...row, singleHanded: row.singleHanded === 1 }))
}
