import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { Reader } from '#db'
import { checkAudit, openEngine, recordAudit, systemContext } from '#engine'
import { dayMs } from '#shared/japanese-date'
import { removeFolder, temporaryFolder } from '../../support/service-process.ts'
import type { Outcome } from './rows.ts'

const days = 6
const entriesADay = 10

/** An audit of some days: each has its signed copy, and the head is as after a stop. */
async function makeTrail(folder: string) {
  const from = Date.now() - days * dayMs
  let day = 0
  const clock = { offset: 0, now: () => from + day * dayMs }
  const engine = openEngine({ folder, clock, log: { warn() {}, error() {} }, version: 'drill' })
  for (; day < days; day += 1) {
    for (let i = 0; i < entriesADay; i += 1)
      await engine.store.write(() =>
        recordAudit(systemContext(engine), { action: 'system.seed', reason: `${day} ${i}` }),
      )
    await engine.trail.check()
  }
  const { keys } = engine
  await engine.close()
  return { keys, now: from + days * dayMs - 1 }
}

/** Another value in the place of one byte. */
function change(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  const at = randomInt(bytes.length)
  changed[at] = (bytes[at] ?? 0) ^ (1 + randomInt(255))
  return changed
}

/** Base64url says some bits twice: what a signed copy means are its parts, decoded, and whatever stands around them. */
const copyMeans = (bytes: Buffer): string =>
  bytes
    .toString('utf8')
    .trim()
    .split('.')
    .map((part) => (/^[\w-]*$/.test(part) ? Buffer.from(part, 'base64url').toString('hex') : part))
    .join('.')

/** One byte of a signed copy. @returns how it is put back, and whether the file means the same as before */
function changeCopy(path: string) {
  const bytes = readFileSync(path)
  const changed = change(bytes)
  writeFileSync(path, changed)
  return {
    where: path,
    same: copyMeans(bytes) === copyMeans(changed),
    back: () => writeFileSync(path, bytes),
  }
}

/** One value of an entry, by somebody who writes into the file itself. */
function changeEntry(db: SQLite.Database) {
  const rows = db.prepare('SELECT * FROM auditEntries').all() as Record<string, unknown>[]
  const row = rows[randomInt(rows.length)] ?? {}
  const columns = Object.keys(row).filter((name) => row[name] !== null)
  const column = columns[randomInt(columns.length)] ?? ''
  const was = row[column]
  const other =
    typeof was === 'number'
      ? was + 1 + randomInt(1_000)
      : typeof was === 'string'
        ? `${was.slice(0, -1)}${was.endsWith('x') ? 'y' : 'x'}`
        : change(was as Buffer)
  const set = (value: unknown, id: unknown) =>
    db.prepare(`UPDATE auditEntries SET "${column}" = ? WHERE id = ?`).run(value, id)
  // A number that is taken already cannot be given again.
  const isId = column === 'id'
  set(isId ? Number(was) + 1_000_000 : other, row.id)
  return {
    where: `${column} of entry ${row.id}`,
    same: false,
    back: () => set(was, isId ? Number(was) + 1_000_000 : row.id),
  }
}

/**
 * A value of an entry or a byte of a signed copy is changed: the check says so each time, and says nothing when it is put back. The head
 * is not among them: its two lines are written in turn, so that a damaged one looks like one that a crash has torn.
 */
export async function changeBytes(times: number, planted?: boolean): Promise<Outcome> {
  const folder = temporaryFolder()
  const { keys, now } = await makeTrail(folder)
  const path = join(folder, 'renkei.db')
  const db = new SQLite(path)
  db.exec('DROP TRIGGER auditEntriesNoUpdate; PRAGMA ignore_check_constraints = ON')
  const reader = new Reader(path)
  const signed = join(folder, 'audit-signed')
  const alarmed = async (): Promise<boolean> => {
    const found = await checkAudit({ folder, keys, reader, now })
    const doubts = [...found.missing, ...found.unreadable]
    return found.broken !== null || doubts.length > 0 || found.head !== 'agrees'
  }
  const wrong: string[] = []
  let alike = 0
  for (let i = 0; i < times; i += 1) {
    const copies = readdirSync(signed)
    const changed =
      randomInt(2) === 0
        ? changeEntry(db)
        : changeCopy(join(signed, copies[randomInt(copies.length)] ?? ''))
    if (planted) changed.back()
    const told = await alarmed()
    if (changed.same) alike += 1
    else if (!told) wrong.push(`not noticed: ${changed.where}`)
    changed.back()
    if (i % 10 === 0 && (await alarmed())) wrong.push(`a false alarm after ${changed.where}`)
  }
  reader.close()
  db.close()
  removeFolder(folder)
  return { tried: times, acknowledged: times, wrong, note: `means the same ${alike}` }
}
