import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'

/** Call 20: long lists, by keyboard: from the first row to the last, into a record, and back to the row that was left. */
const { service, signIn } = await openCalls()

it('Ctrl+End goes to the last row there is, J and K work from anywhere on the page, and Back is where one was (U35)', async () => {
  const page = await signIn('kudo')
  await page.goto(`${service.console}/grants`)
  await page.locator('tr[data-index="5"]').waitFor()
  const at = (): Promise<number> =>
    page.evaluate(() => Number((document.activeElement as HTMLElement).dataset.index ?? -1))
  // No row has the focus yet.
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('j')
  await expect.poll(at).toBe(0)
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('j')
  await expect.poll(at).toBe(1)
  // The list is loaded page by page: its end is loaded too.
  await page.keyboard.press('Control+End')
  await expect.poll(at).toBeGreaterThan(800)
  const last = await at()
  const name = (await page.locator('tr:focus td').nth(1).innerText()).trim()
  await page.keyboard.press('ArrowDown')
  expect(await at()).toBe(last)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: `${name}（` }).waitFor()
  await page.goBack()
  // The place is kept: the row that was left has the focus, and is in sight.
  await expect.poll(at).toBe(last)
  await page.locator(`tr[data-index="${last}"]`).waitFor({ state: 'visible' })
  await page.keyboard.press('Control+Home')
  await expect.poll(at).toBe(0)
})
