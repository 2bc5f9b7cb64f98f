import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dayMs, isoDate } from '#shared/japanese-date'
import { runCommand } from '../support/command.ts'
import { type Desk, openDesk } from '../support/desk-client.ts'
import {
  type RunningService,
  removeFolder,
  startService,
  temporaryFolder,
} from '../support/service-process.ts'

/**
 * What docs/operations.md says of an alarm is done to a service that shows it, until it shows it no more. Of the others: damage, a broken
 * chain, clear keys and a service that has ended in ways-out.test.ts, a full disk in full-disk.test.ts, writes that nobody is sure of in
 * the drill of failed syncs, the clock in test/engine/clock.test.ts.
 */
const text = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
/** The row of an alarm says so. */
const says = (...parts: string[]): void => {
  for (const part of parts) expect(text).toContain(part)
}

let place: string
let service: RunningService
let desk: Desk
beforeAll(async () => {
  place = temporaryFolder()
  service = await startService()
  const one = service.demo.staff.find(({ role }) => role === 'sysadmin')
  desk = openDesk(service.console).desk
  await desk.staff.signIn({ loginId: one?.loginId ?? '', password: one?.password ?? '' })
})
afterAll(async () => {
  await service.stop()
  removeFolder(service.folder)
  removeFolder(place)
})
const status = () => desk.system.status()

it('バックアップが設定されていません: README’s steps 1 and 2, while it runs; バックアップに失敗しています: its folder is put back, 今すぐバックアップ', async () => {
  says('バックアップが設定されていません | README の「Backup and restore」の1と2')
  says('稼働状況の「今すぐバックアップ」で確かめます')
  expect((await status()).backup).toMatchObject({ plan: null, newest: null })
  const identity = join(place, 'identity.txt')
  const to = join(place, 'backups')
  mkdirSync(to)
  const { stdout } = runCommand('keys-make', ['--backup-identity', identity])
  const recipient = /age1\w+/.exec(stdout)?.[0] ?? ''
  const args = ['--data-dir', service.folder, '--to', to, '--recipient', recipient]
  expect(runCommand('backup-setup', args)).toMatchObject({ status: 0 })
  const made = async () => {
    const { backup } = await status()
    return [backup.failure, backup.running, backup.late, backup.newest !== null]
  }
  await desk.backups.run()
  await expect.poll(made).toEqual([null, false, false, true])

  renameSync(to, `${to}-away`)
  await desk.backups.run()
  await expect.poll(async () => (await status()).backup.failure).toBe('folder')
  renameSync(`${to}-away`, to)
  await desk.backups.run()
  await expect.poll(made).toEqual([null, false, false, true])
})

it('監査の署名した控えが揃っていません: that day’s file is put back from where copies are kept', async () => {
  says('別に保管した `audit-signed` の写しから、その日のファイルを戻します')
  const found = async () => {
    const { state, unreadable } = await desk.audit.verify()
    return [state, unreadable]
  }
  expect(await found()).toEqual(['whole', []])
  const signed = join(service.folder, 'audit-signed')
  cpSync(signed, join(place, 'kept'), { recursive: true })
  const [day = ''] = readdirSync(signed)
  writeFileSync(join(signed, day), '')
  expect(await found()).toEqual(['doubtful', [day]])
  cpSync(join(place, 'kept', day), join(signed, day))
  expect(await found()).toEqual(['whole', []])
})

it('残高か明細が古くなっています: the page of imports says what came last; what the bank sends anew ends it', async () => {
  says('取り込みの画面で最後の取り込みと誤りを見ます')
  expect(await service.stop()).toBe(0)
  service = await startService(['--clock-offset', '10d'], service.folder)
  const { loginId = '', password = '' } =
    service.demo.staff.find(({ role }) => role === 'hq-admin') ?? {}
  const admin = openDesk(service.console).desk
  await admin.staff.signIn({ loginId, password })
  const data = async () => (await admin.system.status()).data
  const before = await data()
  expect(before.old).toBe(true)
  expect(await admin.imports.list()).toEqual([])

  const today = isoDate(Date.now() + 10 * dayMs)
  const [account] = service.demo.customers[0]?.accounts ?? []
  const of = `${account?.branchCode},普通,${account?.accountNumber}`
  const files = {
    balances: `店番,科目,口座番号,残高,基準日時\n${of},1239567,${today} 00:00\n`,
    transactions: `店番,科目,口座番号,取引日,取引番号,入出金,金額,取引後残高,摘要,期間開始日,期間終了日\n${of},,,,,,,${before.completeTo},${today}\n`,
  }
  for (const kind of ['balances', 'transactions'] as const) {
    const bytes = Buffer.from(files[kind])
    const { id } = await admin.imports.begin({ kind, fileName: 'f.csv', size: bytes.length })
    await admin.imports.add({ id, piece: bytes.toString('base64') })
    const state = async () => {
      const { state, problems } = await admin.imports.status({ id })
      return [state, problems]
    }
    await expect.poll(state).toEqual(['checked', []])
    await admin.imports.accept({ id })
    await expect.poll(state).toEqual(['done', []])
  }
  await expect.poll(async () => (await data()).old).toBe(false)
})
