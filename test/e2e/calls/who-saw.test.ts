import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { dayMs } from '#shared/japanese-date'
import { openCalls } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'
import { pdfText } from '../../support/pdf-text.ts'

/** Call 14: who has seen my data? The 第三者提供記録. */
const calls = await openCalls()
const { service, link } = calls
const open = (loginId: string) => atKeys(calls, loginId)

/** What the printer would be given; printing itself is the browser's. */
async function printed(page: Page): Promise<string[]> {
  await page.waitForFunction(() => 'printing' in document.body.dataset)
  const pages = await pdfText(await page.pdf({ format: 'A4', preferCSSPageSize: true }))
  // The browser writes some characters as the radicals that look like them.
  return pages.map((words) => words.normalize('NFKC').replace(/\s+/g, ' '))
}
const quiet = (page: Page) =>
  page.evaluate(() => {
    window.print = () => {}
  })

it('the 第三者提供記録 (R84) names recipient, items and times, and stands in the audit', async () => {
  const { provider, tokens } = await link(1, 2)
  await provider.get(tokens.access_token, '/accounts')
  const { page } = await open('miura')
  await page.goto(`${service.console}/customers/3`)
  await page.getByRole('button', { name: '第三者提供記録を見る' }).click()
  await page
    .getByRole('row', { name: /口座一覧/ })
    .first()
    .waitFor()
  await quiet(page)
  await page.getByRole('button', { name: '手紙として印刷' }).click()
  const [paper = ''] = await printed(page)
  for (const words of [
    '第三者提供記録',
    '佐々木 健太',
    '•••0003',
    '口座一覧',
    '株式会社マネー',
    '令和',
    '佐々木 健太 様',
    '時刻は日本時間です',
  ])
    expect(paper).toContain(words)
  expect(paper).not.toContain('サーバー稼働中')
  await page.goto(`${service.console}/audit`)
  await page.getByRole('row', { name: /三浦 京子 第三者提供記録を印刷した 佐々木 健太/ }).waitFor()
  await page.context().close()
})
it('a PC whose clock is two days off shows the engine’s today', async () => {
  const { page } = await open('miura')
  await page.addInitScript((ms) => {
    const now = Date.now
    Date.now = () => now() + ms
  }, 2 * dayMs)
  await page.goto(`${service.console}/grants`)
  await page
    .getByRole('row', { name: /今日|昨日/ })
    .first()
    .waitFor()
  await page.goto(`${service.console}/customers/3`)
  await page.getByRole('button', { name: '第三者提供記録を見る' }).click()
  const to = await page.getByLabel('終了日').inputValue()
  // A run over midnight may be a day off, a wrong clock two.
  expect(Math.abs(Date.parse(`${to}T12:00:00+09:00`) - Date.now())).toBeLessThan(1.5 * dayMs)
  await page.context().close()
})
