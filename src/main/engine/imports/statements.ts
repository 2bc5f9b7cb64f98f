import { query } from '#db'
import type { ImportEncoding, ImportKind } from '#shared/import-columns'

export const insertImport = query<{
  kind: ImportKind
  fileName: string
  encoding: ImportEncoding
  fileHash: Uint8Array
  staffId: string
  staffName: string
  at: number
}>()((k, v) =>
  k
    .insertInto('imports')
    .values({
      kind: v('kind'),
      fileName: v('fileName'),
      encoding: v('encoding'),
      fileHash: v('fileHash'),
      rows: 0,
      state: 'staging',
      staffId: v('staffId'),
      staffName: v('staffName'),
      createdAt: v('at'),
    })
    .returning('id'),
)
export const insertRow = query<{ importId: number; n: number; payload: Uint8Array }>()((k, v) =>
  k.insertInto('importRows').values({ importId: v('importId'), n: v('n'), payload: v('payload') }),
)
export const acceptImport = query<{ id: number; rows: number }>()((k, v) =>
  k
    .updateTable('imports')
    .set({ state: 'accepted', rows: v('rows') })
    .where('id', '=', v('id'))
    .where('state', '=', 'staging'),
)
export const endImport = query<{ id: number; state: 'done' | 'cancelled'; at: number }>()((k, v) =>
  k
    .updateTable('imports')
    .set({ state: v('state'), endedAt: v('at') })
    .where('id', '=', v('id')),
)
export const countWritten = query<{ id: number; written: number }>()((k, v) =>
  k
    .updateTable('imports')
    .set({ written: v('written') })
    .where('id', '=', v('id')),
)
export const nextRows = query<{ importId: number; after: number; limit: number }>()((k, v) =>
  k
    .selectFrom('importRows')
    .select(['n', 'payload'])
    .where('importId', '=', v('importId'))
    .where('n', '>', v('after'))
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
