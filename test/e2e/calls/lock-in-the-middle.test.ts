import { expect, it } from 'vitest'
import { identify, liveLinks, openCalls, panelOf } from '../../support/calls.ts'
import { openDesk } from '../../support/desk-client.ts'

/** Call 12: the window locks, or is loaded anew, in the middle of a call. */
const { service, signIn, caller } = await openCalls()

it('what was typed in an open dialog is there after a lock, and after a reload', async () => {
  const customer = caller()
  const page = await signIn('sato')
  const panel = panelOf(page)
  await page.goto(`${service.console}/customers/${customer.id}`)
  await identify(page, customer)
  await liveLinks(page).first().getByRole('checkbox').check()
  await panel.getByRole('button', { name: '解除', exact: true }).click()
  const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
  await dialog.getByText('誤連携').click()
  await dialog.getByLabel('備考').fill('折り返し待ち')
  const isThere = async (): Promise<void> => {
    expect(await dialog.getByLabel('備考').inputValue()).toBe('折り返し待ち')
    expect(await dialog.getByLabel('誤連携').isChecked()).toBe(true)
    await dialog.getByText('1件を解除します').waitFor()
  }
  // At once, before the window has sent anything of its own accord.
  await page.reload()
  await dialog.waitFor()
  await isThere()
  const { desk, setCookie } = openDesk(service.console)
  const [cookie] = await page.context().cookies()
  setCookie(`${cookie?.name}=${cookie?.value}`)
  await desk.staff.lock()
  // The window asks again who it is when it comes to the front.
  await expect
    .poll(async () => {
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
      return page.getByRole('heading', { name: '画面をロックしています' }).isVisible()
    })
    .toBe(true)
  expect(await page.content()).not.toContain('折り返し待ち')
  const sato = service.demo.staff.find(({ loginId }) => loginId === 'sato')
  await page.getByLabel('パスワード').fill(sato?.password ?? '')
  await page.keyboard.press('Enter')
  await dialog.waitFor()
  await isThere()
  // Taken back, it is gone for good.
  await dialog.getByRole('button', { name: 'キャンセル' }).click()
  await page.reload()
  await panel.waitFor()
  expect(await dialog.count()).toBe(0)
  await panel.getByRole('button', { name: '解除', exact: true }).click()
  expect(await dialog.getByLabel('備考').inputValue()).toBe('')
})
