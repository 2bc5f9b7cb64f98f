import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { keepBeforeUpgrade } from './before-upgrade.ts'
import { asRefusal, isFull } from './commit-queue.ts'
import { connect } from './connect.ts'
import { forgetDamage, isDamage, notedDamage } from './damage.ts'
import { applicationId, wrongInHeader } from './header.ts'
import { type Migration, migrations } from './migrations.ts'
import { Reader } from './reader.ts'
import { StartRefused } from './start-refused.ts'
import { isOneBitOff, notedVersion, noteVersion } from './version.ts'
import { droppedCommits } from './wal-tail.ts'

export const databaseFile = 'renkei.db'
/** Up to this size the whole file is looked at before a start, in a tenth of a second; of a larger one in the background (decision 0040). */
const wholeUpTo = 32 * 1024 * 1024

/**
 * Locks the folder for this process. The operating system releases the lock when the process ends, however it ends, so that
 * no stale lock is left.
 */
export function lockFolder(folder: string): SQLite.Database {
  const lock = lockFile(join(folder, 'engine.lock'))
  if (lock) return lock
  throw new StartRefused(
    `このデータフォルダは別の連携デスクが使用中です: ${folder}\n動いているほうを終了するか、--data-dir で別のフォルダを指定してください。 (Another engine runs on this data folder.)`,
    { reason: 'already-running' },
  )
}

/** @returns what to close to release it; undefined: another process has it */
export function lockFile(path: string): SQLite.Database | undefined {
  const lock = new SQLite(path, { timeout: 0 })
  try {
    lock.pragma('journal_mode = DELETE')
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (codeOf(error).startsWith('SQLITE_BUSY')) return undefined
    throw asStartRefused(error, path)
  }
}

/** Throws when a start must be refused. Given what is stored, read-only; undefined: there is nothing yet. */
export type Refuse = (stored: Reader | undefined) => void

/**
 * Opens, checks and migrates the database. What can be refused is looked at over a read-only connection, which makes no
 * checkpoint when it is closed: a refusal leaves the files as they were.
 */
export function openDatabase(
  folder: string,
  refuse: Refuse,
  steps: readonly Migration[] = migrations,
): { db: SQLite.Database; checkedWhole: boolean } {
  const path = join(folder, databaseFile)
  let db: SQLite.Database | undefined
  try {
    const noted = notedDamage(folder)
    const { found, checkedWhole } = look(path, refuse, { steps, noted })
    if (found !== 0 && found < newestOf(steps)) keepBeforeUpgrade(folder, found)
    db = connect(path)
    db.pragma('journal_mode = WAL')
    db.pragma('wal_autocheckpoint = 5000')
    // 4 MB: a link reads no more often from the file than with 16. What does not fit is in the operating system's memory.
    db.pragma('cache_size = -4096')
    migrate(db, steps)
    // From here on its commits go through the queue, which syncs each itself before it is acknowledged (decision 0027).
    db.pragma('synchronous = NORMAL')
    // What was damaged has been put back whole.
    if (noted !== undefined) forgetDamage(folder)
    return { db, checkedWhole }
  } catch (error) {
    db?.close()
    throw asStartRefused(error, path)
  }
}

interface Known {
  steps: readonly Migration[]
  /** What a former run found damaged. */
  noted: string | undefined
}

/** @returns the version of the database; 0: there is none */
function look(
  path: string,
  refuse: Refuse,
  { steps, noted }: Known,
): { found: number; checkedWhole: boolean } {
  const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 }
  if (size === 0) {
    refuse(undefined)
    return { found: 0, checkedWhole: true }
  }
  const wrong = wrongInHeader(path)
  if (wrong.length > 0) throw damaged(path, `header ${wrong}`)
  const checkedWhole = size <= wholeUpTo || noted !== undefined
  const made = ['-wal', '-shm'].map((end) => `${path}${end}`).filter((name) => !existsSync(name))
  const stored = new Reader(path)
  try {
    const found = Number(stored.pragma('user_version'))
    const dropped = droppedCommits(path)
    if (dropped) throw damaged(path, dropped)
    const version = notedVersion(stored)
    if (version !== undefined && isOneBitOff(version, found))
      throw damaged(path, `header 60: version ${found}, and ${version} in the settings`)
    refuseForeignOrNewer(stored, found, path, steps)
    const check = noted === undefined ? 'quick_check(1)' : 'integrity_check(1)'
    const result = checkedWhole ? stored.pragma(check) : 'ok'
    if (result !== 'ok') throw damaged(path, result)
    refuse(found === 0 ? undefined : stored)
    return { found, checkedWhole }
  } finally {
    stored.close()
    // A read-only connection makes both and leaves them, empty: beside a database that is put back they would be puzzling.
    for (const name of made) rmSync(name, { force: true })
  }
}

