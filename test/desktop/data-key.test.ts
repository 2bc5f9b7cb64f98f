import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runCommand } from '../support/command.ts'
import { type DesktopHost, startDesktop, until } from '../support/desktop-host.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'

/** STAND_IN_STORE is the operating system's store of one person on one machine. */
let place: string
let host: DesktopHost | undefined
beforeEach(() => {
  place = temporaryFolder()
})
afterEach(async () => {
  await host?.close()
  removeFolder(place)
})

const start = async (folder: string, store?: string): Promise<DesktopHost> => {
  await host?.close()
  const args = ['--data-dir', folder, '--provider-port', '0']
  host = await startDesktop(args, store === undefined ? {} : { STAND_IN_STORE: store })
  return host
}
const keys = (folder: string) => JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8'))

it('the desktop wraps keys.json by the store of the operating system; another person’s store does not open a copy', async () => {
  const folder = join(place, 'data')
  // Without a store the keys are in clear, and are wrapped at the first start with one.
  await start(folder)
  await until(() => existsSync(join(folder, 'audit-head')))
  const plain = keys(folder)
  expect(plain.version).toBe(1)
  await start(folder, '7')
  await until(() => keys(folder).version === 2)
  expect(readFileSync(join(folder, 'keys.json'), 'utf8')).not.toContain(plain.pepper)
  await (host as DesktopHost).close()
  const reset = runCommand('staff-reset', ['--data-dir', folder, '--login-id', 'x'])
  expect([reset.status, reset.stdout]).toEqual([21, ''])
  expect(reset.stderr).toContain('ほかの管理者が出し直します')
  const copied = join(place, 'copied')
  cpSync(folder, copied, { recursive: true, filter: (path) => !path.includes('desktop') })
  const other = await start(copied, '9')
  expect(await other.dialog()).toContain('鍵ファイル')
  expect(await other.exit).toBe(21)
})

it('no command opens keys that the desktop wrapped, and says what to do; the desktop’s own backup opens elsewhere', async () => {
  const folder = join(place, 'data')
  const to = join(place, 'backups')
  mkdirSync(to)
  const identity = join(place, 'identity.txt')
  const made = runCommand('keys-make', ['--backup-identity', identity])
  const recipient = /age1[a-z0-9]+/.exec(made.stdout)?.[0] ?? ''
  await start(folder, '7')
  await until(() => existsSync(join(folder, 'audit-head')))
  const plan = ['--data-dir', folder, '--to', to, '--recipient', recipient]
  const refused = runCommand('backup', plan)
  expect([refused.status, readdirSync(to)]).toEqual([21, []])
  expect(refused.stderr).toContain('この端末のこの利用者のデスクトップだけが開けます')
  expect(refused.stderr).toContain('今すぐバックアップ')
  expect(refused.stderr).not.toContain('--key-file')
  // Setting up needs no key to encrypt with; the desktop makes the first backup at its next start, since one is due.
  expect(runCommand('backup-setup', plan).status).toBe(0)
  await start(folder, '7')
  await until(() => readdirSync(to).some((name) => name.endsWith('.age')))
  const backup = readdirSync(to).find((name) => name.endsWith('.age')) ?? ''
  const key = join(place, 'key')
  runCommand('keys-make', ['--data-key', key])
  const elsewhere = join(place, 'elsewhere')
  const restored = runCommand('restore', [
    ...['--from', join(to, backup), '--data-dir', elsewhere],
    ...['--identity-file', identity, '--key-file', key],
  ])
  expect([restored.status, existsSync(join(elsewhere, 'data-key.sealed'))]).toEqual([0, false])
  const verified = runCommand('audit-verify', ['--data-dir', elsewhere, '--key-file', key])
  expect([verified.status, verified.stderr]).toEqual([0, ''])
})
