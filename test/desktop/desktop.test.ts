import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { TestProvider, walkConsent } from '../support/provider-client.ts'
import { type Demo, removeFolder, temporaryFolder } from '../support/service-process.ts'

/** The built desktop bundles on the stand-in host: Electron's own program is not to be had everywhere. */
const root = join(import.meta.dirname, '../..')
let folder: string
let host: ChildProcess
let seen: Browser
let customers: Browser
let window: Page
let demo: Demo
const messages: Record<string, unknown>[] = []

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
const answer = async (question: string, key: string): Promise<Record<string, unknown>> => {
  host.send(question)
  await expect.poll(() => messages.some((message) => key in message)).toBe(true)
  return messages.findLast((message) => key in message) ?? {}
}

const until = (check: () => boolean | Promise<boolean>): Promise<void> =>
  expect.poll(check).toBe(true)

beforeAll(async () => {
  console.log('desktop stories run on the stand-in host, not on Electron')
  folder = temporaryFolder()
  const port = await freePort()
  host = fork(
    join(root, 'out/main/index.cjs'),
    ['--data-dir', folder, '--provider-port', '0', '--demo'],
    {
      execArgv: ['--import', join(root, 'test/support/stand-in/register.ts')],
      env: { ...process.env, STAND_IN_PORT: String(port) },
    },
  )
  host.on('message', (message) => messages.push(message as Record<string, unknown>))
  await until(() => existsSync(join(folder, 'demo.json')))
  await until(() =>
    fetch(`http://127.0.0.1:${port}/json/version`).then(
      () => true,
      () => false,
    ),
  )
  seen = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  await until(() =>
    seen
      .contexts()
      .some((context) => context.pages().some((page) => page.url().startsWith('http://console'))),
  )
  window = seen
    .contexts()
    .flatMap((context) => context.pages())
    .find((page) => page.url().startsWith('http://console')) as Page
  demo = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as Demo
  customers = await openBrowser()
})
afterAll(async () => {
  await customers?.close()
  host?.kill('SIGKILL')
  removeFolder(folder)
})

describe('the desktop', () => {
  it('has no console listener, and tells so in demo.json', () => {
    expect(demo.console).toBeNull()
  })

  it('opens windows that are isolated and sandboxed, goes nowhere else, and has a menu without developer tools', async () => {
    expect((await answer('preferences', 'preferences')).preferences).toMatchObject({
      nodeIntegration: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
    })
    expect(await answer('navigate', 'prevented')).toMatchObject({
      prevented: [true, true, true, true, true],
      // The PDF that is printed, and the viewer that prints it, in a frame and nowhere else.
      inFrame: [true, true, true, false, false],
      inMainFrame: [true, true],
      opened: { action: 'deny' },
    })
    expect(messages.find((message) => 'menu' in message)?.menu).toEqual([
      'ファイル',
      '編集',
      '表示',
    ])
  })

  it('runs the story over its port: link, find, revoke, refused, proof', async () => {
    const provider = await TestProvider.open(demo.issuer, demo.providers[1] as never)
    const link = await provider.start(
      undefined,
      demo.providers[1]?.redirectUris.find((uri) => uri.startsWith('https://')),
    )
    const tokens = await provider.finish(
      link,
      await walkConsent(
        await (await customers.newContext()).newPage(),
        link,
        demo.customers[0] as never,
      ),
    )
    expect((await provider.get(tokens.access_token, '/accounts')).status).toBe(200)

    await window.getByLabel('職員ID').fill('sato')
    await window.getByLabel('パスワード').fill(demo.staff[0]?.password ?? '')
    await window.keyboard.press('Enter')
    await window.getByRole('heading', { name: 'きょう' }).waitFor()
    await window.keyboard.type('ｽｽﾞｷ ｲﾁﾛｳ')
    await window.getByRole('option', { name: /鈴木 一郎.*•••0001/ }).waitFor()
    await window.keyboard.press('Enter')
    await window.getByLabel('氏名（必須）').fill('鈴木一郎')
    await window.getByLabel('生年月日（必須）').fill('S50.4.12')
    await window.getByLabel('届出電話番号').fill('09001234567')
    await window.keyboard.press('Enter')
    await window.getByRole('checkbox', { name: /マネーフォワード/ }).check()
    await window.getByRole('button', { name: '解除', exact: true }).click()
    await window.getByLabel('利用終了').check()
    await window.getByRole('button', { name: '解除する' }).click()
    await window.getByRole('heading', { name: '解除の証拠' }).waitFor()
    expect((await provider.get(tokens.access_token, '/accounts')).status).toBe(401)
    await expect(provider.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    await window.getByRole('region', { name: '解除の証拠' }).getByText('トークン更新').waitFor()
  })

  it('shows a preview in a sandboxed frame of its own', async () => {
    await window.getByRole('link', { name: '同意画面' }).click()
    const frame = window.frameLocator('iframe')
    await frame.getByRole('heading', { name: 'API連携認証（利用登録）' }).waitFor()
    expect(await frame.getByText('プレビュー').count()).toBe(1)
    expect(await window.locator('iframe').getAttribute('sandbox')).toBe('')
    expect(await window.locator('iframe').getAttribute('src')).toMatch(/^\/preview\/[\w-]+$/)
    await window.getByRole('link', { name: 'きょう' }).click()
  })

  it('brings a killed engine back; the window says so and reconnects', async () => {
    await window.getByText('サーバー稼働中').waitFor()
    // The engine may be back before anyone could look: what the window said meanwhile is noted in the page.
    await window.evaluate(() => {
      const note = window as never as { said: boolean }
      note.said = false
      new MutationObserver(() => {
        note.said ||= document.body.innerText.includes('サーバーと通信できません')
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    host.send('kill-engine')
    // The sign-in lived in the engine that died: the same person signs in again, and is served.
    await window.getByLabel('職員ID').waitFor()
    expect(await window.evaluate(() => (window as never as { said: boolean }).said)).toBe(true)
    await window.getByLabel('職員ID').fill('sato')
    await window.getByLabel('パスワード').fill(demo.staff[0]?.password ?? '')
    await window.keyboard.press('Enter')
    await window.getByText('サーバー稼働中').waitFor()
  })

  it('stops its engine cleanly when it quits', async () => {
    const ended = new Promise((resolve) => host.once('exit', resolve))
    host.send('quit')
    expect(await ended).toBe(0)
    expect(readFileSync(join(folder, 'renkei.db')).length).toBeGreaterThan(0)
    expect(
      existsSync(join(folder, 'renkei.db-wal')) &&
        readFileSync(join(folder, 'renkei.db-wal')).length > 0,
    ).toBe(false)
  })
})
