import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Backups } from '../../src/main/backup/backups.ts'
import { closeWindows, workerBrowser } from '../support/browser.ts'
import { runCommand } from '../support/command.ts'
import { consoleOf, type OpenConsole } from '../support/desk-client.ts'
import { inspect } from '../support/inspect.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { World } from '../support/world.ts'

/** Backups as an administrator meets them: nothing set up, set up at the machine, made, grown old, failed, mended. */
let world: World
let place: string
let to: string
let backups: Backups
let stop: (() => Promise<void>) | undefined
let console: OpenConsole
let browser: Browser
let page: Page
let logins: Record<Role, { loginId: string; password: string }>
const hour = 3_600_000
type Role = 'sysadmin' | 'hq-admin' | 'clerk'

/** What the service does each minute, now. */
async function look(): Promise<void> {
  await stop?.()
  stop = backups.watch()
}
const windowOf = async (role: Role): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'ja-JP',
  })
  const opened = await context.newPage()
  await signIn(opened, role)
  return opened
}
const signIn = async (opened: Page, role: Role): Promise<void> => {
  const { loginId, password } = logins[role]
  await opened.goto(`${console.url}/`)
  await opened.getByLabel('職員ID').fill(loginId)
  await opened.getByLabel('パスワード').fill(password)
  await opened.keyboard.press('Enter')
  await opened.getByText('サーバー稼働中').waitFor()
}
const newest = (): Promise<string> =>
  page.locator('dt', { hasText: 'いちばん新しいもの' }).locator('+ dd').innerText()

beforeAll(async () => {
  world = await World.open()
  place = temporaryFolder()
  to = join(place, 'backups')
  mkdirSync(to)
  backups = new Backups(world.engine)
  console = await consoleOf(world, null, join(import.meta.dirname, '../../out/renderer'), backups)
  logins = {
    sysadmin: (await world.staff('sysadmin')).login,
    'hq-admin': (await world.staff('hq-admin')).login,
    clerk: (await world.staff('clerk')).login,
  }
  browser = await workerBrowser()
  page = await windowOf('sysadmin')
})
afterAll(async () => {
  await closeWindows(browser)
  await stop?.()
  await console.close()
  await world.close()
  removeFolder(place)
})
it('nothing is set up: きょう says what would be lost and what to do; nobody is offered a button that cannot work', async () => {
  await look()
  const chief = await windowOf('hq-admin')
  const banner = chief.getByRole('status').filter({ hasText: 'バックアップが設定されていません' })
  await banner.getByText('npm run backup:setup').waitFor()
  await inspect(chief, 'backup-none')
  await chief.context().close()
  await page.getByText('決まっていません').waitFor()
  expect(await page.getByRole('button', { name: '今すぐバックアップ' }).count()).toBe(0)
})

it('set up at the machine: the one that is due is made, then one by the button (U31)', async () => {
  const identity = join(place, 'identity.txt')
  const made = runCommand('keys-make', ['--backup-identity', identity])
  const recipient = /age1[a-z0-9]+/.exec(made.stdout)?.[0] ?? ''
  const folder = world.engine.store.folder
  const set = runCommand('backup-setup', [
    ...['--data-dir', folder, '--to', to, '--recipient', recipient],
  ])
  expect([set.status, set.stderr]).toEqual([0, ''])
  await look()
  await expect.poll(newest).toMatch(/renkei-\d{8}-\d{6}\.tar\.gz\.age、\d+\.\d MB/)
  for (const words of [recipient, to, '02:30']) await page.getByText(words).waitFor()
  const first = await newest()
  // Names count seconds.
  world.clock.offset += 61_000
  await page.getByRole('button', { name: '今すぐバックアップ' }).click()
  await expect.poll(newest).not.toBe(first)
  await page.getByText('バックアップが設定されていません').waitFor({ state: 'detached' })
  await inspect(page, 'backup-page')
})

it('the newest has grown old: everybody is told on きょう, loudly; the data that nobody renewed too', async () => {
  await stop?.()
  world.clock.offset += 12 * 24 * hour
  const clerk = await windowOf('clerk')
  const banner = clerk.getByRole('alert').filter({ hasText: '新しいバックアップがありません' })
  await banner.getByText('システム管理者に知らせてください。').waitFor()
  await clerk.getByText('残高か明細が古くなっています').waitFor()
  await inspect(clerk, 'backup-old')
  await clerk.context().close()
  await signIn(page, 'sysadmin')
  await page.goto(`${console.url}/`)
  // Who can make one is led to it, and not to themselves.
  await page.getByText('「今すぐバックアップ」で作り直してください').waitFor()
  await page.getByText('残高か明細が古くなっています').waitFor()
  await inspect(page, 'data-old')
})

it('the folder is gone: it says so, and does not say that there is none; back again, it goes on', async () => {
  renameSync(to, `${to}-away`)
  await look()
  const clerk = await windowOf('clerk')
  const banner = clerk.getByRole('alert').filter({ hasText: 'バックアップに失敗しています' })
  await banner.getByText('バックアップ先のフォルダを開けません').waitFor()
  await inspect(clerk, 'backup-failed')
  await page.goto(`${console.url}/`)
  await expect.poll(newest).toBe('分かりません（置き場所を開けません）')
  renameSync(`${to}-away`, to)
  await page.getByRole('button', { name: '今すぐバックアップ' }).click()
  await expect.poll(newest).toContain('.tar.gz.age')
  await banner.waitFor({ state: 'detached' })
})
