import { query } from '#db'
import type { ImportKind } from '#shared/import-columns'
import type { Engine } from '../engine.ts'

/** The rows that are still to be written. */
export const nextRows = query<{ importId: number; limit: number }>()((k, v) =>
  k
    .selectFrom('importRows')
    .innerJoin('imports', 'imports.id', 'importRows.importId')
    .select(['n', 'payload'])
    .where('importId', '=', v('importId'))
    .whereRef('n', '>', 'imports.written')
    .orderBy('n')
    .limit(v('limit')),
)
export const dropRows = query<{ importId: number; limit: number }>()((k, v) =>
  k
    .deleteFrom('importRows')
    .where('importId', '=', v('importId'))
    .where('n', 'in', (e) =>
      e
        .selectFrom('importRows')
        .select('n')
        .where('importId', '=', v('importId'))
        .orderBy('n')
        .limit(v('limit')),
    ),
)
export const openImports = query<Record<never, never>>()((k) =>
  k.selectFrom('imports').selectAll().where('state', 'in', ['staging', 'accepted']).orderBy('id'),
)
const newestOfKind = query<{ kind: ImportKind }>()((k, v) =>
  k
    .selectFrom('imports')
    .select(['id', 'endedAt'])
    .where('kind', '=', v('kind'))
    .where('state', '=', 'done')
    .orderBy('id', 'desc')
    .limit(1),
)
const newestOfContent = query<{ kind: ImportKind; fileHash: Buffer }>()((k, v) =>
  k
    .selectFrom('imports')
    .select(['id', 'endedAt'])
    .where('kind', '=', v('kind'))
    .where('fileHash', '=', v('fileHash'))
    .where('state', '=', 'done')
    .orderBy('id', 'desc')
    .limit(1),
)

/** That a file was imported before, byte by byte: when, and when another of its kind was imported since. Epoch ms. */
export interface SameFile {
  at: number
  newerAt: number | null
}
export function sameFile({ store }: Engine, kind: ImportKind, fileHash: Buffer): SameFile | null {
  const same = store.statement(newestOfContent).get({ kind, fileHash })
  if (!same) return null
  const newest = store.statement(newestOfKind).get({ kind })
  return {
    at: same.endedAt ?? 0,
    newerAt: newest?.id === same.id ? null : (newest?.endedAt ?? null),
  }
}
