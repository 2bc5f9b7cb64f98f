import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { databaseFile, integrityOf, Reader, StartRefused, syncFolder, writeWhole } from '#db'
import {
  checkAudit,
  type DataKey,
  keepRestored,
  noteRestore,
  openEngine,
  readKeys,
  systemClock,
  systemContext,
  writeKeys,
} from '#engine'
import { hashOf, readContainer } from './container.ts'
import { adoptEvidence, type Lost, lostSince } from './lost.ts'
import { Manifest } from './manifest.ts'

export interface RestoreInput {
  from: string
  /** The new data folder: missing, or empty. */
  folder: string
  identities: string[]
  /** Wraps keys.json in the new folder. */
  dataKey: DataKey | undefined
  /** What is left of the old data folder; it tells what was done after the backup. */
  since: string | undefined
  program: string
}

export interface Restored {
  manifest: Manifest
  entries: number
  lost: Lost
}

/**
 * Puts a backup back as a new data folder: everything is unpacked, checked and opened beside it, and gets its name last, so that
 * the folder is whole or not there whenever the machine stops.
 * @throws StartRefused restore-refused
 */
export async function restoreBackup(given: RestoreInput): Promise<Restored> {
  const folder = resolve(given.folder)
  refuseOccupied(folder)
  const work = `${folder}.restoring`
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true, mode: 0o700 })
  try {
    const manifest = await unpack(given, work)
    const lost = await check(given, work, manifest)
    const restored = await open(given, work, { manifest, lost })
    refuseOccupied(folder)
    if (existsSync(folder)) rmdirSync(folder)
    renameSync(work, folder)
    syncFolder(dirname(folder))
    return restored
  } catch (error) {
    rmSync(work, { recursive: true, force: true })
    throw error
  }
}

function refuseOccupied(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return
  throw refused(
    `復元先が空ではありません: ${folder}\n今あるデータは上書きしません。別の（まだない）フォルダを --data-dir で指定し、確かめてから入れ替えてください。`,
    'The target folder is not empty.',
  )
}

async function unpack(
  { from, identities, dataKey }: RestoreInput,
  work: string,
): Promise<Manifest> {
  if (identities.length === 0)
    throw refused(
      '--identity-file に鍵（AGE-SECRET-KEY-…）がありません。',
      'No identity in the file.',
    )
  try {
    const plainKeys = await readContainer(from, identities, { folder: work, secret: 'keys.json' })
    const manifest = Manifest.parse(JSON.parse(readFileSync(join(work, 'manifest.json'), 'utf8')))
    for (const { name, bytes, sha256 } of manifest.files) {
      const found = await hashOf(join(work, name))
      if (found.bytes !== bytes || found.sha256 !== sha256) throw new Error(`${name} differs`)
    }
    writeKeys(work, plainKeys, dataKey)
    rmSync(join(work, 'manifest.json'))
    return manifest
  } catch (cause) {
    throw refused(
      `バックアップを開けません: ${from}\n鍵（--identity-file）がこのバックアップのものか、ファイルが途中で切れたり変わったりしていないか確かめ、別のバックアップでも試してください（${cause instanceof Error ? cause.message : String(cause)}）。`,
      'The backup cannot be opened.',
      cause,
    )
  }
}

/** Everything that a start would check, and every page and the whole audit besides. */
async function check(
  { dataKey, since }: RestoreInput,
  work: string,
  manifest: Manifest,
): Promise<Lost> {
  const path = join(work, databaseFile)
  const sound = existsSync(path) ? integrityOf(path) : 'missing'
  const keys = readKeys(work, dataKey)
  if (sound !== 'ok' || !keys || keys.id !== manifest.keys)
    throw refused(`バックアップの中身が揃っていません（${sound}）。`, 'The backup is not sound.')
  const reader = new Reader(path)
  try {
    const now = Date.now()
    const audit = await checkAudit({ folder: work, keys, reader, now })
    if (audit.broken)
      throw refused(
        `バックアップの監査の記録が ${audit.broken.id}番でつながっていません。`,
        'The audit of the backup is broken.',
      )
    const lost = lostSince({
      ...{ since, keys, reader },
      head: manifest.head?.id ?? 0,
      madeAt: manifest.madeAt,
    })
    if (since) adoptEvidence(since, work)
    return lost
  } finally {
    reader.close()
  }
}

/** Opens the data as the service would, and writes down, in the audit and signed, from when to when they went back. */
async function open(
  { dataKey, program }: RestoreInput,
  work: string,
  { manifest, lost }: { manifest: Manifest; lost: Lost },
): Promise<Restored> {
  const engine = openEngine({
    folder: work,
    clock: systemClock(),
    log: { warn() {}, error() {} },
    version: program,
    dataKey,
  })
  try {
    const { madeAt, head } = manifest
    await noteRestore(systemContext(engine), {
      madeAt,
      head: head?.id ?? 0,
      lostEntries: lost.entries,
      changed: lost.staff.map(({ id }) => id),
    })
    if (head) await keepRestored(work, engine.keys, { ...head, madeAt, restoredAt: Date.now() })
    const { broken, entries } = await engine.trail.check()
    if (broken)
      throw refused(
        `復元したデータの監査の記録が ${broken.id}番でつながっていません。--since のフォルダが、同じデータのものか確かめてください。`,
        'The audit is broken.',
      )
    writeWhole(
      join(work, `restored-${engine.clock.now()}.json`),
      JSON.stringify({ manifest, lost }, null, 1),
    )
    return { manifest, entries, lost }
  } finally {
    await engine.close()
  }
}

function refused(text: string, english: string, cause?: unknown): StartRefused {
  return new StartRefused(`${text}\n何も変更していません。 (${english})`, {
    reason: 'restore-refused',
    cause,
  })
}
