import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { BackupPlan } from '../backup/plan.ts'
import { savePlan } from '../backup/setup.ts'
import { optionsOf, runMain, usage } from './run-main.ts'

/**
 * `npm run backup:setup -- --data-dir D --to FOLDER --recipient R [--daily-at 02:30] [--keep-days 14] [--keep-months 12]`: from
 * the next full minute on the service makes a backup each day.
 */
function setup(): number {
  const given = optionsOf('data-dir', 'to', 'recipient', 'daily-at', 'keep-days', 'keep-months')
  const folder = given['data-dir']
  if (folder === undefined || !existsSync(folder) || given.to === undefined || !given.recipient)
    throw usage(
      '--data-dir（データフォルダ）、--to（バックアップ先のフォルダ）、--recipient（age1 で始まる公開鍵）を指定してください。',
      'Name data folder, target folder and recipient.',
    )
  const plan = BackupPlan.safeParse({
    version: 1,
    folder: resolve(given.to),
    recipient: given.recipient,
    dailyAt: given['daily-at'] ?? '02:30',
    keepDays: Number(given['keep-days'] ?? 14),
    keepMonths: Number(given['keep-months'] ?? 12),
  })
  if (!plan.success)
    throw usage(
      '--daily-at は 02:30 のような時刻、--keep-days は 1〜400、--keep-months は 0〜120 です。',
      'Bad time or number.',
    )
  savePlan(folder, plan.data)
  process.stdout.write(
    `毎日 ${plan.data.dailyAt} に ${plan.data.folder} へバックアップします（${plan.data.keepDays}日分と${plan.data.keepMonths}か月分を残します）。\n`,
  )
  return 0
}

runMain(setup)
