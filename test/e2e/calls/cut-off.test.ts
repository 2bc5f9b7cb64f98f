import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'

/** Call 11: the line breaks, and the customer telephones again the next day. */
const calls = await openCalls()
const { service, caller } = calls
const open = (loginId: string) => atKeys(calls, loginId)

it('a call that breaks off stays 未完了 until it is closed with a reason', async () => {
  const clerk = await open('sato')
  const { page } = clerk
  const { customerNumber, name } = caller({ live: 0 })
  await clerk.find(customerNumber, new RegExp(name))
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
  await page.keyboard.type('ささ')
  await page.keyboard.press('Tab')
  const number = await page.getByRole('heading', { name: /^U-/ }).innerText()
  const shown = async (): Promise<number> => Number.parseInt(await unfinished.innerText(), 10)
  // The customer has hung up, and the clerk is called away.
  await page.goto(service.console)
  const unfinished = page.getByRole('link', { name: /未完了の受付/ })
  await unfinished.waitFor()
  const before = await shown()
  expect(before).toBeGreaterThan(0)
  await unfinished.focus()
  await clerk.act('Enter')
  await page.getByRole('row', { name: new RegExp(number) }).focus()
  await clerk.act('Enter')
  await page.getByRole('heading', { name: `受付 ${number}` }).waitFor()
  await page.getByRole('button', { name: '受付を終える' }).focus()
  await clerk.act('Enter')
  await clerk.fill(/内容/, '電話が切れた')
  await clerk.act('Enter')
  await page.getByText('途中で切れた　電話が切れた').waitFor()
  await page.goto(service.console)
  await expect.poll(() => unfinished.innerText()).toMatch(new RegExp(`^${before - 1}\\D`))
  await page.context().close()
})
