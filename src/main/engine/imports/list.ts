import { sql } from '#db'
import type { Engine } from '../engine.ts'

const shown = 100

/** The newest imports first. */
export function listImports(engine: Engine) {
  return engine.store.read(
    sql
      .selectFrom('imports')
      .select(['id', 'kind', 'fileName', 'rows', 'state', 'staffName', 'secondName', 'createdAt'])
      .orderBy('id', 'desc')
      .limit(shown),
  )
}
