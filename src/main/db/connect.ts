import SQLite from 'better-sqlite3'

/**
 * Opens a connection with the pragmas that every connection needs. better-sqlite3 is compiled so that an existing WAL file
 * opens at synchronous=NORMAL, under which a power cut loses acknowledged commits (T1): FULL is set and read back.
 */
export function connect(path: string, options: SQLite.Options = {}): SQLite.Database {
  const db = new SQLite(path, { timeout: 0, ...options })
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  if (db.pragma('synchronous', { simple: true }) !== 2) throw new Error('synchronous is not FULL')
  return db
}