function refuseForeignOrNewer(
  db: Reader,
  found: number,
  path: string,
  steps: readonly Migration[],
): void {
  const newest = newestOf(steps)
  if (found > newest)
    throw new StartRefused(
      `データベースがこのプログラムより新しい版です（データ ${found}、プログラム ${newest}）: ${path}\n新しい版の連携デスクで開いてください。データは変更していません。 (The database is newer than the program.)`,
      { reason: 'database-newer' },
    )
  const oldest = steps[0]?.id ?? 0
  if (found !== 0 && found < oldest)
    throw new StartRefused(
      `公開前の試作版が作ったデータベースです（データ ${found}）: ${path}\n引き継げません。別のデータフォルダを指定してください。データは変更していません。 (The database was made by a version before the first release.)`,
      { reason: 'database-newer' },
    )
  const owner = db.pragma('application_id')
  if (owner !== applicationId && found !== 0) throw damaged(path, `application_id ${owner}`)
}

const newestOf = (steps: readonly Migration[]): number => steps.at(-1)?.id ?? 0

function migrate(db: SQLite.Database, steps: readonly Migration[]): void {
  const done = Number(db.pragma('user_version', { simple: true }))
  for (const step of steps) {
    if (step.id <= done) continue
    db.transaction(() => {
      db.exec(step.sql)
      db.pragma(`application_id = ${applicationId}`)
      db.pragma(`user_version = ${step.id}`)
      // With the step: noted after it, a stop between the two would read as a turned bit at the next start.
      noteVersion(db, step.id)
    }).immediate()
  }
  // A folder at the newest step whose program did not write its version down yet.
  noteVersion(db, newestOf(steps))
}

function damaged(path: string, cause: unknown): StartRefused {
  return new StartRefused(
    `データベースが壊れています: ${path}（${cause instanceof Error ? cause.message : String(cause)}）\nこのまま使うと誤った内容を見せるおそれがあるため起動しません。ファイルを保存したうえで、バックアップから復元してください（npm run restore）。 (The database is damaged.)`,
    { reason: 'database-damaged', cause },
  )
}

function asStartRefused(error: unknown, path: string): unknown {
  const code = codeOf(error)
  if (isDamage(error)) return damaged(path, error)
  if (isFull(asRefusal(error)) || code === 'ENOSPC') return diskFull(path, error)
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return new StartRefused(
      `データベースを別のプログラムが使用中です: ${path}\nそのプログラム（バックアップ、ウイルス対策、データベースの閲覧など）を終了してから、もう一度起動してください。データは変更していません。 (Another program holds the database.)`,
      { reason: 'database-locked', cause: error },
    )
  if (/^SQLITE_(READONLY|CANTOPEN|PERM)/.test(code))
    return new StartRefused(
      `データベースに書き込めません: ${path}\nファイルの権限を確かめてください。 (The database cannot be written.)`,
      { reason: 'folder-unwritable', cause: error },
    )
  return error
}

const diskFull = (path: string, cause: unknown): StartRefused =>
  new StartRefused(
    `ディスクに空きがないため起動できません: ${path}\n空きを作ってから、もう一度起動してください。 (The disk is full.)`,
    { reason: 'disk-full', cause },
  )

/** A start that failed for want of room, wherever it did, as the refusal that it is; any other failure as it came. */
export function refusedStart(error: unknown, folder: string): unknown {
  if (error instanceof StartRefused) return error
  // What failed first, where closing what was open failed too.
  if (error instanceof SuppressedError) return refusedStart(error.suppressed, folder)
  return isFull(error) || isFull(asRefusal(error)) || codeOf(error) === 'ENOSPC'
    ? diskFull(folder, error)
    : error
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''
