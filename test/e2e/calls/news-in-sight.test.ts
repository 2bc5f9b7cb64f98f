import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'

/** What an act has done is in sight, wherever the page stood on which it was pressed. */
const { service, signIn, deskOf } = await openCalls()

/** How far an element stands within the part of the window that is scrolled; a negative number is out of sight. */
const inSight = (one: Locator): Promise<number> =>
  one.evaluate((element) => {
    const own = element.getBoundingClientRect()
    const main = document.getElementById('main')?.getBoundingClientRect()
    return Math.min(own.top - (main?.top ?? 0), (main?.bottom ?? 0) - own.bottom)
  })
const scrolled = (page: Page): Promise<number> =>
  page.evaluate(() => document.getElementById('main')?.scrollTop ?? 0)

it('a registration saved at the foot of its form leads to the head of the page, with the focus in it', async () => {
  const [page, desk] = [await signIn('miura'), await deskOf('miura')]
  await page.goto(`${service.console}/providers/1`)
  await page.getByRole('button', { name: '編集' }).click()
  const contact = page.getByRole('textbox', { name: '連絡先' })
  await contact.fill('開発部 内線14')
  const save = page.getByRole('button', { name: '保存する' })
  await save.scrollIntoViewIfNeeded()
  expect(await scrolled(page)).toBeGreaterThan(200)
  await save.press('Enter')
  const told = page.getByRole('status').filter({ hasText: '確認待ちに入れました' })
  await told.waitFor()
  expect(await inSight(told)).toBeGreaterThanOrEqual(0)
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  const [waiting] = (await desk.proposals.list()).filter(({ mine }) => mine)
  await desk.proposals.withdraw({ id: waiting?.id ?? 0 })
  await page.context().close()
})

it('another address of the same page moves nothing, and Back leads to where it was left', async () => {
  const page = await signIn('miura', { viewport: { width: 1366, height: 420 } })
  await page.goto(`${service.console}/consent/texts?kind=personal`)
  await page.getByRole('row', { name: /第1版/ }).waitFor()
  const terms = page.getByRole('button', { name: 'API利用規定' })
  await page.evaluate(() => document.getElementById('main')?.scrollTo(0, 40))
  await terms.evaluate((one) => (one as HTMLElement).click())
  await page.waitForURL('**/consent/texts?kind=terms')
  expect(await scrolled(page)).toBe(40)
  await page.getByRole('button', { name: '下書きを作る' }).click()
  await page.getByLabel('変更の理由').waitFor()
  await page.goBack()
  await expect.poll(() => scrolled(page)).toBe(40)
  await page.context().close()
})

it('a part of a ledger that is checked far below says so in sight', async () => {
  const [page, other] = [await signIn('kagaya'), await deskOf('miura')]
  const [{ id: providerId } = { id: 0 }] = await other.providers.list({ text: '' })
  const { entries } = await other.ledger.find({ providerId })
  const item = 'technical.unbound'
  const version = entries.find((one) => one.item === item)?.version ?? 0
  const rest = { note: '', evidence: '', owner: '', dueOn: null }
  await other.ledger.save({ ...{ providerId, item, version, value: '改修は来年度' }, ...rest })
  await page.goto(`${service.console}/providers/${providerId}/ledger`)
  const check = page.getByRole('button', { name: 'この区分を確認した' }).last()
  await check.scrollIntoViewIfNeeded()
  const stood = await scrolled(page)
  expect(stood).toBeGreaterThan(200)
  await check.press('Enter')
  const told = page.getByRole('status').filter({ hasText: '確認を記録しました。' })
  await told.waitFor()
  expect(await inSight(told)).toBeGreaterThanOrEqual(0)
  // The page stays where the next folder is checked, and what the keyboard goes to is not under the banner.
  expect(Math.abs((await scrolled(page)) - stood)).toBeLessThan(150)
  const { bottom = 0 } = {
    bottom: await told.evaluate((one) => one.getBoundingClientRect().bottom),
  }
  for (let i = 0; i < 25; i += 1) {
    await page.keyboard.press('Shift+Tab')
    const top = await page.evaluate(() => {
      const at = document.activeElement
      return at?.closest('#main') ? at.getBoundingClientRect().top : Number.POSITIVE_INFINITY
    })
    expect(top).toBeGreaterThanOrEqual(bottom)
  }
  await page.context().close()
})
