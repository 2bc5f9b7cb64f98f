import { expect, it } from 'vitest'
import { identify, openCalls } from '../../support/calls.ts'

/** Call 5: 「春ごろ何かのアプリにつないだ」: the one that is meant is found by its day, its data and its last use. */
const { service, signIn, caller } = await openCalls()

it('links stand in the order of the day that is shown, and a row tells its whole course', async () => {
  const customer = caller({ live: 3 })
  const page = await signIn('sato')
  await page.goto(`${service.console}/customers/${customer.id}`)
  await identify(page, customer)
  const list = page.getByRole('table', { name: '連携' })
  const granted = list.getByRole('columnheader', { name: '許可日' })
  const days = async (): Promise<string[]> => {
    const at = (await list.getByRole('columnheader').allInnerTexts()).findIndex((one) =>
      one.includes('許可日'),
    )
    const rows = await list.locator('tr[data-index]').all()
    const cells = await Promise.all(rows.map((row) => row.locator('td').nth(at).innerText()))
    return cells.map((cell) => /\d{4}\/\d\d\/\d\d/.exec(cell)?.[0] ?? '')
  }
  await granted.getByRole('button', { name: '許可日' }).click()
  await expect.poll(() => granted.getAttribute('aria-sort')).toBe('ascending')
  const up = await days()
  expect(up.length).toBeGreaterThanOrEqual(3)
  expect(up).not.toContain('')
  expect(up).toEqual([...up].sort())
  await granted.getByRole('button', { name: '許可日' }).click()
  await expect.poll(days).toEqual([...up].reverse())
  // The oldest: by keyboard to its course, and back to the row.
  await list.locator('tr[data-index="0"]').focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  const course = page.getByRole('list', { name: '経過' })
  await course.waitFor()
  expect(await course.innerText()).toContain(up[0]?.slice(0, 4))
})
