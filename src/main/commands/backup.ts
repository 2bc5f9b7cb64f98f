import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFile, prepareFolder, StartRefused } from '#db'
import { readKeys } from '#engine'
import { isoDate, isoTime } from '#shared/japanese-date'
import manifest from '../../../package.json' with { type: 'json' }
import { backupName, readPlan } from '../backup/plan.ts'
import { checkRecipient } from '../backup/setup.ts'
import { writeBackup } from '../backup/write.ts'
import { readDataKey } from '../data-key.ts'
import { optionsOf, runMain, usage } from './run-main.ts'

/**
 * `npm run backup -- --data-dir D [--to F] [--recipient R] [--key-file K]`: one encrypted file with everything, also while the
 * service runs. Without --to and --recipient those of `npm run backup:setup` hold.
 */
async function backup(): Promise<number> {
  const given = optionsOf('data-dir', 'to', 'recipient', 'key-file')
  const folder = given['data-dir']
  if (folder === undefined || !existsSync(join(folder, databaseFile)))
    throw usage(
      `--data-dir で、データフォルダを指定してください: ${folder ?? ''}`,
      'Name a data folder.',
    )
  prepareFolder(folder)
  const plan = readPlan(folder)
  const place = given.to ?? plan?.folder
  const recipient = given.recipient ?? plan?.recipient
  if (place === undefined || recipient === undefined)
    throw usage(
      '--to と --recipient を指定するか、npm run backup:setup で設定してください。',
      'Say where to and for whom.',
    )
  checkRecipient(recipient)
  const keys = readKeys(folder, readDataKey(folder, given['key-file']))
  if (!keys)
    throw new StartRefused('keys.json がありません。 (keys.json is missing.)', {
      reason: 'keys-unusable',
    })
  const now = Date.now()
  const to =
    existsSync(place) && statSync(place).isDirectory()
      ? join(place, backupName(isoDate(now), isoTime(now)))
      : place
  if (existsSync(to)) throw usage(`ファイルがすでにあります: ${to}`, 'The file exists.')
  try {
    const { bytes, sha256 } = await writeBackup({
      folder,
      keys,
      to,
      recipient,
      program: manifest.version,
      now,
    })
    process.stdout.write(
      `バックアップを書き、確かめました: ${to}\n${bytes} バイト、SHA-256 ${sha256}\n`,
    )
    return 0
  } catch (cause) {
    throw new StartRefused(
      `バックアップを作れませんでした: ${to}\n${cause instanceof Error ? cause.message : String(cause)}\n書きかけのファイルは残していません。 (The backup was not made.)`,
      { reason: 'backup-failed', cause },
    )
  }
}

runMain(backup)
