import { query } from '#db'
import type { ImportKind } from '#shared/import-columns'

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
export const newestOfKind = query<{ kind: ImportKind }>()((k, v) =>
  k
    .selectFrom('imports')
    .select(['fileHash', 'fileName', 'endedAt'])
    .where('kind', '=', v('kind'))
    .where('state', '=', 'done')
    .orderBy('id', 'desc')
    .limit(1),
)
