import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCommand } from '../support/command.ts'
import { openDesk } from '../support/desk-client.ts'
import {
  type RunningService,
  removeFolder,
  startService,
  temporaryFolder,
} from '../support/service-process.ts'

let service: RunningService
beforeAll(async () => {
  service = await startService()
})
afterAll(async () => {
  await service.stop()
  removeFolder(service.folder)
})

const verify = (...args: string[]) => runCommand('audit-verify', args)

it('audit:verify says that the chain is whole, beside the running service too', () => {
  const { status, stdout } = verify('--data-dir', service.folder)
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/監査の記録 \d+件は.*つながっています.*audit-head.*一致/s),
  ])
})

it('audit:verify says what vouches for the audit no more: another head, none, a copy of a day that is gone', async () => {
  const folder = temporaryFolder()
  await service.stop()
  cpSync(service.folder, folder, { recursive: true })
  service = await startService([], service.folder)
  const head = join(folder, 'audit-head')
  const kept = readFileSync(head)
  writeFileSync(
    head,
    Buffer.from(
      kept
        .toString()
        .replace(/^\d+ /, '9999 ')
        .replace(/\n\d+ /, '\n9999 '),
    ),
  )
  const words = (): [number | null, string] => {
    const { status, stdout } = verify('--data-dir', folder)
    return [status, stdout]
  }
  expect(words()).toEqual([1, expect.stringContaining('audit-head）と違います')])
  rmSync(head)
  expect(words()).toEqual([1, expect.stringContaining('audit-head）がありません')])
  writeFileSync(head, kept)
  expect(words()[0]).toBe(0)
  const [copy = ''] = readdirSync(join(folder, 'audit-signed'))
  writeFileSync(join(folder, 'audit-signed', copy), 'torn')
  expect(words()).toEqual([1, expect.stringContaining(`読めない署名した控え: ${copy}`)])
  removeFolder(folder)
})

it('audit:verify without a data folder says what it needs', () => {
  for (const args of [[], ['--data-dir', '/nowhere']]) {
    const { status, stderr } = verify(...args)
    expect([status, stderr]).toEqual([2, expect.stringContaining('--data-dir')])
  }
})

it('a changed entry is named by the command, by the button and by the start page of a service started on it', async () => {
  const folder = temporaryFolder()
  mkdirSync(folder, { recursive: true })
  await service.stop()
  for (const file of ['renkei.db', 'keys.json', 'demo.json'])
    copyFileSync(join(service.folder, file), join(folder, file))
  const db = new SQLite(join(folder, 'renkei.db'))
  db.exec(
    "DROP TRIGGER auditEntriesNoUpdate; UPDATE auditEntries SET actorName = '別人' WHERE id = 2",
  )
  db.close()
  const { status, stdout } = verify('--data-dir', folder)
  expect([status, stdout]).toEqual([1, expect.stringMatching(/ 2番（.*書き換えられています/)])
  const tampered = await startService([], folder)
  const { desk } = openDesk(tampered.console)
  const auditor = tampered.demo.staff.find((one) => one.role === 'auditor')
  await desk.staff.signIn({ loginId: auditor?.loginId ?? '', password: auditor?.password ?? '' })
  // Nobody has asked yet: the start itself looks.
  await expect.poll(async () => (await desk.system.status()).audit.broken?.id).toBe(2)
  expect(await desk.audit.verify()).toMatchObject({
    state: 'broken',
    broken: { id: 2, why: 'hash' },
  })
  // The copy came without audit-head, and the start says so.
  const all = { actorKind: null, outcome: null, text: '', before: null, limit: 5 }
  const { rows } = await desk.audit.list({ ...all, action: 'system.start' })
  const [here, ...before] = rows.map((row) => JSON.parse(row.after ?? '{}').auditHead)
  expect([here, new Set(before)]).toEqual(['missing', new Set([undefined])])
  await tampered.stop()
  removeFolder(folder)
  service = await startService([], service.folder)
})
