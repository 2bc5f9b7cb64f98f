import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { compareKeys } from '#shared/list-columns'
import { openDesk } from '../support/desk-client.ts'
import { atCounter } from '../support/request-steps.ts'
import { openStory } from '../support/story.ts'

/** Lists that people live in, the palette and the keys (U5–U7, U22). */
const { service, problems, signIn, link } = await openStory()
beforeAll(async () => {
  // Provider and customer: four of the second customer's, three of others'.
  for (const [provider, customer] of [
    [0, 1],
    [1, 1],
    [2, 1],
    [3, 1],
    [0, 0],
    [1, 0],
    [2, 2],
  ] as const)
    await link(provider, customer)
})
const open = async (loginId: string): Promise<Page> => {
  const page = await signIn(loginId)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return page
}

const heads = async (page: Page): Promise<string[]> =>
  (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.replace(/ [▲▼]/, ''))
const head = (page: Page, name: string) => page.getByRole('columnheader', { name })
const width = async (page: Page, name: string): Promise<number> =>
  Math.round((await head(page, name).boundingBox())?.width ?? 0)
/** What stands first in each row. */
const names = async (page: Page): Promise<string[]> =>
  (await page.locator('tr[data-index]').allInnerTexts()).map(
    (text) => text.split(/[\n\t]/)[0] ?? '',
  )
const filled = (page: Page): Promise<void> => page.locator('tr[data-index="1"]').waitFor()

