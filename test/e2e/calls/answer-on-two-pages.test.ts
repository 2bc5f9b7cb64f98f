import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { openCalls, panelOf } from '../../support/calls.ts'
import { inspectIn } from '../../support/inspect.ts'
import { consoleLooks } from '../../support/looks.ts'
import { endAtCounter } from '../../support/request-steps.ts'

/** What was told is written on the customer's page, and changed on that of the request. */
const { service, signIn, caller, deskOf } = await openCalls()

const answer = (page: Page) => page.getByLabel('回答内容')
const printed = async (page: Page): Promise<void> => {
  const download = page.waitForEvent('download')
  await page.locator('[data-key=P]').click()
  await download
}

it('what was saved last is what stands in the field, is printed and stays; then its tab goes', async () => {
  const customer = caller()
  const desk = await deskOf('sato')
  // Tabs of other stories' windows.
  await desk.work.keep({ place: '/#calls' })
  const { id } = await endAtCounter(desk, customer.id)
  const kept = async () => (await desk.requests.find({ id })).answer
  const page = await signIn('sato')
  const tab = page
    .getByRole('navigation', { name: '受けている電話' })
    .getByRole('link', { name: new RegExp(customer.name) })
  await page.goto(`${service.console}/requests/${id}`)
  await page.getByRole('link', { name: 'お客さまを開く' }).click()
  await panelOf(page).waitFor()
  await answer(page).fill('止めたことを伝えた')
  await printed(page)
  await expect.poll(kept).toBe('止めたことを伝えた')
  // The page has what was saved on the other one, also where it has not been read again, and says nothing of what came since.
  let read: (() => void) | undefined
  await page.route('**/rpc/requests/find*', async (route) => {
    await new Promise<void>((resolve) => {
      read = resolve
    })
    await route.continue()
  })
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: /^受付 U-/ }).waitFor()
  expect(await answer(page).inputValue()).toBe('止めたことを伝えた')
  await answer(page).fill('止めたことと、問い合わせ先を伝えた')
  await expect.poll(() => read !== undefined).toBe(true)
  const answered = page.waitForResponse('**/rpc/requests/find*')
  read?.()
  await (await answered).finished()
  await page.unroute('**/rpc/requests/find*')
  await printed(page)
  await expect.poll(kept).toBe('止めたことと、問い合わせ先を伝えた')
  await page.goForward()
  await panelOf(page).waitFor()
  await expect.poll(() => answer(page).inputValue()).toBe('止めたことと、問い合わせ先を伝えた')
  await printed(page)
  expect(await kept()).toBe('止めたことと、問い合わせ先を伝えた')
  await expect
    .poll(async () => (await desk.work.drafts()).map(({ place }) => place))
    .not.toContain(`request.${id}`)
  await tab.waitFor()
  await page.getByRole('link', { name: 'きょう' }).click()
  await page.getByRole('heading', { name: 'きょう', level: 1 }).waitFor()
  await expect.poll(() => tab.count()).toBe(0)
  await page.context().close()
})

it('what is half typed is there on both pages; what another window saved meanwhile stands beside it and is not written over', async () => {
  const customer = caller()
  const desk = await deskOf('sato')
  const { id } = await endAtCounter(desk, customer.id)
  const kept = () => desk.requests.find({ id })
  const page = await signIn('sato')
  await page.goto(`${service.console}/requests/${id}`)
  await answer(page).fill('途中')
  await page.getByRole('link', { name: 'お客さまを開く' }).click()
  await panelOf(page).waitFor()
  expect(await answer(page).inputValue()).toBe('途中')
  await desk.requests.describe({ id, answer: '別の画面で', callbackPhone: '0187-62-0000' })
  // The window reads again when it comes to the front.
  await page.waitForTimeout(2_100)
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await page.getByText('入力を始めたあとに保存し直されています').first().waitFor()
  await page.getByRole('row', { name: /回答内容.*別の画面で.*途中/ }).waitFor()
  await page.getByRole('row', { name: /折返し電話/ }).scrollIntoViewIfNeeded()
  await inspectIn(page, consoleLooks, 'answer-others')
  let described = 0
  page.on('request', (one) => {
    if (one.url().endsWith('/requests/describe')) described += 1
  })
  await page.locator('[data-key=P]').click()
  const merge = page.getByRole('button', { name: '取り込んで続ける' })
  await expect.poll(() => page.locator(':focus').innerText()).toBe('保存されている内容にする')
  expect([described, (await kept()).answer]).toEqual([0, '別の画面で'])
  // No button takes the focus with it when it goes.
  await page.keyboard.press('Enter')
  await page.getByRole('row', { name: /回答内容.*別の画面で.*（変更なし）/ }).waitFor()
  expect(await page.locator(':focus').innerText()).toBe(await merge.innerText())
  expect(await answer(page).inputValue()).toBe('別の画面で')
  await answer(page).fill('途中')
  await merge.click()
  await merge.waitFor({ state: 'detached' })
  await expect.poll(() => page.locator(':focus').innerText()).toBe('保存する')
  await printed(page)
  const { answer: now, callbackPhone } = await kept()
  expect([now, callbackPhone]).toEqual(['途中', '0187-62-0000'])
  await page.context().close()
})
