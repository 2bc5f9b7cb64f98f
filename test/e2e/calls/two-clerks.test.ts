import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'

/** Two clerks take the same customer at once. */
const calls = await openCalls()
const { caller } = calls
const open = (loginId: string) => atKeys(calls, loginId)

it('two clerks at once: one ends the grant, the other is told who did', async () => {
  // A customer of whom neither of them was told anything today: else both ends would wait for a 検印.
  const customer = caller()
  const both = [await open('sato'), await open('ito')]
  for (const [i, keys] of both.entries()) {
    await keys.find(customer.customerNumber, new RegExp(customer.name))
    await keys.page.getByLabel('氏名（必須）').fill(customer.name)
    await keys.page.getByLabel('生年月日（必須）').fill(customer.birthDate)
    await keys.page.getByLabel('届出電話番号').fill(customer.phone)
    await keys.page.keyboard.press('Enter')
    await keys.page
      .locator('tr[data-index]', { hasText: /有効|期限間近/ })
      .first()
      .getByRole('checkbox')
      .check()
    await keys.page.getByRole('button', { name: '解除', exact: true }).click()
    await keys.page.getByLabel(i === 0 ? '利用終了' : '誤連携').check()
  }
  for (const { page } of both) await page.getByRole('button', { name: '解除する' }).click()
  await both[0]?.page.getByText('お伝えすること').waitFor()
  await both[1]?.page.getByText('解除する有効な連携はありませんでした').waitFor()
  const told = await both[1]?.page.getByText('はすでに「解除」です').innerText()
  expect(told).toContain('佐藤 花子')
  for (const { page } of both) await page.context().close()
})
