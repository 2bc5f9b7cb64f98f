import { createHash, randomInt } from 'node:crypto'
import { closeSync, cpSync, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { StartRefused } from '#db'
import { openEngine } from '#engine'
import { checkTables } from '../../../src/main/db/integrity.ts'
import { removeFolder, startService, temporaryFolder } from '../../support/service-process.ts'
import { Load } from './load.ts'
import type { Outcome } from './rows.ts'

const pageBytes = 4_096
/** Where a bit is turned, in turn; pages are told apart by their first byte. */
const places = {
  header: () => true,
  table: (kind: number) => kind === 5 || kind === 13,
  index: (kind: number) => kind === 2 || kind === 10,
  log: () => true,
}
type Place = keyof typeof places

function turnBit(folder: string, place: Place): string {
  const file = openSync(join(folder, place === 'log' ? 'renkei.db-wal' : 'renkei.db'), 'r+')
  const { size } = fstatSync(file)
  const byte = Buffer.alloc(1)
  const kindAt = (page: number): number => {
    readSync(file, byte, 0, 1, page === 0 ? 100 : page * pageBytes)
    return byte[0] ?? 0
  }
  let at = place === 'header' ? randomInt(100) : randomInt(size)
  while (place !== 'log' && !places[place](kindAt(Math.floor(at / pageBytes)))) at = randomInt(size)
  readSync(file, byte, 0, 1, at)
  byte[0] = (byte[0] ?? 0) ^ (1 << randomInt(8))
  writeSync(file, byte, 0, 1, at)
  closeSync(file)
  return `${place} ${at}`
}

/** Every row of every table but what a start itself writes, each by its own, and in what state each grant is. */
function rowsOf(folder: string): { all: Map<string, string>; states: string } {
  const db = new SQLite(join(folder, 'renkei.db'), { readonly: true })
  const names = db
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('settings')",
    )
    .pluck()
    .all() as string[]
  const all = new Map(
    names.map((name) => {
      const hash = createHash('sha256')
      for (const row of db.prepare(`SELECT * FROM "${name}" NOT INDEXED`).raw().iterate())
        hash.update(JSON.stringify(row))
      return [name, hash.digest('hex')]
    }),
  )
  const states = db
    .prepare(
      'SELECT g.id, g.customerId, g.providerId, g.status, g.endedAt, t.endedAt FROM grants g LEFT JOIN refreshTokens t ON t.grantId = g.id ORDER BY g.id, t.id',
    )
    .raw()
    .all()
  db.close()
  return { all, states: JSON.stringify(states) }
}

const opened = (folder: string) =>
  openEngine({
    folder,
    clock: { now: Date.now, offset: 0 },
    log: { warn() {}, error() {} },
    version: 'drill',
  })

/**
 * Turns one bit of the files of a service that was killed, again and again: the start is refused, or the check of the whole file
 * finds it, or nothing is different. What may differ unnoticed is a plain value that no index and no constraint speaks of.
 */
export async function flipBits(times: number, planted = false): Promise<Outcome> {
  const service = await startService()
  const load = new Load(service)
  await load.until(service, () => service.kill())
  // What was last done has come into audit-head: it is a tenth of a second behind.
  const idle = await startService([], service.folder)
  await sleep(500)
  await idle.kill()
  const copied = (): string => {
    const to = temporaryFolder()
    cpSync(service.folder, to, { recursive: true, filter: (name) => !/reserve|-shm$/.test(name) })
    return to
  }
  const whole = copied()
  await opened(whole).close()
  const truth = rowsOf(whole)
  const wrong: string[] = []
  const found = { refused: 0, checked: 0, same: 0, value: 0 }
  for (let i = 0; i < times; i += 1) {
    const folder = copied()
    const place = Object.keys(places)[i % 4] as Place
    const where = planted ? 'planted' : turnBit(folder, place)
    try {
      const engine = opened(folder)
      const damage = await checkTables(join(folder, 'renkei.db'))
      await engine.close()
      if (planted) {
        const db = new SQLite(join(folder, 'renkei.db'))
        db.exec('UPDATE grants SET customerId = customerId % 5 + 1')
        db.close()
      }
      const now = rowsOf(folder)
      if (damage) found.checked += 1
      else if (now.states !== truth.states) wrong.push(`${where}: a grant is in another state`)
      else if ([...truth.all].every(([name, hash]) => now.all.get(name) === hash)) found.same += 1
      else found.value += 1
    } catch (error) {
      if (error instanceof StartRefused) found.refused += 1
      else wrong.push(`${where}: ${error}`)
    }
    removeFolder(folder)
  }
  rmSync(whole, { recursive: true })
  removeFolder(service.folder)
  const { refused, checked, same, value } = found
  return {
    ...{ tried: times, acknowledged: load.acknowledged, wrong },
    note: `refused ${refused}, found by the check ${checked}, nothing different ${same}, a plain value without checksum ${value} (decision 0040)`,
  }
}
