import { cpSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Reader, StartRefused, sql } from '#db'
import {
  copiesFolder,
  type JournalLine,
  journalFolder,
  type Keys,
  readHead,
  readJournal,
} from '#engine'

/** Something that was done after the backup and is undone by restoring it. */
export interface LostAct {
  at: number
  action: JournalLine['action']
  /** The number of the link or request, the name of the provider. */
  label: string
}

export interface Lost {
  /** How many audit entries were made after the backup, as far as is known; null: nothing is known. */
  entries: number | null
  /** Links that were ended or stopped after the backup and are live in it: to be ended again, by their number. */
  toEndAgain: (LostAct & { customerNumber: string; provider: string })[]
  /** Providers that were changed or suspended after the backup. */
  providers: LostAct[]
  requests: LostAct[]
  /** Accounts that were made or changed after the backup: what their persons had or lost since is not in it. */
  staff: (LostAct & { id: number })[]
}

/**
 * Acts after which a link no longer lets anybody read. What was replaced is among them: the new link, perhaps a narrower one, is not
 * in the backup. What ends by time ends again by itself.
 */
const ends = /^grants\.(revoke|revokeByProvider|endByBank|endOnReplay|hold|narrow|supersede)$/

/**
 * What was done after the backup, as the journal, the audit head and the signed copies of the old folder tell. The journal names
 * every act until a tenth of a second before the end; without it the head alone tells how many there were.
 */
export function lostSince(given: {
  since: string | undefined
  keys: Pick<Keys, 'auditHead'>
  reader: Pick<Reader, 'read'>
  /** The newest entry of the backup, and when it was begun. */
  head: number
  madeAt: number
}): Lost {
  const { since, reader, head, madeAt } = given
  if (since === undefined)
    return { entries: null, toEndAgain: [], providers: [], requests: [], staff: [] }
  const lines = readJournal(since, { id: head, at: madeAt })
  const newest = Math.max(head, lines.at(-1)?.id ?? 0, headOf(since, given.keys))
  const told = ({ at, action, label, target }: JournalLine): LostAct => ({
    at,
    action,
    label: label ?? String(target),
  })
  const toEndAgain = new Map<number, Lost['toEndAgain'][number]>()
  for (const line of lines) {
    if (line.kind !== 'grant' || line.target === null || !ends.test(line.action)) continue
    const live = liveGrant(reader, line.target)
    if (live) toEndAgain.set(line.target, { ...told(line), ...live })
  }
  const about = (kind: string): LostAct[] => lines.filter((line) => line.kind === kind).map(told)
  return {
    entries: newest - head,
    toEndAgain: [...toEndAgain.values()],
    providers: about('provider'),
    requests: about('request'),
    staff: lines
      .filter((line) => line.kind === 'staff')
      .map((line) => ({ ...told(line), id: line.target ?? 0 })),
  }
}

/** Copies what the old folder knows and the backup does not: signed copies and journals of later days. */
export function adoptEvidence(since: string, work: string): void {
  for (const name of [copiesFolder, journalFolder])
    if (existsSync(join(since, name)))
      for (const file of readdirSync(join(since, name)))
        if (!file.endsWith('.new'))
          cpSync(join(since, name, file), join(work, name, file), {
            // The older part of the same day's journal is in the newer file too.
            force: name === journalFolder,
          })
}

function headOf(since: string, keys: Pick<Keys, 'auditHead'>): number {
  try {
    return readHead(since, keys)?.id ?? 0
  } catch (error) {
    if (error instanceof StartRefused) return 0
    throw error
  }
}

function liveGrant(reader: Pick<Reader, 'read'>, id: number) {
  const [grant] = reader.read(
    sql
      .selectFrom('grants')
      .innerJoin('customers', 'customers.id', 'grants.customerId')
      .innerJoin('providers', 'providers.id', 'grants.providerId')
      .select(['customers.customerNumber', 'providers.name as provider'])
      .where('grants.id', '=', id)
      .where('grants.endedAt', 'is', null),
  )
  return grant
}
