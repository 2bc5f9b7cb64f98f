import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { syncFolder } from './files.ts'

const prefix = 'before-upgrade-'
/** The files of a data folder that the copy needs; a former copy, which lies in the folder too, is not one of them. */
const parts = [
  'renkei.db',
  'renkei.db-wal',
  'keys.json',
  'audit-head',
  'audit-signed',
  'journal',
  'backup.json',
  'demo.json',
]

/**
 * Keeps the data as the former version of the program left them, as a data folder of its own that this version opens: the way
 * back. Called while nobody has the database open. A copy that was made before is replaced; there is one of them, of the newest
 * upgrade.
 * @param from the version of the database as it is
 */
export function keepBeforeUpgrade(folder: string, from: number): void {
  const unfinished = join(folder, `${prefix}unfinished`)
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  try {
    for (const name of parts)
      if (existsSync(join(folder, name)))
        cpSync(join(folder, name), join(unfinished, name), { recursive: true })
    for (const entry of readdirSync(unfinished, { recursive: true, withFileTypes: true }))
      if (entry.isFile()) sync(join(entry.parentPath, entry.name))
    for (const name of readdirSync(folder))
      if (name.startsWith(prefix) && name !== `${prefix}unfinished`)
        rmSync(join(folder, name), { recursive: true })
    renameSync(unfinished, join(folder, `${prefix}${from}`))
    syncFolder(folder)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    throw error
  }
}

function sync(path: string): void {
  const fd = openSync(path, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
