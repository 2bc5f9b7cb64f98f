import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { query, type Store } from '#db'
import { dayMs, isoDate } from '#shared/japanese-date'

/** What was done, outside of the database: after a restore it tells what is lost. */
export const journalFolder = 'journal'
/** Longer than the oldest backup that somebody is likely to restore. */
const keptDays = 60
/** At most so many lines at once, since the thread waits. */
const linesAtOnce = 500

const JournalLine = z.object({
  id: z.number(),
  at: z.number(),
  action: z.string(),
  kind: z.string().nullable(),
  target: z.number().nullable(),
  label: z.string().nullable(),
})
export type JournalLine = z.infer<typeof JournalLine>

const between = query<{ from: number; to: number; limit: number }>()((k, v) =>
  k
    .selectFrom('auditEntries')
    .select(['id', 'at', 'action', 'outcome', 'targetKind', 'targetId', 'targetLabel'])
    .where('id', '>', v('from'))
    .where('id', '<=', v('to'))
    .orderBy('id')
    .limit(v('limit')),
)
/** Their labels are numbers, or the name of a provider or of staff; no customer is named. */
const told = ['grant', 'request', 'provider']
/** Acts after which an account signs in by other means, or may do something else. */
const ofAccounts = /^staff\.(create|update|reenrol|enrol|changePassword|confirmSecondFactor)$/
const isTold = (kind: string | null, action: string): boolean =>
  told.includes(kind ?? '') || (kind === 'staff' && ofAccounts.test(action))

/**
 * Keeps a line of each act on links, requests, providers and accounts of staff in a file a day: number and time of its audit entry, what was done,
 * and to what. It follows the database by a tenth of a second, before the audit head does.
 */
export class Journal {
  readonly #store: Store
  readonly #folder: string
  #written: number

  /** @param from the entry up to which everything is in the files */
  constructor(store: Store, from: number) {
    this.#store = store
    this.#folder = join(store.folder, journalFolder)
    this.#written = from
  }

  /** Writes what is missing up to an entry. */
  async follow(to: number): Promise<void> {
    while (this.#written < to) {
      const from = this.#written
      const rows = this.#store.statement(between).all({ from, to, limit: linesAtOnce })
      const days = new Map<string, string>()
      for (const row of rows) {
        if (row.outcome !== 'done' || !isTold(row.targetKind, row.action)) continue
        const { id, at, action, targetKind: kind, targetId: target, targetLabel: label } = row
        const line = JSON.stringify({ id, at, action, kind, target, label } satisfies JournalLine)
        days.set(isoDate(at), `${days.get(isoDate(at)) ?? ''}${line}\n`)
      }
      for (const [day, lines] of days) await this.#append(day, lines)
      this.#written = rows.length < linesAtOnce ? to : (rows.at(-1)?.id ?? to)
    }
  }

  async #append(day: string, lines: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const file = await open(join(this.#folder, `${day}.log`), 'a', 0o600)
    try {
      await file.appendFile(lines)
      await file.datasync()
    } finally {
      await file.close()
    }
  }
}

/** Removes files of days that no restore will ask about. */
export function trimJournal(folder: string, now: number): void {
  const oldest = `${isoDate(now - keptDays * dayMs)}.log`
  for (const name of filesIn(folder))
    if (name < oldest) rmSync(join(folder, journalFolder, name), { force: true })
}

/**
 * The lines behind an entry, in the order of their numbers; a line that was cut off is left out. `at`: after a restore numbers are
 * given again, so lines from before it are told apart by their time.
 */
export function readJournal(folder: string, from: { id: number; at: number }): JournalLine[] {
  return filesIn(folder)
    .flatMap((name) => readFileSync(join(folder, journalFolder, name), 'utf8').split('\n'))
    .flatMap((text) => lineOf(text) ?? [])
    .filter((line) => line.id > from.id && line.at >= from.at)
    .sort((a, b) => a.id - b.id)
}

function lineOf(text: string): JournalLine | undefined {
  try {
    return JournalLine.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(join(folder, journalFolder))
      .filter((name) => name.endsWith('.log'))
      .sort()
  } catch {
    return []
  }
}
