import { expect, it } from 'vitest'
import { openDesk } from '../support/desk-client.ts'
import { signInAndProve } from '../support/provider-client.ts'
import { endAtCounter } from '../support/request-steps.ts'
import { openStory } from '../support/story.ts'

/** 家計簿デモ as a visitor of the demo uses it: its own page, its own client, nothing of ours but HTTP. */
const { service, browser } = await openStory()

it('links, shows balances, refreshes, and shows what it is told after the revocation', async () => {
  await expect.poll(service.stderr).toMatch(/家計簿デモ.*: http/)
  const page = await (await browser.newContext({ locale: 'ja-JP' })).newPage()
  const problems: string[] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  await page.goto(/家計簿デモ.*: (\S+)/.exec(service.stderr())?.[1] ?? '')

  // The customer thinks better of it first.
  await page.getByRole('button', { name: '秋田県信用組合と連携する' }).click()
  await page.getByRole('button', { name: '中止する' }).click()
  await page.getByText('お客様が連携を中止しました（access_denied）').waitFor()

  await page.getByRole('button', { name: '秋田県信用組合と連携する' }).click()
  await signInAndProve(page, service.demo.customers[1] as never)
  await page.getByRole('button', { name: '許可', exact: true }).click()
  await page.getByText('連携の期限まで あと90日').waitFor()
  expect(
    await page
      .getByText(/^[\d,]+円/)
      .first()
      .innerText(),
  ).toMatch(/円/)
  await page.getByRole('button', { name: 'トークンを更新する' }).click()
  await page.getByText('アクセストークンを更新しました').waitFor()

  const { desk } = openDesk(service.console)
  await desk.staff.signIn({ loginId: 'sato', password: service.demo.staff[0]?.password ?? '' })
  await endAtCounter(desk, 2)
  await page.getByRole('button', { name: '残高・明細を読み直す' }).click()
  await page.getByText('読み取りを断られました: HTTP 401 invalid_token').waitFor()
  await page.getByRole('button', { name: 'トークンを更新する' }).click()
  await page.getByText('更新を断られました: HTTP 400 invalid_grant').waitFor()
  expect(problems).toEqual([])
})
