import { expect, it } from 'vitest'
import { liveLinks, openCalls, panelOf } from '../../support/calls.ts'

/** Call 6: a provider's call centre asks for the end of a link: a clerk cannot begin it, an officer alone cannot make it. */
const { service, signIn, caller } = await openCalls()

it('is taken by an officer, shows who asks, and waits for a second person', async () => {
  const { id } = caller()
  const clerk = await signIn('sato')
  const officer = await signIn('kudo')
  const channels = async (page: typeof clerk): Promise<string[]> => {
    await page.goto(`${service.console}/customers/${id}`)
    await panelOf(page).getByRole('button', { name: /経路/ }).click()
    const options = page.getByRole('option')
    await options.first().waitFor()
    return options.allInnerTexts()
  }
  expect(await channels(clerk)).not.toContain('API業者からの連絡')
  expect(await channels(officer)).toContain('API業者からの連絡')
  await officer.getByRole('option', { name: 'API業者からの連絡' }).click()
  const panel = panelOf(officer)
  await panel.getByRole('button', { name: /受付を始める/ }).click()
  await panel.getByText('本人確認はありません').waitFor()
  await liveLinks(officer).first().getByRole('checkbox').check()
  await panel.getByRole('button', { name: '解除', exact: true }).click()
  const dialog = officer.getByRole('alertdialog', { name: '連携の解除' })
  await dialog.getByLabel('利用終了').check()
  await dialog.getByRole('button', { name: '検印へ回す' }).click()
  await panel.getByText('役席の検印を待っています').waitFor()
  // What waits is not done: the links are as they were.
  expect(await liveLinks(officer).count()).toBeGreaterThan(0)
  expect(await panel.getByText('解除しました').count()).toBe(0)
})
