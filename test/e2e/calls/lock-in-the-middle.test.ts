import { expect, it } from 'vitest'
import { identify, liveLinks, openCalls, panelOf } from '../../support/calls.ts'
import { openDesk } from '../../support/desk-client.ts'

/** Call 12: the window locks, or is loaded anew, in the middle of a call. */
const { service, signIn, caller } = await openCalls()

const isCall = (name: string) => (one: { url: () => string }) => one.url().endsWith(`/rpc/${name}`)

it('what is typed while the drafts are read is not put back to what the engine had when it was asked', async () => {
  const customer = caller({ live: 0 })
  const page = await signIn('sato')
  const field = panelOf(page).getByLabel(/^氏名/)
  const type = async (words: string): Promise<void> => {
    const kept = page.waitForResponse(
      (one) => isCall('work/keep')(one) && (one.request().postData()?.includes(words) ?? false),
    )
    await field.fill(words)
    await kept
  }
  // The engine is silent as the window is loaded; what it kept comes when it speaks again.
  const silent = ['**/rpc/work/drafts', '**/rpc/system/watch']
  for (const call of silent)
    await page.route(call, (route) => route.fulfill({ status: 400, body: '' }))
  await page.goto(`${service.console}/customers/${customer.id}`)
  await type('鈴')
  let answer: (() => Promise<void>) | undefined
  await page.unroute('**/rpc/work/drafts')
  await page.route('**/rpc/work/drafts', async (route) => {
    const response = await route.fetch()
    answer = () => route.fulfill({ response })
  })
  await page.unroute('**/rpc/system/watch')
  await expect.poll(() => answer !== undefined).toBe(true)
  await type('鈴木')
  const read = page.waitForResponse(isCall('work/drafts'))
  await answer?.()
  await (await read).finished()
  await page.waitForTimeout(200)
  expect(await field.inputValue()).toBe('鈴木')
  await page.context().close()
})

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
      await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
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
