import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { inspect, inspectIn } from '../support/inspect.ts'
import { consoleLooks } from '../support/looks.ts'
import { openStory } from '../support/story.ts'

const { service, signIn, problems } = await openStory()

const head = '顧客番号,区分,氏名,カナ,生年月日,住所,電話番号,取扱店\r\n'
const row = (number: number, change = ''): string =>
  `${number},個人,髙橋 﨑子,ﾀｶﾊｼ ｻｷｺ,昭和64年1月7日,秋田県秋田市山王1-1,${change || '018-023-4567'},011\r\n`

/** The kind that is chosen stays until a file is in. Named with its value: the list below has a heading of the same name. */
async function kindChosen(page: Page, kind = 'お客さま'): Promise<void> {
  await page.getByRole('button', { name: /\S ファイルの種類$/ }).click()
  await page.getByRole('option', { name: kind, exact: true }).click()
}
const choose = (page: Page, name: string, text: string): Promise<void> =>
  page
    .getByLabel('取り込むファイル')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

describe('files in', () => {
  it('one with errors: each with 行・項目・事象・対処, nothing to accept; the corrected one goes in', async () => {
    const page = await signIn('miura')
    await page.getByRole('link', { name: '取り込み' }).click()
    await page.getByText('取り込みはまだありません').waitFor()
    await kindChosen(page)
    await choose(page, 'kara.csv', '')
    await page.getByText('誤りが1件あります。何も書き込んでいません。').waitFor()
    await page.getByRole('button', { name: '中止する' }).click()
    await choose(page, 'kokyaku.csv', head + row(900_001) + row(900_002, '12345'))
    await page.getByText('誤りが1件あります。何も書き込んでいません。').waitFor()
    await page.getByRole('row', { name: /^3 ?電話番号/ }).waitFor()
    expect(await page.getByRole('button', { name: '取り込む', exact: true }).count()).toBe(0)
    await page.getByRole('button', { name: '中止する' }).click()
    await page.getByText('中止しました。何も変えていません。').waitFor()

    await choose(page, 'kokyaku.csv', head + row(900_001) + row(900_002))
    await page.getByText('誤りはありません。2行を取り込めます。').waitFor()
    await page.getByRole('button', { name: '取り込む', exact: true }).dblclick()
    await page.getByText('確認待ちに入れました。まだ何も変わっていません。').first().waitFor()
    await page.getByRole('row', { name: /kokyaku\.csv.*お客さま.*2.*確認待ち/ }).waitFor()
    // The next file is of another kind; it stays chosen when the second person has agreed to this one.
    await kindChosen(page, '口座')
    const second = await signIn('kagaya')
    await second.getByRole('button', { name: /kokyaku\.csv 内容を見る/ }).click()
    const dialog = second.getByRole('dialog')
    await dialog.getByText('新しい').first().waitFor()
    await inspect(second, 'imports-second')
    await dialog.getByRole('button', { name: '認めて実行する' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await second.context().close()
    await page.getByRole('row', { name: /kokyaku\.csv.*お客さま.*2.*三浦 京子/ }).waitFor()
    await page.getByText('取り込みました').first().waitFor()
    await page.getByRole('button', { name: /^口座 ファイルの種類$/ }).waitFor({ timeout: 5_000 })

    // The clerk finds whom the file brought, by the usual form of the name.
    const clerk = await signIn('sato')
    await clerk.getByRole('combobox').fill('高橋崎子')
    await clerk.getByRole('option', { name: /髙橋 﨑子.*•••0001/ }).waitFor()
    await clerk.goto(`${service.console}/imports`)
    await clerk.getByRole('heading', { name: 'このページはありません' }).waitFor()
    for (const one of [page, clerk]) await one.context().close()
  })
})

it('events that stop and events that open wait together, and the page says so', async () => {
  const page = await signIn('miura')
  await page.goto(`${service.console}/imports`)
  await kindChosen(page, 'インターネットバンキングの出来事')
  const of = (nth: number, event: string): string =>
    `${service.demo.customers[nth]?.customerNumber},${event},2026-04-03 09:00\r\n`
  const told = page.getByText('それも認められるまで効きません')
  const titles = '顧客番号,出来事,発生日時\r\n'
  // What is there stays on the page while it is asked for anew.
  let goOn = (): void => {}
  const silent = new Promise<void>((resolve) => {
    goOn = resolve
  })
  await page.route('**/rpc/imports/overview*', (route) => silent.then(() => route.continue()))
  await choose(page, 'stops.csv', titles + of(0, '利用停止'))
  await page.getByText('誤りはありません。1行を取り込めます。').waitFor()
  expect(await page.getByRole('table', { name: '取り込む順番' }).count()).toBe(1)
  goOn()
  expect(await told.count()).toBe(0)
  await page.getByRole('button', { name: '中止する' }).click()
  await page.getByText('中止しました。').waitFor()
  await choose(page, 'both.csv', titles + of(0, '利用停止') + of(1, '利用再開'))
  await page.getByText('誤りはありません。2行を取り込めます。').waitFor()
  await told.waitFor()
  await page.getByRole('button', { name: '中止する' }).click()
  await page.getByText('中止しました。').waitFor()
  await page.context().close()
})

describe('the screen at each size', () => {
  it('empty, with a thousand errors, ready, done', async () => {
    const page = await signIn('miura', { viewport: consoleLooks[0] })
    const see = (name: string): Promise<void> => inspectIn(page, consoleLooks, `imports-${name}`)
    await page.goto(`${service.console}/imports`)
    await page.getByRole('heading', { name: 'これまでの取り込み' }).waitFor()
    await see('empty')
    await kindChosen(page)
    const wrong = Array.from({ length: 1_000 }, (_, i) => row(910_000 + i, 'なし')).join('')
    await choose(page, 'very-long-file-name-of-the-core-system_顧客一覧_20261120.csv', head + wrong)
    await page.getByText('誤りが1,000件あります。').waitFor()
    await page.getByText('はじめの500件を表示しています。').waitFor()
    await see('errors')
    await page.getByRole('button', { name: '中止する' }).click()
    await choose(page, 'kokyaku.csv', head + row(900_001))
    await page.getByText('誤りはありません。1行を取り込めます。').waitFor()
    await see('ready')
    await page.getByRole('button', { name: '取り込む', exact: true }).click()
    await page.getByRole('button', { name: '閉じる' }).waitFor()
    await see('done')
    await page.context().close()
  })
})

it('a file that takes closings back names the accounts, and is taken once somebody has ticked that it means that', async () => {
  const page = await signIn('miura')
  await page.goto(`${service.console}/imports`)
  await kindChosen(page, '口座')
  const { customerNumber, accounts } = service.demo.customers[1] ?? {}
  const [account] = accounts ?? []
  const place = [account?.branchCode, account?.accountTypeCode, account?.accountNumber]
  const shown = `${place.slice(0, 2).join('-')}-•••${place[2]?.slice(-4)} (2026-03-31)`
  const file = (closedOn: string) =>
    `顧客番号,店番,科目,口座番号,開設日,解約日\r\n${customerNumber},${place.join()},2015-04-01,${closedOn}\r\n`
  const take = page.getByRole('button', { name: '取り込む', exact: true })
  await choose(page, 'kaiyaku.csv', file('2026-03-31'))
  await page.getByText('誤りはありません。').waitFor()
  await take.click()
  await page.getByText('取り込みました').first().waitFor()
  await kindChosen(page, '口座')
  await choose(page, 'kouza.csv', file(''))
  await page.getByText('解約した1口座の解約日が、このファイルでは空欄です。').waitFor()
  await page.getByText(shown).waitFor()
  expect(await take.isDisabled()).toBe(true)
  await inspect(page, 'imports-reopened')
  await page
    .getByRole('checkbox', { name: /解約を取り消すファイルであることを確かめました/ })
    .check()
  await take.click()
  await page.getByText('確認待ちに入れました。まだ何も変わっていません。').first().waitFor()
  const second = await signIn('kagaya')
  await second.getByRole('button', { name: /kouza\.csv 内容を見る/ }).click()
  await second.getByRole('dialog').getByText(shown).waitFor()
  for (const one of [page, second]) await one.context().close()
})

it('no page broke its content security policy or threw', () => {
  expect(problems).toEqual([])
})
