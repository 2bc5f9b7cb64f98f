import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { secondAgrees } from '../support/agree.ts'
import { openDesk } from '../support/desk-client.ts'
import { inspectIn } from '../support/inspect.ts'
import { consoleLooks, type Looks } from '../support/looks.ts'
import { pdfText } from '../support/pdf-text.ts'
import { openStory } from '../support/story.ts'

/** A provider after its activation: what is stopped, what goes wrong, how it ends, and who takes over. */
const { service, browser: _, problems, provider, link, windowOf } = await openStory()
const which = service.demo.providers.findIndex(({ name }) => name.includes('マネーツリー'))
const linked = await link(which, 0)

/** All of them where pictures are kept. */
const looks: Looks = process.env.SCREENSHOTS
  ? consoleLooks
  : [consoleLooks[0], { name: '1366-dark', width: 1366, height: 768, colorScheme: 'dark' }]
const see = (page: Page, name: string) =>
  inspectIn(page, looks, `life-${name}`, { fullPage: true, clips: true })
const addressOf = async (name: string): Promise<string> => {
  const { desk } = openDesk(service.console)
  const password = service.demo.staff.find((one) => one.loginId === 'kagaya')?.password ?? ''
  await desk.staff.signIn({ loginId: 'kagaya', password })
  const found = (await desk.providers.list()).find((one) => one.name.includes(name))
  return `${service.console}/providers/${found?.id}`
}
const step = (page: Page, name: string) => page.getByRole('listitem', { name, exact: true })
/** What is made is read from the download. */
async function downloaded(page: Page, act: () => Promise<unknown>): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), act()])
  const chunks: Buffer[] = []
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

it('an incident is recorded, stops the provider, tells whom it concerns, and is closed once two have resumed it', async () => {
  const page = await windowOf('miura')
  page.setDefaultTimeout(15_000)
  await page.goto(await addressOf('マネーツリー'))
  await page.getByRole('button', { name: '事故を記録する' }).click()
  await page.getByText('わかっていることだけ').waitFor()
  await see(page, 'incident-new')
  const record = page.getByRole('button', { name: '事故を記録する' })
  await record.click()
  await page.getByText('種類を選んでください。').waitFor()
  await see(page, 'incident-wrong')
  await page.getByText('すべて（停止）').click()
  await page.getByText('情報の漏えい・そのおそれ').click()
  await page.getByLabel('何が起きたか').fill('業者の画面で、他人の残高が表示された。')
  await page.getByLabel('窓口での案内').fill('連携を止めて調査しています。残高は守られています。')
  await page.getByLabel('再開の条件').fill('原因の報告書を受け取ること')
  await record.click()
  await page.getByText('事故を記録し、業者を止めました').waitFor()
  await expect(linked.provider.refresh(String(linked.tokens.refresh_token))).rejects.toMatchObject({
    error: 'invalid_client',
  })
  await see(page, 'incident')
  await step(page, '個人情報保護委員会への報告')
    .getByRole('button', { name: '済んだことを記録' })
    .click()
  await page.getByLabel('日時').fill('きのう')
  await page.getByRole('dialog').getByRole('button', { name: '済んだことを記録' }).click()
  await page.getByText('日時として読めません').waitFor()
  await see(page, 'step')
  await page.getByLabel('日時').fill('2026/1/5 2:10')
  await page.getByLabel('相手・担当').fill('個人情報保護委員会事務局')
  await page.getByRole('dialog').getByRole('button', { name: '済んだことを記録' }).click()
  await step(page, '個人情報保護委員会への報告').getByText('済み').waitFor()
  await step(page, '対象のお客さまの一覧').getByRole('button', { name: 'CSV' }).click()
  const csv = await downloaded(page, () =>
    page.getByRole('dialog').getByRole('button', { name: '書き出す' }).click(),
  )
  expect(csv.toString()).toContain('期間中の提供回数')
  expect(csv.toString()).toContain(linked.customer.customerNumber)
  for (const name of [
    'API業者への連絡',
    '全信組連への報告',
    '財務局への報告',
    'お客さまへの連絡',
  ]) {
    await step(page, name).getByRole('button', { name: '不要にする' }).click()
    await page.getByLabel('説明').fill('練習のため')
    await page.getByRole('dialog').getByRole('button', { name: '不要にする' }).click()
    await step(page, name)
      .getByRole('button', { name: '不要にする' })
      .waitFor({ state: 'detached' })
  }
  await step(page, '再開').getByRole('button', { name: '再開を申請' }).click()
  await page.getByRole('alertdialog').getByText('原因の報告書を受け取ること').waitFor()
  await see(page, 'resume')
  await page.getByRole('alertdialog').getByRole('button', { name: '有効にする' }).click()
  await page.getByText('確認待ち').first().waitFor()
  await secondAgrees(service)
  await linked.provider.refresh(String(linked.tokens.refresh_token))
  await page.reload()
  await page.getByRole('button', { name: '手続を完了する' }).click()
  await see(page, 'close')
  await page.getByRole('dialog').getByRole('button', { name: '手続を完了する' }).click()
  await page.getByText('完了しました。').waitFor()
  await see(page, 'incident-closed')
})

