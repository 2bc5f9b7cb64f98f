import { expect, it } from 'vitest'
import { type Caller, openCalls } from '../../support/calls.ts'
import { whenFound } from '../../support/console-page.ts'
import { inspectIn } from '../../support/inspect.ts'
import { consoleLooks } from '../../support/looks.ts'
import { atCounter } from '../../support/request-steps.ts'

/** Several calls at once: the next one is taken without touching the first, and nothing begins by a stray key. */
const { service, signIn, caller, deskOf } = await openCalls()

it('N takes the next call, from a field and from a dialog too; the first is as it was left (U22)', async () => {
  const [first, second] = [caller(), caller()]
  const desk = await deskOf('sato')
  // Tabs of other stories' windows.
  await desk.work.keep({ place: '/#calls' })
  const open = async ({ id }: Caller) =>
    (
      await desk.requests.list({ view: 'unfinished', branchCode: null, after: null, limit: 200 })
    ).rows.filter((row) => row.customerId === id)
  const page = await signIn('sato')
  const tabs = page.getByRole('navigation', { name: '受けている電話' })
  const find = async ({ customerNumber, name }: Caller): Promise<void> => {
    await page.keyboard.type(customerNumber)
    await whenFound(page, new RegExp(name))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor()
  }
  const panel = page.getByRole('region', { name: '受付', exact: true })
  const field = (label: string) => panel.getByLabel(new RegExp(`^${label}`))
  await find(first)
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
  // A key by habit goes into the field that has the focus, and begins nothing, wherever the focus goes then.
  await page.keyboard.type('n')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Shift+Tab')
  await page.waitForTimeout(300)
  expect(await open(first)).toHaveLength(0)
  await field('氏名').fill(first.name)
  await page.keyboard.press('Tab')
  await panel.getByRole('heading', { name: /^U-/ }).waitFor()
  const number = await panel.getByRole('heading', { name: /^U-/ }).innerText()
  await field('生年月日').fill(first.birthDate)
  await field('届出電話番号').fill(first.phone)
  await page.keyboard.press('Enter')
  await panel.getByText('本人確認が済みました').waitFor()
  await page
    .locator('tr[data-index]', { hasText: /有効|期限間近/ })
    .first()
    .getByRole('checkbox')
    .check()
  await panel.getByRole('button', { name: '解除', exact: true }).click()
  const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
  await dialog.getByLabel('備考').fill('折り返しは夕方')

  // The telephone of the colleague beside rings; nobody is there.
  await page.keyboard.press('Alt+n')
  await page.getByRole('heading', { name: 'きょう', level: 1 }).waitFor()
  expect(await dialog.count()).toBe(0)
  await find(second)
  expect(await tabs.getByRole('link').count()).toBe(2)
  await tabs.getByRole('link', { name: new RegExp(`${first.name}.*本人確認済み`) }).waitFor()
  expect(await open(second)).toHaveLength(0)
  await field('氏名').fill(second.name)
  await page.keyboard.press('Tab')
  await panel.getByRole('heading', { name: /^U-/ }).waitFor()
  await inspectIn(page, consoleLooks, 'calls-tabs')
  // At 200 %, with tabs, 60 % of the height is the page's (U20).
  const [{ width, height }] = consoleLooks
  await page.setViewportSize({ width, height })
  const { height: left = 0 } = (await page.getByRole('main').boundingBox()) ?? {}
  expect(left / height).toBeGreaterThanOrEqual(0.6)
  await page.setViewportSize({ width: 1366, height: 768 })

  // Back to the first: the dialog is there with what was typed in it.
  await page.keyboard.press('Alt+1')
  await page.getByRole('heading', { level: 1, name: new RegExp(first.name) }).waitFor()
  await dialog.waitFor()
  expect(await dialog.getByLabel('備考').inputValue()).toBe('折り返しは夕方')
  await dialog.getByLabel('利用終了').check()
  await dialog.getByRole('button', { name: '解除する' }).click()
  await panel.getByText('お伝えすること').waitFor()
  expect(await open(first)).toHaveLength(0)
  expect(await open(second)).toHaveLength(1)
  expect(await panel.getByRole('heading', { name: /^U-/ }).innerText()).toBe(number)
  // What is done goes with its page; what is not stays, also over a reload.
  await page.keyboard.press('Alt+2')
  await page.getByRole('heading', { level: 1, name: new RegExp(second.name) }).waitFor()
  await expect.poll(() => tabs.getByRole('link').count()).toBe(1)
  expect(await field('氏名').inputValue()).toBe(second.name)
  await page.waitForTimeout(800)
  await page.goto(service.console)
  await tabs.getByRole('link', { name: new RegExp(second.name) }).click()
  await expect.poll(() => field('氏名').inputValue()).toBe(second.name)
  await tabs.getByRole('button', { name: /未完了のまま残ります/ }).click()
  await page.getByRole('heading', { name: 'きょう', level: 1 }).waitFor()
  expect(await open(second)).toHaveLength(1)
})