describe('lists', () => {
  it('keep columns, order and density, and a view under its name (U6)', async () => {
    const page = await open('kudo')
    await page.goto(`${service.console}/providers`)
    await page.getByRole('row').nth(2).waitFor()
    // The two providers whose tokens are bound to no key are told apart at sight.
    for (const name of [/LINE Pay/, /ミロク情報サービス/])
      await page.getByRole('row', { name }).getByText('送信者制限なし').waitFor()
    expect(await page.getByText('送信者制限なし').count()).toBe(2)
    const before = await heads(page)
    const height = async () => (await page.getByRole('row').nth(1).boundingBox())?.height ?? 0
    const tall = await height()
    await page.getByRole('button', { name: '表示', exact: true }).click()
    const menu = page.getByRole('dialog', { name: '表示' })
    await menu.getByRole('checkbox', { name: '登録番号' }).uncheck()
    await menu.getByRole('button', { name: 'DPoP を前へ' }).click()
    await menu.getByLabel('行の間を詰める').check()
    await page.keyboard.press('Escape')
    const after = ['名称', 'DPoP', '区分', '続いている連携', '失敗（1時間）', '状態']
    expect(await heads(page)).toEqual(after)
    expect(before).toHaveLength(after.length + 1)
    expect(await height()).toBeLessThan(tall)
    await page.reload()
    await filled(page)
    expect(await heads(page)).toEqual(after)

    await page.goto(`${service.console}/grants?status=active&sort=-grantedAt`)
    await filled(page)
    const usual = await heads(page)
    await page.getByRole('button', { name: '表示', exact: true }).click()
    await menu.getByRole('checkbox', { name: '口座' }).check()
    await menu.getByRole('checkbox', { name: '連携番号' }).uncheck()
    await menu.getByRole('button', { name: 'API業者 を左に固定' }).click()
    await page.keyboard.press('Escape')
    // A column is as wide as its edge is dragged to, or the keys make it.
    const narrow = await width(page, 'お客さま')
    const box = await head(page, 'お客さま').boundingBox()
    const [x, y] = [(box?.x ?? 0) + narrow - 3, (box?.y ?? 0) + 9]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 48, y, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => width(page, 'お客さま')).toBe(narrow + 48)
    await head(page, 'お客さま').getByRole('button').focus()
    await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(() => width(page, 'お客さま')).toBe(narrow + 64)
    await page.getByRole('button', { name: '表示', exact: true }).click()
    await menu.getByLabel('この条件に名前をつけて保存').fill('いまの連携')
    await menu.getByLabel('全員で使う').check()
    await menu.getByRole('button', { name: '保存する' }).click()
    await menu.getByText('左のメニューの下に加えました').waitFor()
    await menu.getByRole('button', { name: '閉じる' }).click()
    const inView = ['API業者', 'お客さま', '口座', ...usual.slice(3)]
    expect(await heads(page)).toEqual(inView)

    // Taken away with one key, put back with one (U9, U39).
    await page.getByRole('button', { name: 'いまの連携 を消す' }).click()
    await page.getByText('「いまの連携」を消しました').waitFor()
    expect(await page.getByRole('link', { name: /いまの連携/ }).count()).toBe(0)
    await page.getByRole('button', { name: '元に戻す' }).waitFor()
    // What was told is kept for the sitting, with its time, newest first (U23).
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('t')
    const told = page.getByRole('dialog', { name: '通知' })
    const news = await told.getByRole('listitem').allInnerTexts()
    expect(news[0]).toMatch(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\s*「いまの連携」を消しました/)
    expect(news.some((one) => one.includes('左のメニューの下に加えました'))).toBe(true)
    await page.keyboard.press('Escape')
    await told.waitFor({ state: 'detached' })
    await page.keyboard.press('Control+z')
    await page.getByRole('link', { name: /いまの連携/ }).waitFor()
    expect(await page.getByText('を消しました').count()).toBe(0)
    // It is there after all else that takes the console from the window.
    await page.getByRole('button', { name: /工藤/ }).click()
    await page.getByRole('menuitem', { name: 'パスワードを変更' }).click()
    await page.getByRole('button', { name: '変更しないで戻る' }).click()
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('t')
    await told.getByText('「いまの連携」を消しました').waitFor()
    await page.keyboard.press('Escape')
    await told.waitFor({ state: 'detached' })
    await page.context().close()

    // Shared with those who may open such a list: as it was saved, whatever they keep for themselves, and that stays.
    const auditor = await open('hori')
    await auditor.getByRole('link', { name: /いまの連携/ }).click()
    await auditor.waitForURL(/\/grants\?status=active&sort=-grantedAt&cols=-label\./)
    await filled(auditor)
    expect(await heads(auditor)).toEqual(inView)
    expect(await width(auditor, 'お客さま')).toBe(narrow + 64)
    expect(await head(auditor, '許可日').getAttribute('aria-sort')).toBe('descending')
    expect(await auditor.getByRole('button', { name: 'いまの連携 を消す' }).count()).toBe(0)
    await auditor.getByRole('button', { name: '表示', exact: true }).click()
    await auditor.getByRole('dialog').getByRole('checkbox', { name: '口座' }).click()
    await auditor.waitForURL(/-accounts/)
    await auditor.goto(`${service.console}/grants`)
    await filled(auditor)
    expect(await heads(auditor)).toEqual(usual)
    await auditor.context().close()
    const clerk = await open('sato')
    await clerk.getByText('未完了の受付').waitFor()
    expect(await clerk.getByRole('link', { name: /いまの連携/ }).count()).toBe(0)
    await clerk.context().close()
  })

  it('are sorted in their address; a row is copied as a spreadsheet takes it', async () => {
    const page = await open('miura')
    await page.goto(`${service.console}/providers`)
    await filled(page)
    const before = await names(page)
    const byName = head(page, '名称').getByRole('button')
    await byName.click()
    await page.waitForURL(/sort=name/)
    const up = [...before].sort((a, b) => compareKeys(a.toLowerCase(), b.toLowerCase()))
    expect(up).not.toEqual(before)
    await expect.poll(() => names(page)).toEqual(up)
    await byName.click()
    await page.waitForURL(/sort=-name/)
    await expect.poll(() => names(page)).toEqual([...up].reverse())
    await page.reload()
    await expect.poll(() => names(page)).toEqual([...up].reverse())
    await byName.click()
    await page.waitForURL((url) => !url.search.includes('sort'))
    await expect.poll(() => names(page)).toEqual(before)

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

  it('open the row that is meant, whatever they are sorted by; a filter is taken back', async () => {
    const page = await open('kudo')
    for (const sort of ['customer', '-customer'])
      for (const key of ['Home', 'End']) {
        await page.goto(`${service.console}/grants?sort=${sort}`)
        await filled(page)
        await page.locator('tr[data-index="1"]').focus()
        await page.keyboard.press(key)
        const customer = await page.locator('tr:focus td').nth(1).innerText()
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { level: 1, name: `${customer.trim()}（` }).waitFor()
      }
    await page.goto(`${service.console}/grants`)
    await filled(page)
    const all = await names(page)
    expect(all).toHaveLength(7)
    await page.getByRole('button', { name: '終了', exact: true }).click()
    await page.getByText('当てはまる連携はありません').waitFor()
    expect(new URL(page.url()).search).toBe('?status=ended')
    await page.getByRole('button', { name: '条件を外す' }).click()
    await expect.poll(() => names(page)).toEqual(all)
    expect(new URL(page.url()).search).toBe('')
    await page.getByRole('button', { name: '続いているもの', exact: true }).click()
    await page.waitForURL(/status=active/)
    await page.getByRole('button', { name: 'すべて', exact: true }).click()
    await page.waitForURL((url) => url.search === '')
    await expect.poll(() => names(page)).toEqual(all)
    // Of all providers none fails: not that there is none.
    await page.goto(`${service.console}/providers?failing=1`)
    await page.getByText('当てはまるものはありません').waitFor()
    expect(await page.getByText('まだ登録されていません').count()).toBe(0)
    await page.context().close()
  })

  it('choose rows one by one, from one to another, and all', async () => {
    const { desk } = openDesk(service.console)
    const { loginId, password } = service.demo.staff[0] ?? { loginId: '', password: '' }
    await desk.staff.signIn({ loginId, password })
    await atCounter(desk, 2)
    const page = await open(loginId)
    await page.goto(`${service.console}/customers/2`)
    await page.locator('tr[data-index="3"]').waitFor()
    await head(page, 'API業者').getByRole('button').click()
    await expect.poll(() => head(page, 'API業者').getAttribute('aria-sort')).toBe('ascending')
    const chosen = (): Promise<(string | null)[]> =>
      page
        .locator('tr[data-index]')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-selected')))
    const rows = (...indexes: number[]): string[] =>
      [0, 1, 2, 3].map((index) => String(indexes.includes(index)))
    await page.locator('tr[data-index="0"]').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await expect.poll(chosen).toEqual(rows(1))
    await page.keyboard.press('End')
    await page.keyboard.press('Shift+Space')
    await expect.poll(chosen).toEqual(rows(1, 2, 3))
    await page.getByText('選んだ連携 3件').waitFor()
    await page.keyboard.press('k')
    await page.keyboard.press('Space')
    await expect.poll(chosen).toEqual(rows(1, 3))
    // The same with the pointer.
    const box = (index: number) => page.locator(`tr[data-index="${index}"] input`)
    await box(1).click()
    await box(3).click()
    await box(0).click()
    await box(2).click({ modifiers: ['Shift'] })
    await expect.poll(chosen).toEqual(rows(0, 1, 2))
    const all = page.getByRole('checkbox', { name: 'すべて選ぶ' })
    await all.click()
    await expect.poll(chosen).toEqual(rows(0, 1, 2, 3))
    await all.click()
    await expect.poll(chosen).toEqual(rows())
    await page.getByRole('button', { name: /^終了/ }).click()
    await page.getByText('この条件に当てはまる連携はありません').waitFor()
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

describe('keys', () => {
  it('go where the sheet says, and nowhere while something is typed or a dialog is open', async () => {
    const page = await open('kudo')
    const path = (): string => new URL(page.url()).pathname
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'キー操作' })
    for (const words of ['Ctrl+K', '/　Ctrl+F', 'Ctrl+Z', /R 受付/])
      await sheet.getByText(words, { exact: typeof words === 'string' }).waitFor()
    // What this page is for stands before the keys (U36).
    await sheet
      .getByRole('region', { name: 'この画面について' })
      .getByText('きょう対応する')
      .waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await page.keyboard.press('/')
    await page.keyboard.type('gr?/')
    expect(await page.getByRole('combobox').inputValue()).toBe('gr?/')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    expect(path()).toBe('/')
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.getByRole('heading', { level: 1, name: '受付' }).waitFor()
    expect(path()).toBe('/requests')
    await page.keyboard.press('F1')
    await sheet.getByRole('region', { name: 'この画面について' }).getByText('受付の一覧').waitFor()
    await sheet.getByRole('region', { name: 'この画面のキー' }).getByText('Ctrl+Home').waitFor()
    // What does something on other pages alone is not said to do it on every one (U36).
    const everywhere = await sheet.getByRole('region', { name: 'どの画面でも' }).innerText()
    expect(everywhere).toContain('検索欄へ移る')
    for (const words of ['緊急停止', '解除', '検印する', '行を選ぶ'])
      expect(everywhere).not.toContain(words)
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/help.png` })
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    // The row that is highlighted is in sight.
    await page.keyboard.press('Control+f')
    await page.keyboard.type('スズキ')
    await page.getByRole('option').nth(15).waitFor()
    for (let i = 0; i < 15; i += 1) await page.keyboard.press('ArrowDown')
    const at = page.getByRole('option', { selected: true })
    await expect
      .poll(() => page.getByRole('option').nth(15).getAttribute('aria-selected'))
      .toBe('true')
    const bottom = async (of: typeof at): Promise<number> => {
      const box = await of.boundingBox()
      return (box?.y ?? 0) + (box?.height ?? 0)
    }
    const below = async (): Promise<number> =>
      (await bottom(at)) - (await bottom(page.getByRole('listbox').locator('..')))
    await expect.poll(below).toBeLessThanOrEqual(0)
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

it('the console ran without an error and without a CSP violation', () => {
  expect(problems).toEqual([])
})
