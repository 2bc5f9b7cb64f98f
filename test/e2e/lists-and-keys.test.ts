import { readFileSync } from 'node:fs'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { signIn } from '../support/console-page.ts'
import { type RunningService, removeFolder, startService } from '../support/service-process.ts'

/** Lists that people live in, the palette, and an IME that must not set anything off (U5–U7, U14, U22). */
let service: RunningService
let browser: Browser
const problems: string[] = []
beforeAll(async () => {
  service = await startService()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await service.stop()
  removeFolder(service.folder)
})
const open = async (loginId: string): Promise<Page> => {
  const page = await signIn(browser, service, loginId, problems)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return page
}

describe('lists', () => {
  it('keep columns, order and density, and a view under its name (U6)', async () => {
    const page = await open('kudo')
    await page.goto(`${service.console}/providers`)
    await page.getByRole('row').nth(2).waitFor()
    // The two providers whose tokens are bound to no key are told apart at sight.
    for (const name of [/LINE Pay/, /ミロク情報サービス/])
      await page.getByRole('row', { name }).getByText('送信者制限なし').waitFor()
    expect(await page.getByText('送信者制限なし').count()).toBe(2)
    const heads = () => page.getByRole('columnheader').allInnerTexts()
    const before = await heads()
    const height = () =>
      page
        .getByRole('row')
        .nth(1)
        .evaluate((row) => row.getBoundingClientRect().height)
    const tall = await height()
    await page.getByRole('button', { name: '表示', exact: true }).click()
    const menu = page.getByRole('dialog', { name: '表示' })
    await menu.getByRole('checkbox', { name: '登録番号' }).uncheck()
    await menu.getByRole('button', { name: 'DPoP を前へ' }).click()
    await menu.getByLabel('行の間を詰める').check()
    await page.keyboard.press('Escape')
    const after = await heads()
    expect(after).toHaveLength(before.length - 1)
    expect(after.indexOf('DPoP')).toBeLessThan(before.indexOf('DPoP'))
    expect(await height()).toBeLessThan(tall)
    await page.reload()
    await page.getByRole('row').nth(2).waitFor()
    expect(await heads()).toEqual(after)

    await page.goto(`${service.console}/grants?status=ended&sort=-grantedAt`)
    await page.getByRole('button', { name: '表示', exact: true }).click()
    await menu.getByRole('checkbox', { name: '口座' }).check()
    await menu.getByRole('checkbox', { name: '連携番号' }).uncheck()
    await menu.getByLabel('この条件に名前をつけて保存').fill('終わった連携')
    await menu.getByLabel('全員で使う').check()
    await menu.getByRole('button', { name: '保存する' }).click()
    await menu.getByText('左のメニューの下に加えました').waitFor()
    await page.keyboard.press('Escape')
    await page.goto(service.console)
    await page.getByRole('link', { name: /終わった連携/ }).click()
    await page.waitForURL(
      /\/grants\?status=ended&sort=-grantedAt&cols=-label\.customer.*[._]accounts/,
    )
    // The view wins over what this person keeps; nothing of it is lost.
    await page.getByText('当てはまる連携はありません').waitFor()

    // Taken away with one key, put back with one (U9).
    await page.getByRole('button', { name: '終わった連携 を消す' }).click()
    await page.getByText('「終わった連携」を消しました').waitFor()
    expect(await page.getByRole('link', { name: /終わった連携/ }).count()).toBe(0)
    await page.getByRole('button', { name: '元に戻す' }).click()
    await page.getByRole('link', { name: /終わった連携/ }).waitFor()
    expect(await page.getByText('を消しました').count()).toBe(0)
    await page.context().close()

    // Shared with those who may open such a list, and with nobody else.
    const auditor = await open('hori')
    await auditor.getByRole('link', { name: /終わった連携/ }).waitFor()
    expect(await auditor.getByRole('button', { name: '終わった連携 を消す' }).count()).toBe(0)
    await auditor.context().close()
    const clerk = await open('sato')
    await clerk.getByText('未完了の受付').waitFor()
    expect(await clerk.getByRole('link', { name: /終わった連携/ }).count()).toBe(0)
    await clerk.context().close()
  })

  it('are sorted in their address; a row is copied as a spreadsheet takes it', async () => {
    const page = await open('miura')
    await page.goto(`${service.console}/providers`)
    const names = async (): Promise<string[]> =>
      (await page.getByRole('row').allInnerTexts())
        .slice(1)
        .map((text) => text.split('\n')[0] ?? '')
        .filter((text) => text !== '')
    await page.getByRole('row').nth(2).waitFor()
    const before = await names()
    await page.getByRole('columnheader', { name: '名称' }).getByRole('button').click()
    await page.waitForURL(/sort=name/)
    // The rows stand in the new order once the head says so; the address is there before.
    await page.locator('th[aria-sort=ascending]').waitFor()
    const up = await names()
    expect(up).not.toEqual(before)
    await page.getByRole('columnheader', { name: '名称' }).getByRole('button').click()
    await page.waitForURL(/sort=-name/)
    await expect.poll(names).toEqual([...up].reverse())
    expect(up).not.toEqual([...up].reverse())
    await page.reload()
    await page.getByRole('row').nth(2).waitFor()
    await expect.poll(names).toEqual([...up].reverse())
    await page.getByRole('columnheader', { name: '名称' }).getByRole('button').click()
    await page.waitForURL((url) => !url.search.includes('sort'))
    await expect.poll(names).toEqual(before)

    const copied = page.evaluate(
      () =>
        new Promise<string>((resolve) =>
          document.addEventListener(
            'copy',
            (event) => resolve(event.clipboardData?.getData('text/plain') ?? ''),
            { once: true },
          ),
        ),
    )
    await page.getByRole('row').nth(1).focus()
    await page.keyboard.press('Control+c')
    const cells = (await copied).split('\t')
    expect(cells[0]).toContain(before[0])
    expect(cells).toHaveLength(await page.getByRole('columnheader').count())

    await page.goto(`${service.console}/audit`)
    await page.getByRole('button', { name: '職員', exact: true }).click()
    await page.waitForURL(/by=staff/)
    await page.getByLabel('対象・氏名で絞り込む').fill('三浦')
    await page.waitForURL(/text=/)
    await page.reload()
    await page.getByRole('row').nth(1).waitFor()
    expect(await page.getByLabel('対象・氏名で絞り込む').inputValue()).toBe('三浦')

    // Dates in 和暦, for who reads them so (U15); kept, and taken back in the same place.
    const time = page.getByRole('row').nth(1).locator('td').nth(1)
    expect(await time.innerText()).toMatch(/^20\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d$/)
    const other = async (): Promise<void> => {
      await page.getByRole('button', { name: /三浦/ }).click()
      await page.getByRole('menuitem', { name: /^日付/ }).click()
    }
    await other()
    await expect.poll(() => time.innerText()).toMatch(/^R\d\d\.\d\d\.\d\d \d\d:\d\d:\d\d$/)
    await page.reload()
    await expect.poll(() => time.innerText()).toMatch(/^R/)
    await other()
    await expect.poll(() => time.innerText()).toMatch(/^20/)
    await page.context().close()
  })

  it('are written as a file, exactly as they are filtered', async () => {
    const page = await open('kudo')
    await page.goto(`${service.console}/audit`)
    await page.getByRole('row').nth(1).waitFor()
    await page.getByRole('button', { name: 'CSV' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '書き出す' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^監査記録_\d{12}\.csv$/)
    const [head] = readFileSync(await download.path(), 'utf8').split('\r\n')
    const shown = await page.getByRole('columnheader').count()
    expect(head?.split(',')).toHaveLength(shown)
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.context().close()
  })
})

describe('the palette (Ctrl+K)', () => {
  it('holds commands and records, for a role without customers too', async () => {
    const page = await open('narita')
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: '画面をロック' }).waitFor()
    await page.keyboard.type('監査')
    await page.getByRole('option', { name: '監査' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '監査', level: 1 }).waitFor()
    await page.context().close()
  })
})

