import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from './connect.ts'
import { isDamage } from './damage.ts'
import { inThread, workerScript } from './worker-script.ts'

/** The least time for which the disk is left to others after a table. */
const restMs = 20

/**
 * SQLite's own check of a table, its indexes and what they say of each other, table by table with a rest in between that is as long as
 * the work: a reader that stayed would keep the write-ahead log from being used anew.
 * @returns what is wrong, first of all; null: nothing
 */
export async function checkTables(path: string): Promise<string | null> {
  let db: ReturnType<typeof connect> | undefined
  try {
    db = connect(path, { readonly: true })
    const names = db.prepare(`select name from sqlite_schema where type = 'table'`).pluck().all()
    for (const name of ['sqlite_schema', ...names]) {
      const began = performance.now()
      const found = db.pragma(`integrity_check("${name}")`, { simple: true })
      if (found !== 'ok') return `${name}: ${String(found)}`
      await sleep(Math.max(restMs, performance.now() - began))
    }
    return null
  } catch (error) {
    if (isDamage(error)) return (error as Error).message
    throw error
  } finally {
    db?.close()
  }
}

/** The same in a thread of its own. @returns undefined: `signal` was aborted before the end */
export const checkInBackground = (
  path: string,
  signal: AbortSignal,
): Promise<string | null | undefined> =>
  inThread(workerScript(import.meta.dirname, 'integrity-worker'), path, signal)
