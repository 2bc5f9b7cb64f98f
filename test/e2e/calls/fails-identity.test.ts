import { expect, it } from 'vitest'
import { openCalls, panelOf } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'

/** Call 3: the caller cannot be known, and comes to the counter with a paper. */
const calls = await openCalls()
const { service, signIn, caller } = calls
const open = (loginId: string) => atKeys(calls, loginId)

it('by telephone: nothing is shown, what to say and what still goes is told, and it ends as not identified (R59)', async () => {
  const page = await signIn('sato')
  const customer = caller()
  const panel = panelOf(page)
  await page.goto(`${service.console}/customers/${customer.id}`)
  await panel.getByLabel(/^氏名/).fill(customer.name)
  for (const left of [2, 1, 0]) {
    await panel.getByLabel(/^生年月日/).fill('S1.12.31')
    await panel.getByLabel(/^届出電話番号/).fill('0180-00-0000')
    await panel.getByRole('button', { name: '確かめる' }).click()
    if (left > 0) {
      await panel.getByText(`あと${left}回`).first().waitFor()
      await panel.getByText('どの項目が違うかは伝えず').waitFor()
    }
  }
  await panel.getByText('本人確認ができませんでした').waitFor()
  // Which item it was is neither told nor to be told; what still goes, and when again, is.
  await panel.getByText('どの点かはお答えできません').waitFor()
  await panel.getByText('日付が変わると、新しい受付で確かめられます').waitFor()
  await panel.getByText('緊急停止はできます').waitFor()
  expect(await page.getByRole('button', { name: '緊急停止' }).isEnabled()).toBe(true)
  expect(await panel.getByRole('button', { name: '解除', exact: true }).count()).toBe(0)
  const shown = await page.locator('body').innerText()
  for (const hidden of [customer.birthDate, customer.phone, customer.address])
    expect(shown).not.toContain(hidden)
  const number = await panel.getByRole('heading', { name: /^U-/ }).innerText()
  await panel.getByRole('button', { name: '本人確認できずとして終える' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/内容/).fill('本店の窓口を案内した')
  await dialog.getByRole('button', { name: '終える', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.goto(`${service.console}/requests?view=today`)
  await page.getByRole('row', { name: new RegExp(number) }).press('Enter')
  await page.getByText('本人確認できず').first().waitFor()
})

it('at the counter: one paper from the list, with what its kind needs; an officer looks at it the same day (R120)', async () => {
  const { page } = await open('sato')
  await page.goto(`${service.console}/customers/${caller().id}`)
  await page.getByRole('button', { name: /経路/ }).click()
  await page.getByRole('option', { name: '窓口', exact: true }).click()
  await page.getByRole('button', { name: /書類/ }).click()
  await page.getByRole('option', { name: '運転免許証', exact: true }).click()
  await page.getByLabel('発行者').fill('あ')
  await page.getByRole('button', { name: '確かめる' }).click()
  await page.getByText('発行者として読めません').waitFor()
  await page.getByLabel('発行者').fill('秋田県公安委員会')
  await page.getByLabel('番号の末尾4桁').fill('1234')
  await page.getByRole('button', { name: '確かめる' }).click()
  await page.getByText('本人確認が済みました').waitFor()
  const number = await page.getByRole('heading', { name: /^U-/ }).innerText()
  await page.context().close()
  const { page: officers } = await open('kudo')
  await officers.goto(`${service.console}/requests?view=to-look`)
  await officers.getByRole('row', { name: new RegExp(number) }).focus()
  await officers.keyboard.press('Enter')
  await officers.getByRole('button', { name: '見くらべた' }).click()
  await officers.getByText(/書類の確認 工藤 隆/).waitFor()
  await officers.context().close()
})
