import { sql } from '#db'
import type { Engine } from '../engine.ts'

export interface AuditFilterInput {
  actorKind: 'customer' | 'staff' | 'provider' | 'system' | null
  outcome: 'done' | 'refused' | null
  action: string
  text: string
  before: number | null
  limit: number
}

/** Newest first, walking the sequence numbers backwards. */
export function auditQuery(filter: AuditFilterInput) {
  let query = sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(filter.limit)
  if (filter.before !== null) query = query.where('id', '<', filter.before)
  if (filter.actorKind !== null) query = query.where('actorKind', '=', filter.actorKind)
  if (filter.outcome !== null) query = query.where('outcome', '=', filter.outcome)
  if (filter.action !== '') query = query.where('action', '=', filter.action)
  if (filter.text !== '') {
    const like = `%${filter.text.replace(/[%_\\]/g, '')}%`
    query = query.where((e) =>
      e.or([
        e('targetLabel', 'like', like),
        e('actorName', 'like', like),
        e('correlationId', '=', filter.text),
      ]),
    )
  }
  return query
}

export function listAudit(engine: Engine, filter: AuditFilterInput) {
  const rows = engine.store
    .read(auditQuery(filter))
    .map((row) => ({ ...row, singleHanded: row.singleHanded === 1 }))
  return { rows, next: rows.length === filter.limit ? (rows.at(-1)?.id ?? null) : null }
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

export function auditAbout(engine: Engine, kind: string, id: number) {
  return engine.store
    .read(auditAboutQuery(kind, id))
    .map((row) => ({ ...row, singleHanded: row.singleHanded === 1 }))
}
