import { expect, it } from 'vitest'
import type { GrantFilter } from '#shared/contract/grants'
import { openCalls } from '../../support/calls.ts'

/** Call 20: long lists, by keyboard: from the first row to the last, into a record, and back to the row that was left. */
const { service, signIn, deskOf } = await openCalls()

async function lastOfAll(): Promise<number> {
  const desk = await deskOf('kudo')
  const read = (after: GrantFilter['after']) =>
    desk.grants.list({ ...{ status: 'all', providerId: null, order: null }, after, limit: 200 })
  let page = await read(null)
  let rows = page.rows.length
  while (page.next !== null) {
    page = await read(page.next)
    rows += page.rows.length
  }
  return rows - 1
}

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
  const last = await lastOfAll()
  expect(last).toBeGreaterThan(800)
  await expect.poll(at).toBe(last)
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
