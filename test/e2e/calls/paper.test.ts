import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'
import { pdfText } from '../../support/pdf-text.ts'

/** Call 19: what is on the screen is wanted on paper. */
const { service, signIn } = await openCalls()

it('a list is printed with all its rows and every column that is chosen, the zone, and numbered pages (U38)', async () => {
  const page = await signIn('kudo')
  await page.goto(
    `${service.console}/grants?status=active&sort=-grantedAt&cols=customer,provider,accounts,data,grantedAt,expiresAt,status`,
  )
  await page.locator('tr[data-index="5"]').waitFor()
  const heads = (await page.getByRole('columnheader').allInnerTexts()).map((one) =>
    one.replace(/ [▲▼]/, ''),
  )
  await page.evaluate(() => {
    window.print = () => {}
  })
  await page.getByRole('button', { name: '印刷', exact: true }).click()
  await page.waitForFunction(() => 'printing' in document.body.dataset)
  const shown = await page.locator('[data-paper] tbody tr').count()
  // More than the screen had loaded, and as many as the sheet says.
  expect(shown).toBeGreaterThan(200)
  // The width of A4 that lies, within its margins.
  await page.setViewportSize({ width: 1009, height: 680 })
  await page.emulateMedia({ media: 'print' })
  if (process.env.SCREENSHOTS)
    await page.screenshot({ path: `${process.env.SCREENSHOTS}/paper-list.png` })
  expect(await page.locator('[data-paper] td').first().isVisible()).toBe(true)
  const cut = await page
    .locator('[data-paper] td')
    .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length)
  expect(cut).toBe(0)
  const pdf = await page.pdf({ preferCSSPageSize: true })
  const pages = (await pdfText(pdf)).map((words) => words.normalize('NFKC').replace(/\s+/g, ''))
  expect(pages.length).toBeGreaterThan(3)
  expect(pages[0]).toContain(`${shown}件`)
  expect(pages[0]).toContain('現在(日本時間)')
  expect(pages[0]).not.toContain('サーバー稼働中')
  // The heads stand on each page, times with their zone, and each page has its number.
  for (const [at, words] of pages.entries()) {
    for (const head of heads)
      expect(words, head).toContain(head.normalize('NFKC').replace(/\s+/g, ''))
    expect(words).toContain('日本時間')
    expect(words).toContain(`${at + 1}/${pages.length}`)
  }
  await page.emulateMedia({ media: 'screen' })
  // The window is the console again.
  await expect.poll(() => page.locator('[data-paper]').count()).toBe(0)
  await page.goto(`${service.console}/audit`)
  await page
    .getByRole('row', { name: /工藤 隆/ })
    .first()
    .waitFor()
  await page
    .getByRole('row', { name: /連携一覧/ })
    .first()
    .press('Enter')
  await page.getByRole('dialog').getByText('紙（印刷）').first().waitFor()
})
