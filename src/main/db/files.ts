import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { StartRefused } from './start-refused.ts'

const windows = process.platform === 'win32'
/** The bits of a file's mode that let the group and others in. */
const others = 0o077
/** What tells a data folder from a folder of somebody's own files. */
const ours = ['renkei.db', 'keys.json', 'audit-head', 'demo.json', 'engine.lock', 'desktop']

/**
 * Writes a file beside the database so that after a power cut it is there whole or as it was before: a temporary name,
 * fsync, rename, fsync of the folder. Nobody but the owner can read it.
 * @param how `new`: the file must not be there yet
 * @throws EEXIST for `new`, when it is there
 */
export function writeWhole(path: string, content: string | Uint8Array, how?: 'new'): void {
  const temporary = `${path}.new`
  writeFileSync(temporary, content, { mode: 0o600, flush: true })
  if (how === 'new')
    try {
      // A second name for the same file: unlike a rename it never replaces what is there.
      linkSync(temporary, path)
    } finally {
      rmSync(temporary)
    }
  else renameSync(temporary, path)
  syncFolder(dirname(path))
}

/** Makes names that were added to a folder last through a power cut. Windows offers no such call, and NTFS logs names. */
export function syncFolder(folder: string): void {
  if (windows) return
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/**
 * Makes the folder if needed, and sees to it that its files, those of SQLite too, are the owner's alone: by the umask from now
 * on, and by correcting what is there.
 * @throws StartRefused folder-unwritable, folder-exposed
 */
export function prepareFolder(folder: string): void {
  // A worker cannot set the umask of its process; the main thread has done so.
  if (isMainThread) process.umask(others)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new StartRefused(
      `データフォルダに書き込めません: ${folder}\n権限を確かめるか、--data-dir で別のフォルダを指定してください。 (The data folder cannot be written.)`,
      { reason: 'folder-unwritable', cause },
    )
  }
  // On Windows the folder's ACL decides; README says which folder has the right one.
  if (!windows) closeToOthers(folder)
}

function closeToOthers(folder: string): void {
  const { mode } = lstatSync(folder)
  const names = readdirSync(folder)
  const open = (mode & others) !== 0
  // Like /tmp: everybody may make files there.
  const shared = (mode & 0o1000) !== 0
  if (open && (shared || (names.length > 0 && !names.some((name) => ours.includes(name)))))
    throw exposed(folder, 'shared with other users or other files')
  try {
    if (open) restrict(folder)
    // Nobody reaches what lies deeper in a closed folder.
    else for (const name of names) restrictOne(join(folder, name))
  } catch (cause) {
    throw exposed(folder, cause)
  }
}

function restrict(path: string): void {
  if (restrictOne(path)?.isDirectory())
    for (const name of readdirSync(path)) restrict(join(path, name))
}

function restrictOne(path: string): Stats | undefined {
  const info = lstatSync(path, { throwIfNoEntry: false })
  // A link says nothing of what it leads to, and a file may be gone meanwhile.
  if (!info || info.isSymbolicLink()) return undefined
  if ((info.mode & others) !== 0)
    try {
      chmodSync(path, info.mode & 0o700)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  return info
}

function exposed(folder: string, cause: unknown): StartRefused {
  return new StartRefused(
    `データフォルダをほかの利用者が読めます: ${folder}\n本人だけが読めるように直せませんでした（所有者が違うか、ほかの用途と共用のフォルダです）。chmod 700 で閉じるか、--data-dir で専用のフォルダを指定してください。何も書いていません。 (Others can read the data folder.)`,
    { reason: 'folder-exposed', cause },
  )
}

/** In the data folder: the data key as only the operating system's store of one person on one machine opens it. */
export const sealedKeyFile = 'data-key.sealed'
