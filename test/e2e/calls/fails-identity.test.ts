import { it } from 'vitest'
import { openCalls } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'

/** Call 3: the caller cannot be known, and comes to the counter with a paper. */
const calls = await openCalls()
const { service, caller } = calls
const open = (loginId: string) => atKeys(calls, loginId)

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
