import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'

/** Call 13: the officer, who sees what will happen before it does. */
const calls = await openCalls()
const { link } = calls
const open = (loginId: string) => atKeys(calls, loginId)

it('everything of a customer waits for an officer; who took it cannot approve', async () => {
  const { provider, tokens } = await link(3, 2)
  const clerk = await open('sato')
  const { page } = clerk
  await clerk.find('ササキケンタ', /佐々木 健太.*•••0003/)
  await page.getByLabel('氏名（必須）').fill('佐々木健太')
  await page.getByLabel('生年月日（必須）').fill('H5.7.21')
  await page.getByLabel('届出電話番号').fill('09009876543')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^選んだ連携/ }).click()
  await page.getByRole('option', { name: 'お客さまの連携すべて' }).click()
  await page.getByRole('button', { name: '解除', exact: true }).click()
  await page.getByLabel('利用終了').check()
  await page.getByRole('button', { name: '検印へ回す' }).click()
  await page.getByText('氏名が一致しません').waitFor()
  await page.getByLabel('確認のため、お客さまの氏名を入力してください').fill('佐々木健太')
  await page.getByRole('button', { name: '検印へ回す' }).click()
  await page.getByText('役席の検印を待っています').waitFor()
  expect((await provider.get(tokens.access_token, '/accounts')).status).toBe(200)
  const number = await page.getByRole('heading', { name: /^U-/ }).innerText()
  await page.keyboard.press('/')
  await page.keyboard.type(number)
  await page.getByRole('option', { name: new RegExp(number) }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: `受付 ${number}` }).waitFor()
  expect(await page.getByRole('button', { name: '検印する' }).count()).toBe(0)
  await page.context().close()

  const officer = await open('kudo')
  await officer.page.getByRole('link', { name: /^\d+\s*検印待ち/ }).focus()
  await officer.act('Enter')
  const row = officer.page.getByRole('row', { name: new RegExp(number) })
  await row.focus()
  // A list of one row ends below it: no room that looks like another, empty row.
  const below = await row.evaluate((one) => {
    const frame = one.closest('[data-rows]')?.getBoundingClientRect()
    return (frame?.bottom ?? 0) - one.getBoundingClientRect().bottom
  })
  expect(below).toBeLessThan(4)
  await officer.act('Enter')
  // Its key leads to the button; nothing is approved by it alone.
  await officer.page.getByRole('button', { name: '検印する' }).waitFor()
  await officer.press('i')
  await officer.to(/^検印する$/, 1)
  await officer.act('Enter')
  await officer.page.getByText('解除しました').waitFor()
  expect((await provider.get(tokens.access_token, '/accounts')).status).toBe(401)
  await officer.page.context().close()
})
