import { expect, it } from 'vitest'
import { identify, liveLinks, openCalls, panelOf } from '../../support/calls.ts'

/** Call 7: the wrong row is chosen, noticed in the dialog and left; what was written wrongly is corrected beside it. */
const { service, signIn, caller } = await openCalls()

it('ends the one that is meant and no other', async () => {
  const customer = caller({ live: 3 })
  const page = await signIn('sato')
  await page.goto(`${service.console}/customers/${customer.id}`)
  const number = await identify(page, customer)
  const panel = panelOf(page)
  const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
  const targets = dialog.getByRole('list', { name: '対象の連携' }).getByRole('listitem')
  const providerOf = async (row: number): Promise<string> =>
    (await liveLinks(page).nth(row).locator('td').nth(1).innerText()).split('\n')[0] ?? ''
  const before = await liveLinks(page).count()
  await liveLinks(page).nth(0).getByRole('checkbox').check()
  await panel.getByRole('button', { name: '解除', exact: true }).click()
  await expect.poll(() => targets.count()).toBe(1)
  expect(await targets.innerText()).toContain(await providerOf(0))
  await dialog.getByText(customer.name).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await liveLinks(page).count()).toBe(before)
  await liveLinks(page).nth(0).getByRole('checkbox').uncheck()
  const meant = await providerOf(1)
  await liveLinks(page).nth(1).getByRole('checkbox').check()
  await panel.getByRole('button', { name: '解除', exact: true }).click()
  await expect.poll(() => targets.innerText()).toContain(meant)
  await dialog.getByLabel('誤連携').check()
  await dialog.getByRole('button', { name: '解除する' }).click()
  await panel.getByText('お伝えすること').waitFor()
  await expect.poll(() => liveLinks(page).count()).toBe(before - 1)
  // The clerk wrote 誤連携 and meant 利用終了: it stands beside what was written.
  await page.keyboard.press('/')
  await page.keyboard.type(number)
  await page.getByRole('option', { name: new RegExp(number) }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: `受付 ${number}` }).waitFor()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('c')
  const correct = page.getByRole('dialog', { name: '受付の訂正' })
  await correct.getByRole('textbox').fill('理由は誤連携ではなく利用終了')
  await correct.getByRole('button', { name: '訂正する' }).click()
  await correct.waitFor({ state: 'detached' })
  await page.getByText(/理由は誤連携ではなく利用終了　佐藤 花子/).waitFor()
})
