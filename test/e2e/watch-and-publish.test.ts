import { expect, it } from 'vitest'
import { inspectIn } from '../support/inspect.ts'
import { consoleLooks } from '../support/looks.ts'
import { openStory } from '../support/story.ts'

/** Head office watches the traffic of providers live (R172). */
const { problems, signIn, link } = await openStory()

it('plots of calls, times and links with their tables, causes and the funnel: on the provider, きょう and 稼働状況', async () => {
  const { provider, tokens } = await link(1, 0)
  for (let n = 0; n < 3; n += 1) await provider.get(tokens.access_token, '/accounts')
  await provider.get(tokens.access_token, '/accounts/x/balance').catch(() => {})
  const page = await signIn('miura', { viewport: consoleLooks[0] })
  const see = (name: string) => inspectIn(page, consoleLooks, `watch-${name}`, { fullPage: true })
  const plot = page.getByRole('img', { name: '呼び出し（48時間）' })
  await plot.waitFor()
  await see('today')
  await page.goto(new URL('/traffic', page.url()).href)
  await page.getByRole('heading', { name: /利用状況.すべて/ }).waitFor()
  await page.getByText('呼び出しの表').click()
  const table = page.getByRole('table', { name: '呼び出しの表' })
  expect(await table.getByRole('row').nth(1).innerText()).toContain('（途中）')
  await page.getByText('要求の内容が正しくない').waitFor()
  await page.getByRole('row', { name: /許可/ }).waitFor()
  await see('all')
  await page.getByRole('button', { name: '36か月' }).click()
  await page.getByRole('img', { name: '呼び出し（36か月）' }).waitFor()
  expect(problems).toEqual([])
})
