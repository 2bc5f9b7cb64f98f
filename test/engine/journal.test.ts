import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Store } from '#db'
import {
  Journal,
  journalFolder,
  readJournal,
  trimJournal,
} from '../../src/main/engine/audit/journal.ts'
import { type AuditInput, recordAudit } from '../../src/main/engine/audit/record.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { World } from '../support/world.ts'

/** What was done, in files beside the database, from which a restore tells what is lost. */
const day = Date.parse('2027-03-01T23:59:59.999+09:00')
const folder = temporaryFolder()
let world: World
let store: Store
beforeAll(async () => {
  world = await World.open({ customers: 0, providers: [] })
  const { engine } = world
  // The engine keeps its own journal in its own folder.
  store = { folder, statement: engine.store.statement.bind(engine.store) } as unknown as Store
})
afterAll(async () => {
  await world.close()
  removeFolder(folder)
})

async function record(at: number, of: Partial<AuditInput>): Promise<number> {
  world.clock.now = () => at
  await world.engine.store.write(() => recordAudit(world.by(), { action: 'grants.expire', ...of }))
  const last = world.engine.store.bulk((db) =>
    db.prepare('SELECT max(id) AS id FROM auditEntries').get(),
  ) as { id: number }
  return last.id
}
const target = (kind: 'grant' | 'request' | 'provider' | 'staff' | 'customer', id: number) => ({
  target: { kind, id, label: `${kind}${id}` },
})
const files = () => readdirSync(join(folder, journalFolder)).sort()
const read = (id = 0, at = 0) => readJournal(folder, { id, at })

it('has a line of each act on links, requests and providers, in the file of its day in Japan', async () => {
  expect(read()).toEqual([])
  trimJournal(folder, day)
  const from = (await record(day, {})) as number
  const grant = await record(day, target('grant', 1))
  await record(day, { ...target('grant', 2), outcome: 'refused' })
  await record(day, target('staff', 3))
  await record(day, target('customer', 4))
  const request = await record(day + 1, target('request', 5))
  const provider = await record(day + 1, target('provider', 6))
  const journal = new Journal(store, from)
  await journal.follow(provider)
  const line = { at: day + 1, action: 'grants.expire' }
  const lines = [
    { ...line, id: grant, at: day, kind: 'grant', target: 1, label: 'grant1' },
    { ...line, id: request, kind: 'request', target: 5, label: 'request5' },
    { ...line, id: provider, kind: 'provider', target: 6, label: 'provider6' },
  ]
  expect(files()).toEqual(['2027-03-01.log', '2027-03-02.log'])
  expect(read()).toEqual(lines)
  // What is written is not written again, whatever comes between.
  await journal.follow(grant)
  await journal.follow(provider)
  expect(read()).toEqual(lines)
  expect(read(grant)).toEqual(lines.slice(1))
  expect(read(0, day + 1)).toEqual(lines.slice(1))
  // Torn and foreign lines say nothing; other files are none of ours.
  appendFileSync(join(folder, journalFolder, '2027-03-01.log'), '{"id":9,"at"\n{"id":"9"}\n')
  writeFileSync(join(folder, journalFolder, 'note.txt'), `${JSON.stringify(lines[0])}\n`)
  expect(read()).toEqual(lines)
})

it('follows by any number of lines, and is read in their order', async () => {
  const before = read().length
  let last = 0
  for (const n of [1, 2, 3]) last = await record(day + n, target('grant', n))
  await world.engine.store.write(() => {
    for (let n = 0; n < 1_001; n += 1)
      recordAudit(world.by(), { action: 'grants.expire', ...target('grant', n) })
  })
  await new Journal(store, last - 3).follow(last + 1_001)
  const lines = read()
  expect(lines).toHaveLength(before + 1_004)
  expect(lines.map(({ id }) => id)).toEqual(lines.map(({ id }) => id).toSorted((a, b) => a - b))
})

it('is kept for sixty days', () => {
  const old = join(folder, journalFolder)
  mkdirSync(old, { recursive: true })
  for (const name of ['2026-12-31.log', '2027-01-01.log']) writeFileSync(join(old, name), '')
  trimJournal(folder, Date.parse('2027-03-02T00:00:00+09:00'))
  expect(files()).toEqual(['2027-01-01.log', '2027-03-01.log', '2027-03-02.log', 'note.txt'])
})
