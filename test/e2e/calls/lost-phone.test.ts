import { expect, it } from 'vitest'
import { openCalls, panelOf } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'

/** Call 2: a telephone is lost, and everything is stopped before anybody is known. */
const calls = await openCalls()
const { link } = calls
const open = (loginId: string) => atKeys(calls, loginId)

it('緊急停止: 4 interactions from the ring, without any identity, and it is seen to have happened', async () => {
  const { provider, tokens } = await link(1, 1)
  const clerk = await open('sato')
  const { page } = clerk
  await clerk.find('たかはし ゆうこ', /髙橋 優子/)
  // From the field in which the call begins, as from anywhere.
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
  await page.locator('button[data-key="Alt+E"]', { hasText: '緊急停止' }).waitFor()
  await clerk.act('Alt+e')
  const dialog = page.getByRole('alertdialog', { name: '緊急停止' })
  await dialog.waitFor()
  await page.getByRole('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
  await clerk.act('1')
  await dialog.getByRole('radio', { name: '紛失・盗難', checked: true }).waitFor()
  await clerk.to(/^停止する$/)
  await clerk.act('Space')
  await page.getByText('停止しました').first().waitFor()
  expect(clerk.interactions).toBe(4)
  expect(clerk.controls).toBeLessThanOrEqual(12)
  // Wherever the page was, what was done stands in sight.
  const told = panelOf(page).getByText(/^停止しました/)
  const seen = () =>
    told.evaluate((one) => {
      const { x, y, height } = one.getBoundingClientRect()
      return one.contains(document.elementFromPoint(x + 2, y + height / 2))
    })
  await expect.poll(seen).toBe(true)
  expect((await provider.get(tokens.access_token, '/accounts')).status).toBe(401)
  await page.getByText('このお客さまは緊急停止中です').waitFor()
  // What is stopped is not said to be live too.
  await page.getByText(/^有効 0　停止中 [1-9]/).waitFor()
  expect(await page.content()).not.toContain('マネーフォワード')
  await page.context().close()
})
