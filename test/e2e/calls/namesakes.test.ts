import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'

/** Call 10: several customers of one name. */
const calls = await openCalls()
const { service, signIn } = calls
const open = (loginId: string) => atKeys(calls, loginId)

it('Enter before the answer has come opens nobody else; a single hit it opens when it is there', async () => {
  const { page } = await open('sato')
  for (const [text, heading] of [
    ['佐々木健太', ''],
    ['0000002', '髙橋 優子'],
  ] as const) {
    await page.keyboard.press('/')
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
    if (heading === '') {
      await page
        .getByRole('option', { name: /佐々木 健太/ })
        .first()
        .waitFor()
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('きょう')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
    } else await page.getByRole('heading', { name: new RegExp(heading) }).waitFor()
  }
  await page.context().close()
})

it('the list says by what they differ, and the one who calls is in sight until the act is done', async () => {
  const page = await signIn('sato')
  const text = '佐々木健太'
  await page.keyboard.press('/')
  await page.keyboard.type(text)
  const options = page.getByRole('option', { name: /佐々木 健太/ })
  await options.first().waitFor()
  const told = await options.allInnerTexts()
  expect(told.length).toBeGreaterThan(1)
  // No two of them look alike.
  expect(new Set(told).size).toBe(told.length)
  const second = told[1] ?? ''
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const heading = page.getByRole('heading', { level: 1 })
  await heading.filter({ hasText: '佐々木 健太' }).waitFor()
  const number = /•••\d{4}/.exec(second)?.[0] ?? 'none'
  await page.locator('header, main').getByText(number).first().waitFor()
  await page.getByRole('button', { name: '緊急停止' }).click()
  const dialog = page.getByRole('alertdialog', { name: '緊急停止' })
  await dialog.getByText(number).first().waitFor()
  await dialog.getByRole('button', { name: 'キャンセル' }).click()
  expect(page.url()).toContain(`${service.console}/customers/`)
})
