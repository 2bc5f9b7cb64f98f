import { expect, it } from 'vitest'
import { identify, liveLinks, openCalls, panelOf } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'

/** Call 11: the line breaks, and the customer telephones again the next day. */
const calls = await openCalls()
const { service, signIn, caller } = calls
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

it('telephones again: a new request with a time and a check of its own goes on with the first, and both say so', async () => {
  const page = await signIn('sato')
  const customer = caller()
  const panel = panelOf(page)
  await page.goto(`${service.console}/customers/${customer.id}`)
  const first = await identify(page, customer)
  // The line breaks before anything is ended.
  await panel.getByRole('button', { name: '受付を終える' }).click()
  const ending = page.getByRole('dialog')
  await ending.getByLabel(/内容/).fill('電話が切れた')
  await ending.getByRole('button', { name: '終える', exact: true }).click()
  await ending.waitFor({ state: 'detached' })
  await page.reload()
  const again = panel.getByRole('button', { name: '新しい受付を始める' })
  if ((await again.count()) > 0) await again.click()
  // Who was known then is not known now.
  expect(await liveLinks(page).count()).toBe(0)
  const second = await identify(page, customer)
  expect(second).not.toBe(first)
  await page.getByRole('button', { name: `${first} の続きとして受け付ける` }).click()
  await liveLinks(page).first().getByRole('checkbox').check()
  await panel.getByRole('button', { name: '解除', exact: true }).click()
  const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
  await dialog.getByLabel('利用終了').check()
  // Since the first call the clerk knows the answers: another person looks at what is ended by them alone.
  await dialog.getByText('役席の検印のあとで行われます').waitFor()
  await dialog.getByRole('button', { name: '検印へ回す' }).click()
  await panel.getByText('まだ何も止めていません').waitFor()
  for (const [number, other, words] of [
    [second, first, '前の受付'],
    [first, second, '続きの受付'],
  ] as const) {
    await page.goto(`${service.console}/requests?view=today`)
    await page.getByRole('row', { name: new RegExp(number) }).press('Enter')
    await page.getByRole('heading', { name: `受付 ${number}` }).waitFor()
    await page.getByText(words).first().waitFor()
    await page.getByRole('link', { name: other }).first().waitFor()
  }
})
