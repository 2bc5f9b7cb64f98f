import type SQLite from 'better-sqlite3'
import { sql as rawSql } from 'kysely'
import type { Reader } from './reader.ts'
import { sql } from './statement.ts'

/** The version of the database once more, in a row of the settings. */
const mark = 'mark.version'

/** @returns undefined: a program wrote it that did not write its version down, or there are no settings */
export function notedVersion(stored: Reader): number | undefined {
  const tables = stored.read({
    compile: () => rawSql`select 1 from sqlite_schema where name = 'settings'`.compile(sql),
  })
  if (tables.length === 0) return undefined
  const [row] = stored.read(sql.selectFrom('settings').select('value').where('key', '=', mark))
  return row && Number(row.value)
}

/** One wrong bit of the number in the header would make it a newer program's database, or have it migrated once more. */
export function isOneBitOff(noted: number, inHeader: number): boolean {
  const differing = noted ^ inHeader
  return differing !== 0 && (differing & (differing - 1)) === 0
}

export function noteVersion(db: SQLite.Database, version: number): void {
  const known = db.prepare('select value from settings where key = ?').pluck().get(mark)
  if (known !== String(version))
    db.prepare(
      'insert into settings (key, value, updatedAt) values (?, ?, ?) on conflict (key) do update set value = excluded.value, updatedAt = excluded.updatedAt',
    ).run(mark, String(version), Date.now())
}
