import { closeSync, fsyncSync, openSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import { connect } from './connect.ts'

/** Pages copied at a time; other work of the thread goes on in between. */
const pagesAtATime = 256

/**
 * Copies a database while it is written to: SQLite's online backup over a read-only connection that holds one snapshot, so that
 * the copy is of one moment and no writer makes it begin anew. The thread is held for one step at a time.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = connect(from, { readonly: true })
  try {
    source.exec('BEGIN')
    // A transaction takes its snapshot with the first read.
    source.pragma('schema_version')
    source.prepare('SELECT count(*) FROM sqlite_schema').get()
    await source.backup(to, { progress: () => pagesAtATime })
    source.exec('COMMIT')
  } finally {
    source.close()
  }
  single(to)
}

/** Turns the copy into one file without a WAL beside it, on disk. */
function single(path: string): void {
  const copy = new SQLite(path)
  try {
    copy.pragma('journal_mode = DELETE')
  } finally {
    copy.close()
  }
  const fd = openSync(path, 'r')
  fsyncSync(fd)
  closeSync(fd)
}

/** SQLite's own check of every page, index and constraint. @returns `ok`, or the first thing that is wrong */
export function integrityOf(path: string): string {
  const db = connect(path, { readonly: true })
  try {
    return String(db.pragma('integrity_check(1)', { simple: true }))
  } finally {
    db.close()
  }
}
