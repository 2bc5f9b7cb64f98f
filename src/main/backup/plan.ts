import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { StartRefused } from '#db'
import { atJapan } from '#shared/japanese-date'

/**
 * Where backups go, for whom they are encrypted, and which are kept: a file in the data folder, written by `npm run
 * backup:setup` at the machine. The console shows it and cannot change it: who could name another recipient or folder there
 * would take the whole bank along with one password.
 */
export const planFile = 'backup.json'

export const BackupPlan = z.strictObject({
  version: z.literal(1),
  folder: z.string().min(1),
  recipient: z.string().min(1),
  /** In Japan's time. */
  dailyAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  keepDays: z.number().int().min(1).max(400),
  keepMonths: z.number().int().min(0).max(120),
})
export type BackupPlan = z.infer<typeof BackupPlan>

/** @throws StartRefused usage, when the file cannot be read */
export function readPlan(folder: string): BackupPlan | undefined {
  const path = join(folder, planFile)
  if (!existsSync(path)) return undefined
  try {
    return BackupPlan.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new StartRefused(
      `バックアップの設定が読めません: ${path}\nnpm run backup:setup でもう一度設定してください。 (backup.json is damaged.)`,
      { reason: 'usage', cause },
    )
  }
}

const named = /^renkei-(\d{8})-(\d{6})\.tar\.gz\.age$/

/** `renkei-20261121-023000.tar.gz.age`, in Japan's time. */
export function backupName(iso: string, time: string): string {
  return `renkei-${iso.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}.tar.gz.age`
}

/** Only files of this name are ever counted or removed. @returns `20261121`, or undefined for any other file */
const dayOfBackup = (name: string): string | undefined => named.exec(name)?.[1]

/** When a backup was begun, as its name tells; undefined for any other file. */
export function timeOfBackup(name: string): number | undefined {
  const [, day = '', time = ''] = named.exec(name) ?? []
  if (day === '') return undefined
  const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
  const seconds = Number(time.slice(4))
  return atJapan(iso, `${time.slice(0, 2)}:${time.slice(2, 4)}`) + seconds * 1_000
}

/** Clocks that time services set back a little make no backup one of the future. */
const slackMs = 300_000

/**
 * Backups by their names, the oldest first. One of the future was made while the clock was wrong, nobody knows when: the next is due
 * without it, and the rule neither counts nor removes it.
 */
export const madeUntil = (names: readonly string[], now: number): string[] =>
  names.filter((name) => (timeOfBackup(name) ?? Number.POSITIVE_INFINITY) <= now + slackMs).sort()

/**
 * Which files the rule lets go: kept are the newest of each of the last `keepDays` days that have one, and of each of the last
 * `keepMonths` months that have one. The newest of all always stays.
 */
export function toRemove(
  names: string[],
  rule: Pick<BackupPlan, 'keepDays' | 'keepMonths'>,
): string[] {
  const newestFirst = names
    .filter((name) => dayOfBackup(name) !== undefined)
    .sort()
    .reverse()
  const newestOf = (length: number, count: number): string[] => {
    const firsts = new Map<string, string>()
    for (const name of newestFirst) {
      const period = dayOfBackup(name)?.slice(0, length) ?? ''
      if (!firsts.has(period)) firsts.set(period, name)
    }
    return [...firsts.values()].slice(0, count)
  }
  const kept = new Set([...newestOf(8, rule.keepDays), ...newestOf(6, rule.keepMonths)])
  return newestFirst.filter((name) => !kept.has(name))
}
