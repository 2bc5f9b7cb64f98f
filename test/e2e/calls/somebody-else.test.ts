import { expect, it } from 'vitest'
import { liveLinks, openCalls, panelOf } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'
import { heirsPaper, licence } from '../../support/request-steps.ts'

/** Call 4: family, an agent, an heir, another of the company: what each may ask for, and how. */
const calls = await openCalls()
const { service, signIn, caller, deskOf } = calls
const open = (loginId: string) => atKeys(calls, loginId)

it('an agent on the telephone cannot revoke', async () => {
  const clerk = await open('sato')
  const { page } = clerk
  const { customerNumber, name } = caller({ live: 0 })
  await clerk.find(customerNumber, new RegExp(name))
  await page.getByRole('button', { name: /申出人/ }).focus()
  await clerk.act('Enter')
  for (let i = 0; i < 5 && (await clerk.focused()) !== '代理人'; i += 1)
    await page.keyboard.press('ArrowDown')
  await clerk.act('Enter')
  await clerk.fill(/申出人の氏名/, '高山 美咲')
  await page.getByText('電話では緊急停止だけができます').waitFor()
  // The name stands once its field is left.
  await page.keyboard.press('Tab')
  await page.getByRole('heading', { name: /^U-/ }).waitFor()
  // Whatever an agent knows, nothing is asked and nothing is unmasked by telephone.
  expect(await page.getByLabel(/生年月日/).count()).toBe(0)
  expect(await page.getByRole('button', { name: '確かめる' }).count()).toBe(0)
  expect(await page.getByLabel('申出人の氏名（必須）').inputValue()).toBe('高山 美咲')
  expect(await page.getByRole('button', { name: '解除', exact: true }).count()).toBe(0)
  await page.getByRole('button', { name: '受付を終える' }).focus()
  await clerk.act('Enter')
  await clerk.to(/^途中で切れた$/)
  await page.keyboard.press('ArrowUp')
  await clerk.fill(/内容/, '委任状をお送りいただく')
  await clerk.act('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.context().close()
})

it('a name typed for somebody else stands, whatever is chosen right after it', async () => {
  const { page } = await open('sato')
  await page.goto(`${service.console}/customers/${caller({ live: 0 }).id}`)
  const choose = async (field: RegExp, option: string): Promise<void> => {
    await page.getByRole('button', { name: field }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
  await choose(/経路/, '窓口')
  await choose(/申出人/, '代理人')
  await page.getByLabel('申出人の氏名（必須）').fill('山田 次郎')
  await choose(/申出人/, '相続人等')
  await page.getByRole('heading', { name: /^U-/ }).waitFor()
  // Once it is on the server, however the two calls met.
  await page.getByRole('button', { name: /相続人等/ }).waitFor()
  const name = page.getByLabel('申出人の氏名（必須）')
  await expect
    .poll(async () => {
      await page.reload()
      await page.getByRole('button', { name: /相続人等/ }).waitFor()
      return name.inputValue()
    })
    .toBe('山田 次郎')
  await page.context().close()
})

it('an heir: by telephone an emergency stop alone; at the counter with papers, everything of the customer, after an approval', async () => {
  const customer = caller()
  const desk = await deskOf('sato')
  const page = await signIn('sato')
  const panel = panelOf(page)
  await page.goto(`${service.console}/customers/${customer.id}`)
  await panel.getByRole('button', { name: /申出人/ }).click()
  await page.getByRole('option', { name: '相続人等', exact: true }).click()
  await panel.getByText('電話では緊急停止だけができます').waitFor()
  expect(await panel.getByRole('button', { name: '確かめる' }).count()).toBe(0)
  const { id } = await desk.requests.open({
    ...{ customerId: customer.id, requestChannel: 'branch', requester: 'heir' },
    otherBranchReason: '',
  })
  await desk.requests.noteIdentity({ id, item: 'document', papers: [licence, heirsPaper] })
  await page.goto(`${service.console}/customers/${customer.id}`)
  await panel.getByText('本人確認が済みました').waitFor()
  // The request says how it came, not what was chosen in this window before.
  await panel.getByRole('button', { name: /経路.*窓口|窓口.*経路/ }).waitFor()
  const first = liveLinks(page).first().getByRole('checkbox')
  await first.check()
  await panel.getByLabel('申出人の氏名（必須）').fill('高山 一郎')
  const shownAnew = page.waitForResponse((response) =>
    response.url().endsWith('/rpc/customers/find'),
  )
  await page.keyboard.press('Tab')
  await shownAnew
  // What was chosen is chosen until it is acted on, whatever else of the request is saved.
  expect(await first.isChecked()).toBe(true)
  await panel.getByRole('button', { name: '解除', exact: true }).click()
  const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
  await dialog.getByText('役席の検印のあとで行われます').waitFor()
  await dialog.getByLabel('死亡・相続').check()
  await dialog.getByRole('button', { name: '検印へ回す' }).click()
  await panel.getByText('まだ何も止めていません').waitFor()
  // Nothing is said to be done before it is.
  expect(await liveLinks(page).count()).toBeGreaterThan(0)
})
