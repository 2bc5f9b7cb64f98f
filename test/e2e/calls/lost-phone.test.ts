import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'

/** Call 2: a telephone is lost, and everything is stopped before anybody is known. */
const calls = await openCalls()
const { link } = calls
const open = (loginId: string) => atKeys(calls, loginId)

it('緊急停止: 3 interactions once the customer is found, without any identity', async () => {
  const { provider, tokens } = await link(1, 1)
  const clerk = await open('sato')
  const { page } = clerk
  await clerk.find('たかはし ゆうこ', /髙橋 優子/)
  clerk.interactions = 0
  await clerk.to(/^緊急停止$/)
  await clerk.act('Enter')
  await page.getByRole('alertdialog', { name: '緊急停止' }).waitFor()
  await clerk.to(/^紛失・盗難$/)
  await clerk.act('Space')
  await clerk.to(/^停止する$/)
  await clerk.act('Space')
  await page.getByText('停止しました').first().waitFor()
  expect(clerk.interactions).toBe(3)
  expect((await provider.get(tokens.access_token, '/accounts')).status).toBe(401)
  await page.getByText('このお客さまは緊急停止中です').waitFor()
  // What is stopped is not said to be live too.
  await page.getByText(/^有効 0　停止中 [1-9]/).waitFor()
  expect(await page.content()).not.toContain('マネーフォワード')
  await page.context().close()
})
