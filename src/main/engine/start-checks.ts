import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFile, type Reader, StartRefused, type Store, sql } from '#db'
import { type Head, headFile, readHead, refuseLost } from './audit/head.ts'
import { copiesFolder } from './audit/signed-claims.ts'
import { foreignKeys, type Keys, keysFile, readKeys, unusableKeys } from './keys/keys.ts'
import type { DataKey } from './keys/wrap.ts'

/** The setting that names the keys which the database belongs to. */
const keysMark = 'mark.keys'

/** What was found of a data folder before anything was written there. */
export interface Found {
  /** undefined: a new folder, whose keys are to be made. */
  keys: Keys | undefined
  /** The database knows which keys are its own. */
  marked: boolean
  head: Head | undefined
  /** The newest audit entry is beyond what the missing audit-head could tell. */
  headMissing: boolean
}

/**
 * Everything for which a start is refused, looked at with a read-only connection: a refused start leaves what is there as it
 * was, so that whatever the administrator puts back is all there is.
 * @param reader undefined: there is no database, or an empty one
 * @throws StartRefused database-missing, keys-unusable, keys-locked, audit-lost
 */
export function checkStart(
  folder: string,
  dataKey: DataKey | undefined,
  reader: Pick<Reader, 'read'> | undefined,
): Found {
  if (!reader) {
    refuseOrphans(folder)
    return { keys: undefined, marked: false, head: undefined, headMissing: false }
  }
  const keys = readKeys(folder, dataKey)
  const [mark] = reader.read(sql.selectFrom('settings').select('value').where('key', '=', keysMark))
  const [newest] = reader.read(
    sql.selectFrom('auditEntries').select('id').orderBy('id', 'desc').limit(1),
  )
  const path = join(folder, keysFile)
  if (!keys) {
    // A first start that was cut off between the database and its keys leaves neither mark nor entry.
    if (mark || newest) throw unusableKeys(path, 'missing')
    return { keys, marked: false, head: undefined, headMissing: false }
  }
  if (mark && JSON.parse(mark.value) !== keys.id) throw foreignKeys(path)
  const head = readHead(folder, keys)
  if (head) refuseLost(folder, head, reader)
  return { keys, marked: mark !== undefined, head, headMissing: !head && newest !== undefined }
}

/** Writes down in a new database which keys are its own. */
export function noteKeys(store: Store, keys: Keys, now: number): void {
  const value = JSON.stringify(keys.id)
  store.bulk(() => store.put('settings', { key: keysMark }, { value, updatedAt: now }))
}

/** Files that are only made once there is a database: it was here, and a new one in its place would be an empty bank. */
function refuseOrphans(folder: string): void {
  const copies = join(folder, copiesFolder)
  const left = [
    ...[keysFile, headFile, `${databaseFile}-wal`].filter((name) => existsSync(join(folder, name))),
    ...(existsSync(copies) && readdirSync(copies).length > 0 ? [copiesFolder] : []),
  ]
  if (left.length === 0) return
  throw new StartRefused(
    `データベース ${databaseFile} がありませんが、同じフォルダに ${left.join('、')} が残っています: ${folder}\n空の金融機関として始めないため起動しません。${databaseFile} を元の場所に戻すか、バックアップから空のフォルダに復元してください（npm run restore）。何も変更していません。 (The database is missing.)`,
    { reason: 'database-missing' },
  )
}
