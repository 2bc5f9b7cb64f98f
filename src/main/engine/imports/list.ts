import { sql } from '#db'
import type { Engine } from '../engine.ts'
import { refusalOf, waitsForSecond } from './accept.ts'

const shown = 100

/** The newest imports first. */
export function listImports(engine: Engine) {
  const rows = engine.store.read(
    sql
      .selectFrom('imports')
      .select(['id', 'kind', 'fileName', 'rows', 'state', 'staffName', 'secondName', 'createdAt'])
      .orderBy('id', 'desc')
      .limit(shown),
  )
  return rows.map(({ state, ...row }) => {
    const waits = state === 'staging' && waitsForSecond(engine, row.id)
    const refused = state === 'cancelled' ? refusalOf(engine, row.id) : null
    return { ...row, state: waits ? ('waiting' as const) : state, refused }
  })
}
