import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { openCalls } from '../../support/calls.ts'

/** One window, one person after another. */
const { service, signIn, deskOf } = await openCalls()

it('who signs in at a window that another has locked and left is told nothing of the other’s act', async () => {
  const page = await signIn('miura')
  const path = '/providers/3'
  const waits = page.getByText('確認待ちに入れました')
  /** Somebody asks for a change, which they take back in the end. */
  const propose = async (loginId: string): Promise<void> => {
    const desk = await deskOf(loginId)
    await page.goto(`${service.console}${path}/edit`)
    await page.getByLabel('連絡先').fill(`${loginId}だけの窓口`)
    await page.getByRole('button', { name: '保存する' }).click()
    await waits.waitFor()
    onTestFinished(async () => {
      for (const { id, mine } of await desk.proposals.list())
        if (mine) await desk.proposals.withdraw({ id })
    })
  }
  await propose('miura')
  expect(new URL(page.url()).pathname).toBe(path)
  // Where the engine says that it is another person's, nothing is told of it.
  await page.waitForTimeout(2_100)
  await page.route('**/proposals/outcome', (route) =>
    route.continue({ postData: JSON.stringify({ json: { id: 999_999 } }) }),
  )
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await waits.waitFor({ state: 'detached' })
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  let asked = 0
  page.on('request', (one) => {
    if (one.url().endsWith('/proposals/outcome')) asked += 1
  })
  const menu = async (name: RegExp, act: string): Promise<void> => {
    await page.getByRole('button', { name }).click()
    await page.getByRole('menuitem', { name: act }).click()
  }
  await menu(/三浦/, '画面をロック')
  await page.getByRole('heading', { name: '画面をロックしています' }).waitFor()
  await page.getByRole('button', { name: 'ログアウト' }).click()
  await page.getByLabel('職員ID').waitFor({ timeout: 5_000 })
  // They are at work at once: it was the other who locked it.
  await signInThere(page, 'kagaya')
  expect(new URL(page.url()).pathname).toBe(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await waits.count()).toBe(0)
  expect(asked).toBe(0)
  // What was told once is not told again by Back, when it may be no longer so.
  await propose('kagaya')
  await page.getByRole('link', { name: 'きょう' }).click()
  await page.getByRole('heading', { name: 'きょう', level: 1 }).waitFor()
  await page.goBack()
  await page.getByRole('button', { name: '編集' }).waitFor()
  expect(await waits.count()).toBe(0)
  await page.context().close()
})

async function signInThere(page: Page, loginId: string): Promise<void> {
  const person = service.demo.staff.find((one) => one.loginId === loginId)
  await page.getByLabel('職員ID').fill(loginId)
  await page.getByLabel('パスワード').fill(person?.password ?? '')
  await page.keyboard.press('Enter')
  await page.getByText('サーバー稼働中').waitFor()
}
