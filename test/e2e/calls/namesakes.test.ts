import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'

/** Call 10: several customers of one name. */
const calls = await openCalls()
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
