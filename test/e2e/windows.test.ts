import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import type { Actor } from '#engine'
import { closeWindows, workerBrowser } from '../support/browser.ts'
import { expectMissing } from '../support/console-page.ts'
import { consoleOf, type OpenConsole } from '../support/desk-client.ts'
import { remembered } from '../support/heap.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

/** What a window shows before an act, does with it, and forgets: on an engine of its own, so that others can act meanwhile. */
let browser: Browser
let world: World
let listener: OpenConsole
let context: BrowserContext
let clerk: { login: { loginId: string; password: string }; actor: Actor }
beforeAll(async () => {
  browser = await workerBrowser()
})
afterAll(() => closeWindows(browser))
beforeEach(async () => {
  world = await World.open({ providers: [{}, {}, {}] })
  clerk = await world.staff('clerk')
  listener = await consoleOf(world, null, join(import.meta.dirname, '../../out/renderer'))
  context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'ja-JP' })
})
afterEach(async () => {
  await context.close()
  await listener.close()
  await world.close()
})

/** The clerk's window, at the page of customer 1. */
async function open(): Promise<Page> {
  const page = await context.newPage()
  await page.goto(listener.url)
  await page.getByLabel('職員ID').fill(clerk.login.loginId)
  await page.getByLabel('パスワード').fill(clerk.login.password)
  await page.keyboard.press('Enter')
  await page.getByText('サーバー稼働中').waitFor()
  return page
}
const customer = async (page: Page): Promise<void> => {
  await page.goto(`${listener.url}/customers/1`)
  await page.getByText('本人確認が済みました').waitFor()
}
const state = (id: number) => world.statusOf(id)
const choose = (page: Page, provider: number) =>
  page.getByRole('checkbox', { name: new RegExp(world.provider(provider).name) }).check()
const targets = (page: Page) =>
  page.getByRole('list', { name: '対象の連携' }).getByRole('listitem').allInnerTexts()

describe('the lock (R90)', () => {
  const idleMinutes = 10
  /** What is on file of customer 1, in words that this test gives to no page; and what a clerk has typed. */
  const draft = '折返しは長女あて'
  async function onFile(): Promise<string[]> {
    const person = world.engine.bank.customer(1)
    const { label = '' } =
      world.engine.store.read(
        sql.selectFrom('providers').select('name as label').where('id', '=', world.provider().id),
      )[0] ?? {}
    return [
      person?.name ?? '',
      person?.kana ?? '',
      person?.phone ?? '',
      person?.address ?? '',
      label,
    ]
  }

  it('comes at its minute, in every window of the person, and nothing of a customer stays in memory', async () => {
    await world.permit()
    await openAtCounter(world, clerk.actor)
    const page = await open()
    const other = await context.newPage()
    for (const one of [page, other]) {
      await one.clock.install()
      await customer(one)
    }
    const words = [...(await onFile()), draft]
    await choose(page, 0)
    await page.getByRole('button', { name: '解除', exact: true }).click()
    await page.getByLabel('備考').click()
    await page.keyboard.type(draft)
    expect(await remembered(page, words)).toEqual(words)

    const locked = page.getByRole('heading', { name: '画面をロックしています' })
    // The clock stands still between the steps, or the wait below would last until a lock that comes too late.
    await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000))
    await page.clock.fastForward(idleMinutes * 60_000 - 20_000)
    await page.getByRole('alertdialog', { name: '連携の解除' }).waitFor()
    expect(await locked.count()).toBe(0)
    await page.clock.fastForward(26_000)
    await locked.waitFor()
    await page.clock.resume()
    // The other window asks who is here every 20 s.
    await other.clock.fastForward(21_000)
    await other.getByRole('heading', { name: '画面をロックしています' }).waitFor()
    for (const one of [page, other]) {
      const content = await one.content()
      expect(words.filter((word) => content.includes(word))).toEqual([])
      await expect.poll(() => remembered(one, words)).toEqual([])
    }

    await page.getByLabel('パスワード').fill(clerk.login.password)
    await page.keyboard.press('Enter')
    await page.getByText('本人確認が済みました').waitFor()
    // The same person finds what they had typed (R133).
    await page.getByRole('alertdialog', { name: '連携の解除' }).waitFor()
    expect(await page.getByLabel('備考').inputValue()).toBe(draft)
  })

  it('covers the window though the engine cannot be told, and tells it once it can', async () => {
    const page = await open()
    await page.goto(`${listener.url}/customers/1`)
    const { name, birthDate, phone } = world.customer
    await page.getByLabel('氏名（必須）').fill(name.replace(' ', ''))
    await page.getByLabel('生年月日（必須）').fill(birthDate)
    await page.getByLabel('届出電話番号').fill(phone.replaceAll('-', ''))
    await page.keyboard.press('Enter')
    await page.getByText('本人確認が済みました').waitFor()
    const words = await onFile()
    await page.route('**/rpc/**', (route) => route.abort())
    await page.getByRole('button', { name: /職員clerk/ }).click()
    await page.getByRole('menuitem', { name: '画面をロック' }).click()
    const locked = page.getByRole('heading', { name: '画面をロックしています' })
    await locked.waitFor()
    const content = await page.content()
    expect(words.filter((word) => content.includes(word))).toEqual([])
    // A key just pressed may be the first of two: its timer keeps the last screen for a second.
    await expect.poll(() => remembered(page, words)).toEqual([])
    const told = page.waitForResponse((response) => response.url().endsWith('/rpc/staff/lock'))
    await page.unroute('**/rpc/**')
    await told
    await page.reload()
    await locked.waitFor()
    await expectMissing(page, '続ける', 'パスワード')
  })
})

