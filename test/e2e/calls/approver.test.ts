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
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
  await page.keyboard.type('佐々木健太')
  await clerk.fill(/生年月日/, 'H5.7.21')
  await clerk.fill(/届出電話番号/, '09009876543')
  await clerk.act('Enter')
  await page.getByText('本人確認が済みました').waitFor()
  const scope = page.getByRole('button', { name: /^選んだ連携/ })
  await scope.waitFor()
  await clerk.to(/選んだ連携/)
  clerk.interactions += 1
  await clerk.press('Enter')
  await page.getByRole('option', { name: 'お客さまの連携すべて' }).waitFor()
  await clerk.press('End')
  await clerk.press('Enter')
  await page.getByRole('button', { name: /^お客さまの連携すべて/ }).waitFor()
  await clerk.act('r')
  const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
  await dialog.getByText('件を解除します').waitFor()
  await clerk.press('1')
  await dialog.getByRole('radio', { name: '利用終了', checked: true }).waitFor()
  await clerk.to(/検印へ回す/)
  await clerk.act('Space')
  await page.getByText('氏名が一致しません').waitFor()
  await dialog.getByLabel('確認のため、お客さまの氏名を入力してください').fill('佐々木健太')
  await clerk.to(/検印へ回す/)
  await clerk.act('Space')
  await page.getByText('役席の検印を待っています').waitFor()
  expect(clerk.interactions).toBeLessThanOrEqual(6)
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
  // A short list ends below its last row: no room that looks like another, empty row.
  const below = await row.evaluate((one) => {
    const frame = one.closest('[data-rows]')
    const last = [...(frame?.querySelectorAll('tr[data-index]') ?? [])].at(-1)
    const bottom = (of: Element | null | undefined) => of?.getBoundingClientRect().bottom ?? 0
    return bottom(frame) - bottom(last)
  })
  expect(below).toBeLessThan(4)
  await officer.act('Enter')
  // Its key leads to the button; nothing is approved by it alone.
  await officer.page.getByRole('button', { name: '検印する' }).waitFor()
  await officer.press('i')
  await officer.to(/^検印する$/, 1)
  await officer.act('Enter')
  await officer.page.getByText('解除しました').waitFor()
  expect(officer.interactions).toBeLessThanOrEqual(6)
  expect(officer.controls).toBeLessThanOrEqual(12)
  expect((await provider.get(tokens.access_token, '/accounts')).status).toBe(401)
  await officer.page.context().close()
})