it('a change of name is agreed to by two and waits for its day, old and new side by side (R163)', async () => {
  const page = await windowOf('miura')
  page.setDefaultTimeout(15_000)
  const address = await addressOf('弥生')
  await page.goto(`${address}/edit`)
  await page.getByLabel('適用日').fill('あした')
  await page.getByLabel('名称', { exact: true }).fill('弥生新社株式会社')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('日付として読めません').waitFor()
  await page.getByLabel('適用日').fill('2099/4/1')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('確認待ち').first().waitFor()
  await secondAgrees(service)
  await page.goto(address)
  await page.getByText('弥生株式会社 → 弥生新社株式会社').waitFor()
  await see(page, 'planned')
  await page.getByRole('button', { name: '取りやめる' }).click()
  await page.getByText('弥生株式会社 → 弥生新社株式会社').waitFor({ state: 'detached' })
})

it('終了 (R160, R165): announced, closed to new links, letters to its customers, ended by two, off the list, closed; the successor gets nothing', async () => {
  const page = await windowOf('miura')
  page.setDefaultTimeout(15_000)
  await page.goto(await addressOf('マネーツリー'))
  await page.getByRole('button', { name: '終了の手続を始める' }).click()
  const begin = page.getByRole('button', { name: '終了の手続を始める' })
  await begin.click()
  await page.getByText('きっかけを選んでください。').waitFor()
  await see(page, 'ending-new')
  await page.getByText('合併・承継', { exact: true }).click()
  await page.getByLabel('お知らせの日').fill('2099/1/4')
  await page.getByLabel('終了日').fill('2099/3/31')
  await page.getByRole('button', { name: /承継先/ }).click()
  await page.getByRole('option', { name: /弥生/ }).click()
  await begin.click()
  await page.getByText('始めました。').waitFor()
  await see(page, 'ending')
  await step(page, '新規停止').getByRole('button', { name: '新規停止にする' }).click()
  await page
    .getByRole('alertdialog')
    .getByText(/続いている連携 個人 1件/)
    .waitFor()
  await see(page, 'restrict')
  await page.getByRole('alertdialog').getByRole('button', { name: '新規停止にする' }).click()
  await step(page, '新規停止').getByText('済み').waitFor()
  // Whoever has a link goes on with it.
  await linked.provider.refresh(String(linked.tokens.refresh_token))
  const letters = await downloaded(page, () =>
    step(page, 'お客さまへの書面').getByRole('button', { name: '書面をつくる' }).click(),
  )
  const text = (await pdfText(letters)).join('').replaceAll(/\s/g, '')
  expect(text).toContain('令和81年3月31日をもって終了いたします')
  expect(text).toContain('弥生株式会社が承継します。API連携は引き継がれません')
  await step(page, 'お客さまへの書面').getByText('1通').waitFor()
  await step(page, '終了').getByRole('button', { name: '終了を申請' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: '確認待ちに入れる' }).click()
  await page.getByText('確認待ち').first().waitFor()
  await linked.provider.refresh(String(linked.tokens.refresh_token))
  await secondAgrees(service)
  await expect(linked.provider.refresh(String(linked.tokens.refresh_token))).rejects.toMatchObject({
    error: 'invalid_client',
  })
  const successor = await provider('弥生')
  await expect(successor.refresh(String(linked.tokens.refresh_token))).rejects.toMatchObject({
    error: 'invalid_grant',
  })
  await page.reload()
  await step(page, '終了').getByText('済み').waitFor()
  for (const name of ['終了のお知らせ（公表）', '書面の発送', '契約の終了']) {
    await step(page, name).getByRole('button', { name: '済んだことを記録' }).click()
    await page.getByLabel('根拠').fill('文書 12')
    await page.getByRole('dialog').getByRole('button', { name: '済んだことを記録' }).click()
    await step(page, name).getByText('済み').waitFor()
  }
  for (const name of ['対象のお客さまの一覧', '公表の一覧から外す']) {
    await step(page, name).getByRole('button', { name: '不要にする' }).click()
    await page.getByLabel('説明').fill('書面の控えで足りる')
    await page.getByRole('dialog').getByRole('button', { name: '不要にする' }).click()
    await step(page, name).getByText('不要').first().waitFor()
  }
  await page.getByRole('button', { name: '手続を完了する' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '手続を完了する' }).click()
  await page.getByText('完了しました。').waitFor()
  await see(page, 'ended')
  await page.goto(await addressOf('弥生'))
  await page.getByText(/承継元：.*マネーツリー/).waitFor()
  expect(problems).toEqual([])
})