it('keeps what is on the screen, and what was typed, while the engine is silent', async () => {
  await openAtCounter(world, clerk.actor)
  const page = await open()
  await customer(page)
  await page.getByRole('button', { name: '受付を終える' }).click()
  await page.getByLabel(/^内容/).fill('委任状をお送りいただく')
  /** Comes back to the window, which then asks for everything on it again. */
  const failures = async (): Promise<number> => {
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
    return page.locator('main').getByText('予期しない問題が起きました').count()
  }
  await page.route('**/rpc/**', (route) => route.abort())
  await expect.poll(failures).toBe(1)
  expect(await page.getByLabel(/^内容/).inputValue()).toBe('委任状をお送りいただく')
  await page.unroute('**/rpc/**')
  await expect.poll(failures).toBe(0)
  await page.getByRole('button', { name: '終える', exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

describe('an act', () => {
  let grants: number[]
  let accounts: number[]
  beforeEach(async () => {
    // Two accounts whose numbers end alike: one grant has the first, one the second, one both.
    accounts = world.linkable(1)
    const [x = 0, y = 0] = accounts
    world.engine.store.bulk((db) =>
      db.exec(`UPDATE accounts SET number = printf('%03d5678', id), typeCode = CASE id WHEN ${x} THEN '1' ELSE '2' END
        WHERE id IN (${x}, ${y})`),
    )
    grants = [
      await world.permit({ provider: 0, accounts: [x] }),
      await world.permit({ provider: 1, accounts: [y] }),
      await world.permit({ provider: 2, accounts: [x, y] }),
    ]
  })
  const begin = async (): Promise<Page> => {
    await openAtCounter(world, clerk.actor)
    const page = await open()
    await customer(page)
    return page
  }

  it('holds one of two, and says so before', async () => {
    const page = await begin()
    await choose(page, 1)
    await page.getByRole('button', { name: '停止', exact: true }).click()
    await expect.poll(() => targets(page)).toEqual([expect.stringMatching(/試験業者1[\s\S]*停止$/)])
    await page.getByLabel('利用終了').check()
    await page.getByRole('button', { name: '停止する' }).click()
    await page.getByText('お伝えすること').waitFor()
    expect(grants.map(state)).toEqual(['active', 'held', 'active'])
  })

  it('reaches the grants of one account, though another’s number ends alike', async () => {
    const page = await begin()
    await page.getByRole('button', { name: /^選んだ連携/ }).click()
    await page.getByRole('option', { name: '口座ひとつ' }).click()
    await page.getByRole('button', { name: /^選んでください/ }).click()
    await page.getByRole('option', { name: /当座 •••5678/ }).click()
    await page.getByText('選んだ連携 2件').waitFor()
    await page.getByRole('button', { name: '解除', exact: true }).click()
    await page.getByText('1件を解除します（試験業者1）').waitFor()
    await page.getByText('1件から口座を外します（試験業者2）').waitFor()
    expect(await targets(page)).toEqual([
      expect.stringMatching(/試験業者1[\s\S]*解除$/),
      expect.stringMatching(/試験業者2[\s\S]*口座を除外$/),
    ])
    await page.getByLabel('利用終了').check()
    await page.getByRole('button', { name: '解除する' }).click()
    await page.getByText('お伝えすること').waitFor()
    // What ended and what goes on without the account are told apart.
    await page.getByText(/試験業者1 との連携を .* に止めました/).waitFor()
    await page.getByText(/試験業者2 との連携から、お申し出の口座を .* に外しました/).waitFor()
    expect(await page.getByText(/試験業者1、試験業者2 との連携/).count()).toBe(0)
    expect(grants.map(state)).toEqual(['active', 'revoked', 'active'])
    const left = world.engine.store.read(
      sql
        .selectFrom('grantAccounts')
        .select('accountId')
        .where('grantId', '=', grants[2] ?? 0)
        .where('removedAt', 'is', null),
    )
    expect(left).toEqual([{ accountId: accounts[0] }])
  })

  it('shows in its open dialog what a colleague has done meanwhile; what was chosen is not chosen after it', async () => {
    const page = await begin()
    await choose(page, 0)
    await choose(page, 1)
    await page.getByRole('button', { name: '解除', exact: true }).click()
    await page.getByText('2件を解除します').waitFor()
    const officer = (await world.staff('officer')).actor
    await act(world, officer, await openAtCounter(world, officer), {
      kind: 'revoke',
      scope: { kind: 'grants', grantIds: [grants[0] ?? 0] },
    })
    await page.getByText('1件を解除します（試験業者1）').waitFor()
    expect(await targets(page)).toContainEqual(expect.stringContaining('対象なし（解除）'))
    await page.getByLabel('利用終了').check()
    await page.getByRole('button', { name: '解除する' }).click()
    await page.getByText(/試験業者0 R-\S+ はすでに「解除」です（職員officer/).waitFor()
    expect(grants.map(state)).toEqual(['revoked', 'revoked', 'active'])
    await page.getByRole('row', { name: /試験業者2/ }).waitFor()
    await expect.poll(() => page.getByRole('checkbox', { checked: true }).count()).toBe(0)
  })
})