/** A word under composition, as an IME holds it; what is typed goes to the IME and not to the page. */
class Ime {
  readonly #session: CDPSession
  constructor(session: CDPSession) {
    this.#session = session
  }
  compose(text: string): Promise<unknown> {
    return this.#session.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  }
  async key(key: string, code: string): Promise<void> {
    const event = { key, code, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 }
    await this.#session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event })
    await this.#session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
  }
  commit(text: string): Promise<unknown> {
    return this.#session.send('Input.insertText', { text })
  }
}

describe('while a word is being composed (U14, R75)', () => {
  it('nothing is opened, sent or switched; after it, it is', async () => {
    const page = await open('sato')
    const ime = new Ime(await page.context().newCDPSession(page))
    await page.keyboard.press('/')
    await ime.compose('すずき')
    await ime.key('Process', 'Enter')
    await page.waitForTimeout(400)
    expect(new URL(page.url()).pathname).toBe('/')
    // Nothing is asked of the engine for a word that is not there yet.
    expect(await page.getByRole('option').count()).toBe(0)
    await ime.commit('鈴木一郎')
    await page
      .getByRole('option', { name: /鈴木 一郎/ })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
    await page.getByLabel('氏名（必須）').waitFor()

    const name = page.getByLabel('氏名（必須）')
    await name.focus()
    await ime.compose('すずき')
    await ime.key('Process', 'Enter')
    await page.waitForTimeout(300)
    // The form was not sent: nothing has been compared.
    expect(await page.getByText('不一致').count()).toBe(0)
    for (const [key, code] of [
      ['n', 'KeyN'],
      ['/', 'Slash'],
      ['?', 'Slash'],
    ] as const)
      await ime.key(key, code)
    expect(await page.getByRole('dialog').count()).toBe(0)
    await ime.commit('鈴木一郎')
    await page.keyboard.press('Enter')
    await page.getByText('一致 1／必要 3').waitFor()
    await page.context().close()
  })
})

it('the console ran without an error and without a CSP violation', () => {
  expect(problems).toEqual([])
})
