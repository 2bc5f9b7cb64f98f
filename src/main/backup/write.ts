import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { TarSource } from 'modern-tar/fs'
import { copyDatabase, databaseFile, integrityOf, lockFile, Reader, sql, syncFolder } from '#db'
import { checkAudit, copiesFolder, headFile, journalFolder, type Keys } from '#engine'
import { hashOf, type Written, writeContainer } from './container.ts'
import type { Manifest } from './manifest.ts'

/** In the data folder: the copy before it is encrypted, for its owner alone. A run that was killed leaves it to the next. */
const workFolder = 'backup-work'

export interface BackupInput {
  /** The data folder. */
  folder: string
  keys: Pick<Keys, 'signing' | 'auditHead' | 'id' | 'plain'>
  /** A new file. */
  to: string
  /** Of age (`age1…`); its identity is not on this machine. */
  recipient: string
  program: string
  now: number
}

export interface WrittenBackup extends Written {
  madeAt: number
}

const newest = sql.selectFrom('auditEntries').select(['id', 'hash']).orderBy('id', 'desc').limit(1)

/**
 * Copies database, keys, audit head, signed copies and journal as they are at one moment, checks the copy as a start would and
 * more (every page, the whole audit), and writes it encrypted. What is under the name of `to` is whole, at any moment. Works
 * beside a running service.
 * @throws Error when the copy is not sound, or what was written is read back otherwise
 */
export async function writeBackup(given: BackupInput): Promise<WrittenBackup> {
  const lock = lockFile(join(given.folder, 'backup.lock'))
  if (!lock) throw new Error('another backup of this folder is under way')
  const work = join(given.folder, workFolder)
  // One name for each data folder: what a killed run left is replaced by the next.
  const unfinished = join(dirname(given.to), `renkei-${given.keys.id}.unfinished`)
  const clean = (): void => {
    rmSync(unfinished, { force: true })
    rmSync(work, { recursive: true, force: true })
  }
  try {
    clean()
    mkdirSync(work, { mode: 0o700 })
    const { names, schema, head } = await copyAndCheck(given, work)
    const files = await Promise.all(
      names.map(async (name) => ({ name, ...(await hashOf(join(work, name))) })),
    )
    const { program, now: madeAt } = given
    const manifest: Manifest = {
      version: 1,
      program,
      schema,
      madeAt,
      head,
      keys: given.keys.id,
      files,
    }
    const written = await writeContainer(
      unfinished,
      [
        content('manifest.json', JSON.stringify(manifest, null, 1)),
        content('keys.json', given.keys.plain),
        ...names.map(
          (name): TarSource => ({ type: 'file', source: join(work, name), target: name }),
        ),
      ],
      given.recipient,
    )
    if (existsSync(given.to)) throw new Error(`there is already a file: ${given.to}`)
    renameSync(unfinished, given.to)
    syncFolder(dirname(given.to))
    return { ...written, madeAt }
  } finally {
    clean()
    lock.close()
  }
}

const content = (target: string, text: string): TarSource => ({
  type: 'content',
  content: text,
  target,
  mode: 0o600,
})

async function copyAndCheck(
  { folder, keys, now }: BackupInput,
  work: string,
): Promise<{ names: string[]; schema: number; head: Manifest['head'] }> {
  // Before the database: it then has every entry that these vouch for.
  for (const name of [headFile, copiesFolder, journalFolder])
    if (existsSync(join(folder, name)))
      cpSync(join(folder, name), join(work, name), { recursive: true, filter: isWhole })
  const copy = join(work, databaseFile)
  await copyDatabase(join(folder, databaseFile), copy)
  const sound = integrityOf(copy)
  if (sound !== 'ok') throw new Error(`the database is damaged: ${sound}`)
  const reader = new Reader(copy)
  try {
    const audit = await checkAudit({ folder: work, keys, reader, now })
    if (audit.broken) throw new Error(`the audit is broken at entry ${audit.broken.id}`)
    const [last] = reader.read(newest)
    return {
      names: readdirSync(work, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/-(wal|shm)$/.test(entry.name))
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(work.length + 1)
            .replaceAll('\\', '/'),
        )
        .sort(),
      schema: Number(reader.pragma('user_version')),
      head: last ? { id: last.id, hash: Buffer.from(last.hash).toString('hex') } : null,
    }
  } finally {
    reader.close()
  }
}

/** A file that is just being written has another name until it is whole. */
const isWhole = (path: string): boolean => !basename(path).endsWith('.new')