it('one who was only looked up stays a tab when N puts them aside; pressing twice begins one request', async () => {
  const desk = await deskOf('sato')
  const { id: customerId, name } = caller()
  const { id, number } = await atCounter(desk, customerId)
  const unfinished = async () =>
    (
      await desk.requests.list({ view: 'unfinished', branchCode: null, after: null, limit: 200 })
    ).rows.filter((row) => row.customerId === customerId)
  const page = await signIn('sato')
  const aside = caller()
  await page.goto(`${service.console}/customers/${aside.id}`)
  await page.getByRole('heading', { level: 1, name: new RegExp(aside.name) }).click()
  await page.keyboard.press('n')
  await page.getByRole('heading', { name: 'きょう', level: 1 }).waitFor()
  const tabs = page.getByRole('navigation', { name: '受けている電話' })
  await tabs.getByRole('link', { name: new RegExp(`${aside.name}.*受付前`) }).waitFor()

  await page.goto(`${service.console}/customers/${customerId}`)
  await page.getByText('本人確認が済みました').waitFor()
  await page.getByRole('heading', { level: 1, name: new RegExp(name) }).click()
  await page.keyboard.press('n')
  await page.keyboard.press('n')
  await page.waitForTimeout(300)
  expect((await unfinished()).map((row) => row.number)).toEqual([number])
  await page.goto(`${service.console}/customers/${customerId}`)
  // Nothing to end: the request is done with 対象なし (R60), and the page offers the next.
  await desk.requests.act({
    requestId: id,
    kind: 'emergency',
    scope: { kind: 'customer' },
    reason: 'lost-or-stolen',
    note: '',
  })
  await page.reload()
  await page.getByRole('button', { name: '新しい受付を始める' }).dblclick()
  await page.getByRole('heading', { name: /^U-/ }).waitFor()
  await page.getByLabel(/^氏名/).waitFor()
  expect(await unfinished()).toHaveLength(1)
})

it('of nine callers the one whose page is shown is in sight, whole by name, and so is the button of the next call', async () => {
  const desk = await deskOf('sato')
  const [first, last] = [caller({ live: 0 }), caller({ live: 0 })]
  // Looked up and put aside: nothing has begun for them, and no other story is disturbed.
  const others = Array.from({ length: 20 }, (_, i) => ({ id: i + 4, name: '長谷川 幸之助' }))
    .filter(({ id }) => id !== first.id && id !== last.id)
    .slice(0, 7)
  const nine = [first, ...others, last]
  const value = nine.map(({ id, name }) => ({
    ...{ id, name, maskedNumber: '', begun: false, aside: true },
  }))
  await desk.work.keep({ place: '/#calls', value })
  const page = await signIn('sato', { viewport: { width: 1366, height: 768 } })
  const tabs = page.getByRole('navigation', { name: '受けている電話' })
  const next = tabs.getByRole('button', { name: /次の電話/ })
  for (const { id, name } of [last, first]) {
    await page.goto(`${service.console}/customers/${id}`)
    const tab = tabs.locator('[data-current]')
    await tab.getByRole('link', { name: new RegExp(name) }).waitFor()
    const edges = async () => {
      const [at, button] = [await tab.boundingBox(), await next.boundingBox()]
      const cut = await tab
        .locator('a > :first-child')
        .evaluate((one) => one.scrollWidth > one.clientWidth)
      return (
        at &&
        button && [at.x > 180, at.x + at.width <= button.x, button.x + button.width < 1366, cut]
      )
    }
    await expect.poll(edges).toEqual([true, true, true, false])
  }
  await desk.work.keep({ place: '/#calls' })
})
