import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { type DesktopHost, startDesktop, until } from '../support/desktop-host.ts'
import { TestProvider, walkConsent } from '../support/provider-client.ts'
import { type Demo, removeFolder, temporaryFolder } from '../support/service-process.ts'

/** The built desktop bundles on the stand-in host: Electron's own program is not to be had everywhere. */
let folder: string
let host: DesktopHost
let customers: Browser
let window: Page
let demo: Demo

beforeAll(async () => {
  console.log('desktop stories run on the stand-in host, not on Electron')
  folder = temporaryFolder()
  // What Electron, Chromium, installers and Windows put into the command line ends no start.
  const added = ['--updated', '--squirrel-firstrun', '--enable-features=A,B', '--no-sandbox']
  host = await startDesktop([
    ...added,
    ...['--data-dir', folder, '--provider-port', '0', '--demo'],
    ...['renkei-desk://open?x=1', '/prefetch:1', '--inspect', '0'],
  ])
  await until(() => existsSync(join(folder, 'demo.json')))
  window = await host.page()
  demo = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as Demo
  customers = await openBrowser()
})
afterAll(async () => {
  await customers?.close()
  await host?.close()
  removeFolder(folder)
})

describe('the desktop', () => {
  it('keeps its own files in the data folder, and says which words of the command line it does not use', () => {
    expect(existsSync(join(folder, 'desktop'))).toBe(true)
    expect(host.stderr()).toContain(
      '使わない引数: --updated --squirrel-firstrun --enable-features --no-sandbox --inspect',
    )
  })

  it('gives a window that is loaded anew its port again, and listeners do not add up', async () => {
    const { listeners } = await host.answer('listeners', 'listeners')
    for (let load = 0; load < 3; load += 1) {
      const loaded = window.waitForEvent('load')
      host.process.send('reload')
      await loaded
      await window.getByLabel('職員ID').waitFor()
    }
    expect((await host.answer('listeners', 'listeners')).listeners).toBe(listeners)
  })

  it('has no console listener, and tells so in demo.json', () => {
    expect(demo.console).toBeNull()
  })

  it('opens windows that are isolated and sandboxed, goes nowhere else, and has a menu without developer tools', async () => {
    expect((await host.answer('preferences', 'preferences')).preferences).toMatchObject({
      nodeIntegration: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
    })
    expect(await host.answer('navigate', 'prevented')).toMatchObject({
      prevented: [true, true, true, true, true],
      // The PDF that is printed, and the viewer that prints it, in a frame and nowhere else.
      inFrame: [true, true, true, false, false],
      inMainFrame: [true, true],
      opened: { action: 'deny' },
    })
    expect(host.messages.find((message) => 'menu' in message)?.menu).toEqual([
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

  it('brings a killed engine back within 2 s; the window says so and reconnects', async () => {
    await window.getByText('サーバー稼働中').waitFor()
    // The engine may be back before anyone could look: what the window said meanwhile is noted in the page.
    await window.evaluate(() => {
      const note = window as never as { said: boolean }
      note.said = false
      new MutationObserver(() => {
        note.said ||= document.body.innerText.includes('サーバーと通信できません')
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    host.process.send('kill-engine')
    // The sign-in lived in the engine that died: the same person signs in again, and is served.
    await window.getByLabel('職員ID').waitFor()
    expect(await window.evaluate(() => (window as never as { said: boolean }).said)).toBe(true)
    await window.getByLabel('職員ID').fill('sato')
    await window.getByLabel('パスワード').fill(demo.staff[0]?.password ?? '')
    await window.keyboard.press('Enter')
    await window.getByText('サーバー稼働中').waitFor()
  })

  it('shows a page that leads back when its window has crashed', async () => {
    host.process.send('crash')
    const crashed = await host.page((page) => page.url().endsWith('/window-failed'))
    await crashed.getByRole('heading', { name: '画面を表示できなくなりました' }).waitFor()
    await crashed.getByRole('link', { name: 'もう一度開く' }).click()
    await crashed.getByLabel('職員ID').waitFor()
    expect(host.messages.some((message) => 'dialog' in message)).toBe(false)
  })

  it('stops its engine cleanly when it quits', async () => {
    host.process.send('quit')
    expect(await host.exit).toBe(0)
    expect(readFileSync(join(folder, 'renkei.db')).length).toBeGreaterThan(0)
    expect(
      existsSync(join(folder, 'renkei.db-wal')) &&
        readFileSync(join(folder, 'renkei.db-wal')).length > 0,
    ).toBe(false)
  })
})
