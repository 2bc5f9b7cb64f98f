import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { identify, liveLinks, openCalls, panelOf } from '../../support/calls.ts'
import { inspectIn } from '../../support/inspect.ts'
import { consoleLooks } from '../../support/looks.ts'

/** Call 17: the same call on each display a branch has, and at 200 %. */
const { service, signIn, caller } = await openCalls()

const box = async (page: Page, role: 'main' | 'alertdialog') => {
  const found = await page.getByRole(role).boundingBox()
  if (!found) throw new Error(`no ${role}`)
  return found
}

it('the page has 60 % of the height, whose page it is stays in sight, and a dialog begins at its top', async () => {
  const customer = caller({ live: 2 })
  const [{ width, height }] = consoleLooks
  const page = await signIn('sato', { viewport: { width, height } })
  await page.goto(`${service.console}/customers/${customer.id}`)
  await identify(page, customer)
  await inspectIn(page, consoleLooks, 'call-known')
  expect((await box(page, 'main')).height / height).toBeGreaterThanOrEqual(0.6)
  await liveLinks(page).first().getByRole('checkbox').check()
  await page.getByRole('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
  const head = await page.getByRole('heading', { level: 1 }).boundingBox()
  expect(head?.y).toBeGreaterThanOrEqual((await box(page, 'main')).y)
  await panelOf(page).getByRole('button', { name: '解除', exact: true }).click()
  const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
  await dialog.getByText('1件を解除します').waitFor()
  await inspectIn(page, consoleLooks, 'call-revoke')
  // キャンセル has the focus (U8), and the head of the dialog is what is seen.
  const title = await dialog.getByRole('heading', { name: '連携の解除' }).boundingBox()
  expect(title?.y).toBeGreaterThanOrEqual(0)
  expect(
    await dialog
      .getByRole('button', { name: 'キャンセル' })
      .evaluate((one) => one === document.activeElement),
  ).toBe(true)
  // All of it can be reached.
  await dialog.getByLabel('利用終了').check()
  await dialog.getByRole('button', { name: '解除する' }).click()
  await panelOf(page).getByText('お伝えすること').waitFor()
  await inspectIn(page, consoleLooks, 'call-done')

  // Light, dark or as the system has it: each person's own choice, kept (U21).
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme)
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const [before, light] = [await theme(), await ground()]
  expect(before).toBeUndefined()
  await page.getByRole('button', { name: /佐藤 花子/ }).click()
  await page.getByRole('menuitem', { name: /表示の明るさ/ }).click()
  await expect.poll(theme).toBe('dark')
  expect(await ground()).not.toBe(light)
  await page.reload()
  await expect.poll(theme).toBe('dark')
})
