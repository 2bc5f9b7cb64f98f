import { existsSync, realpathSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { StartRefused, writeWhole } from '#db'
import { encrypterFor } from './container.ts'
import { type BackupPlan, planFile } from './plan.ts'

/** @throws StartRefused usage: no recipient, or a folder that cannot hold backups */
export function savePlan(dataFolder: string, plan: BackupPlan): void {
  checkRecipient(plan.recipient)
  if (!existsSync(plan.folder) || !statSync(plan.folder).isDirectory())
    throw refused(`バックアップ先のフォルダがありません: ${plan.folder}`, 'No such folder.')
  const from = relative(realpathSync(dataFolder), realpathSync(plan.folder))
  if (from === '' || !from.startsWith('..'))
    throw refused(
      `バックアップ先はデータフォルダの外にしてください: ${plan.folder}`,
      'The folder lies within the data folder.',
    )
  writeWhole(join(dataFolder, planFile), `${JSON.stringify(plan, null, 1)}\n`)
}

/** @throws StartRefused usage */
export function checkRecipient(recipient: string): void {
  try {
    encrypterFor(recipient)
  } catch (cause) {
    throw new StartRefused(
      `--recipient は age1 で始まる公開鍵です: ${recipient}\nnpm run keys:make -- --backup-identity ファイル で作れます。秘密の鍵（identity）は、この機械に置かないでください。 (Not a recipient of age.)`,
      { reason: 'usage', cause },
    )
  }
}

const refused = (text: string, english: string): StartRefused =>
  new StartRefused(`${text} (${english})`, { reason: 'usage' })
