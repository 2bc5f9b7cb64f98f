import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
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
