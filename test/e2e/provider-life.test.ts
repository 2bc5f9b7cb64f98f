import { expect, it } from 'vitest'
import { plainProvider } from '#shared/provider'
import { lineOf } from '../support/connection-line.ts'
import { FormCustomer } from '../support/form-customer.ts'
import { completeLedger, openOwnHouse } from '../support/own-house.ts'
import { pdfText } from '../support/pdf-text.ts'
import { TestProvider } from '../support/provider-client.ts'
import {
  answer,
  downloaded,
  Heartbeat,
  keyOf,
  press,
  publishes,
  see,
  step,
} from '../support/provider-story.ts'
import type { DemoCustomer, DemoProvider } from '../support/service-process.ts'

/**
 * A provider's whole life in a house of its own files, without any demo: from its draft to the last customer told. Two
 * administrators in Chromium, its own client (openid-client), and what the world reads of it after each step.
 */
const house = await openOwnHouse()
const { service, maker, customers } = house
const [first, other, third] = customers as [DemoCustomer, DemoCustomer, DemoCustomer]
const page = await house.windowOf('maker')
const name = '家計簿ノート株式会社'
const redirectUri = 'https://kakeibo.example/callback'
const ownKey = await keyOf('ES256', 'key-1')
let own = ''
let providerId = 0
let entry: DemoProvider
let client: TestProvider
let tokens: Awaited<ReturnType<TestProvider['finish']>>

/** The public list as anybody reads it. */
const theList = async (): Promise<string> => (await house.served('/public/providers.html')).text
const asPublished = async () => (await maker.publication.standing()).changes
/** Whatever is done to a connected provider, its row stays, and nothing has to be published. */
async function stillListed(): Promise<void> {
  expect(await theList()).toContain(name)
  expect(await asPublished()).toBe(0)
}
const refresh = () => client.refresh(tokens.refresh_token ?? '')

it('registered as a draft by one, with what is missing of it told', async () => {
  await page.goto(`${service.console}/providers/new`)
  await page.getByLabel('名称', { exact: true }).fill(name)
  await page.getByLabel('読み（カナ）').fill('カケイボノート')
  await page.getByLabel('サービス名（個人）').fill('家計簿ノート')
  await page.getByLabel('登録番号').fill('関東財務局長（電代）第77号')
  await page.getByRole('textbox', { name: 'リダイレクト先URL' }).fill(redirectUri)
  await page
    .getByRole('textbox', { name: '公開鍵（JWKS）' })
    .fill(JSON.stringify({ keys: [ownKey.publicJwk] }))
  await page.getByRole('button', { name: /署名アルゴリズム/ }).click()
  await page.getByRole('option', { name: 'ES256' }).click()
  await press(page, '登録する')
  await page.getByText('下書きとして登録しました。').waitFor()
  await press(page, '審査に進める')
  await page.getByRole('button', { name: '承認待ちにする' }).waitFor()
  own = page.url().replace(/\?.*/, '')
  providerId = Number(own.split('/').at(-1))
  const { clientId } = await maker.providers.find({ id: providerId })
  entry = {
    ...{ name, clientId, redirectUris: [redirectUri], dpop: true },
    ...{ scope: 'accounts balances transactions', privateJwk: ownKey.privateJwk },
  }
})

it('its connection test fails once, by the wrong algorithm, and is passed (R157, U33)', async () => {
  await page.getByRole('link', { name: '接続試験を開く' }).click()
  const issuer = await page.getByText(/^http:\/\/127\.0\.0\.1:\d+$/).innerText()
  const record = page.getByRole('button', { name: '合格として台帳に記録する' })
  expect(await record.isEnabled()).toBe(false)
  const { privateJwk } = await keyOf('PS256', 'key-1')
  const wrong = await TestProvider.open(issuer, { ...entry, privateJwk })
  await expect(wrong.start()).rejects.toMatchObject({ error: 'invalid_client' })
  // What comes from the provider stands there by itself within seconds; at once when it is asked for.
  await page.reload()
  await page.getByText('表明の署名アルゴリズムが PS256 です。登録は ES256 です。').waitFor()
  await page.getByText('the assertion is signed with PS256, registered is ES256').waitFor()
  await page.getByText('この入口には、連携デスクが動いている機械からしか接続できません').waitFor()
  await see(page, 'test-failed')
  const tested = await TestProvider.open(issuer, entry)
  const [known] = (await maker.connectionTest.find({ providerId })).customers
  const line = lineOf(tested, known as never)
  const token = await line.reads()
  await page.reload()
  await press(page, '試験の連携を当組合から終える')
  await page.getByText('試験の連携 1件を終えました。').waitFor()
  expect((await tested.get(token, '/accounts')).status).toBe(401)
  await line.wrongVerifier()
  await line.usedCode()
  await line.revokes()
  await page.reload()
  await page.getByText('必要な13項目のうち 13項目を確認').waitFor()
  await page.getByText('the code was redeemed twice').first().waitFor()
  await record.click()
  await page.getByText('この登録内容での合格を台帳に記録しました。').waitFor()
  await see(page, 'test-passed')
})

it('every folder of its ledger is filled by one and checked by the other, and two activate it (R6)', async () => {
  await page.goto(own)
  await press(page, '承認待ちにする')
  await press(page, '有効にする')
  await page.getByText('足りない項目か、もう一人が確認していない項目か').waitFor()
  await page.goto(`${own}/ledger`)
  const enter = async (item: string, fill: () => Promise<unknown>): Promise<void> => {
    await press(page, `${item}　記入する`)
    await fill()
    await answer(page, '保存する')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  const choose = (value: string) => () =>
    page.getByRole('dialog').getByText(value, { exact: true }).click()
  const type = (value: string) => () =>
    page.getByRole('dialog').getByRole('textbox').first().fill(value)
  // One of each folder by hand; its test is on the last one by itself.
  await enter('契約の形', choose('当組合の契約'))
  await enter('苦情・相談の窓口', type('03-0000-0077　平日9時〜18時'))
  await enter('登録日', type('令和2年4月1日'))
  await enter('賠償責任の分担', type('契約書第12条のとおり、業者が賠償する。'))
  await enter('財務の健全性', async () => {
    await choose('適')()
    await page.getByRole('dialog').getByLabel('根拠（文書番号・保管場所）').fill('決算書 2026-03')
  })
  await enter('チェックリストの版', type('2018年10月版'))
  await enter('再委託先の有無', choose('なし'))
  const mine = (await maker.ledger.find({ providerId })).entries
  expect(new Set(mine.map(({ item }) => item.split('.')[0])).size).toBe(8)
  const there = await house.windowOf('second')
  await there.goto(`${own}/ledger`)
  const checks = there.getByRole('button', { name: 'この区分を確認した' })
  await checks.first().waitFor()
  expect(await checks.count()).toBe(8)
  await checks.first().click()
  await expect.poll(() => checks.count()).toBe(7)
  await completeLedger(house, providerId)
  await there.reload()
  await there.getByText('足りないものはありません').waitFor()
  await see(there, 'ledger-whole')
  await page.goto(own)
  await press(page, '有効にする')
  await page.getByText('確認待ちに入れました。').waitFor()
  await there.goto(`${service.console}/`)
  await there.getByRole('button', { name: new RegExp(`${name} 内容を見る`) }).click()
  const dialog = there.getByRole('dialog', { name: new RegExp(name) })
  await dialog.getByText(redirectUri).waitFor()
  // The whole ledger, folder by folder; the buttons are in sight wherever it is scrolled.
  const whole = (await maker.ledger.find({ providerId })).entries
  const told = dialog.getByRole('region', { name: `導入台帳（${whole.length}項目）` })
  expect(await told.getByRole('heading', { level: 4 }).count()).toBe(8)
  expect(await told.getByRole('term').count()).toBe(whole.length)
  expect(await dialog.getByRole('region', { name: /登録（この申請では/ }).count()).toBe(1)
  for (const place of [told.getByRole('term').last(), dialog.getByRole('heading').first()]) {
    await place.scrollIntoViewIfNeeded()
    const agree = await there.getByRole('button', { name: '認めて実行する' }).boundingBox()
    expect((agree?.y ?? 0) + (agree?.height ?? 0)).toBeLessThanOrEqual(768)
    expect(agree?.y).toBeGreaterThan(0)
  }
  await see(there, 'activation-proposed')
  await press(there, '認めて実行する')
  await dialog.waitFor({ state: 'hidden' })
  await there.getByText(`認めました：API業者の状態を変更　${name}`).waitFor()
  client = await house.clientOf(entry)
})

it('its first customer links; nothing was published of it yet, which きょう says, and then it is (R16–R18)', async () => {
  tokens = await house.linkOf(client, first)
  expect((await client.get(tokens.access_token, '/accounts')).status).toBe(200)
  expect((await house.served('/public/providers.html')).status).toBe(404)
  await page.goto(`${service.console}/`)
  await page
    .getByText('連携中のAPI業者（1社）の一覧と公表事項を、まだ一度も公表していません')
    .waitFor()
  await page.getByRole('link', { name: '内容を見て公表する' }).click()
  await page.getByText('まだ一度も公表していません').waitFor()
  await see(page, 'publication-first')
  const csv = await publishes(page, house)
  expect(csv).toContain(`個人,${name},家計簿ノート,`)
  const html = await theList()
  for (const words of [name, '家計簿ノート', '契約書第12条のとおり', '現在'])
    expect(html).toContain(words)
  await stillListed()
})

it('its key is rotated with an overlap while its server refreshes on, without a failure (R14)', async () => {
  const next = await keyOf('ES256', 'key-2')
  const renewed = await house.clientOf({ ...entry, privateJwk: next.privateJwk })
  const refreshBy = (by: TestProvider) => by.refresh(tokens.refresh_token ?? '')
  let signer = client
  const beat = new Heartbeat(() => signer, tokens.refresh_token ?? '')
  const now = Math.floor(Date.now() / 1000)
  const register = async (...keys: object[]): Promise<void> => {
    await page.goto(`${own}/edit`)
    const field = page.getByRole('textbox', { name: '公開鍵（JWKS）' })
    await field.fill(JSON.stringify({ keys }))
    await page.getByRole('cell', { name: 'key-2' }).waitFor()
    await press(page, '保存する')
    await page.getByText('確認待ちに入れました。').first().waitFor()
  }
  await register(
    { ...ownKey.publicJwk, exp: now + 7 * 86_400 },
    { ...next.publicJwk, nbf: now - 60 },
  )
  // Until the second person has agreed the new key counts for nothing; then both do.
  await expect(refreshBy(renewed)).rejects.toMatchObject({ error: 'invalid_client' })
  await house.agree()
  await refreshBy(client)
  await refreshBy(renewed)
  signer = renewed
  await page.reload()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  // What was told when it was sent is no longer so, and is not told again.
  expect(await page.getByText('まだ何も変わっていません').count()).toBe(0)
  await see(page, 'keys-overlap')
  await register(next.publicJwk)
  await refreshBy(client)
  await house.agree()
  await expect(refreshBy(client)).rejects.toMatchObject({ error: 'invalid_client' })
  const { beats } = beat
  await expect.poll(() => beat.beats).toBeGreaterThan(beats + 2)
  await beat.stop()
  expect(beat.refusals).toEqual([])
  client = renewed
  entry = { ...entry, privateJwk: next.privateJwk }
  await stillListed()
})

it('a new redirect address takes two, and is refused until then (R14)', async () => {
  const moved = 'https://app.kakeibo.example/callback'
  await page.goto(`${own}/edit`)
  await page.getByRole('textbox', { name: 'リダイレクト先URL' }).fill(`${redirectUri}\n${moved}`)
  await press(page, '保存する')
  await page.getByText('確認待ちに入れました。').first().waitFor()
  await expect(client.start(undefined, moved)).rejects.toMatchObject({ status: 400 })
  await house.agree()
  const linked = await house.linkOf(client, other, moved)
  expect((await client.get(linked.access_token, '/accounts')).status).toBe(200)
  entry = { ...entry, redirectUris: [redirectUri, moved] }
  await stillListed()
})

/** A stop of the provider's own page: one person does it at once. */
async function stops(label: string, until?: string): Promise<void> {
  await page.goto(own)
  await press(page, label)
  const dialog = page.getByRole('alertdialog')
  await dialog.getByText(/続いている連携 個人 2件/).waitFor()
  await dialog.getByText('業者からの申出').click()
  if (until !== undefined) await dialog.getByLabel('停止の期日').fill(until)
  await dialog.getByRole('button', { name: label, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}
async function resumes(): Promise<void> {
  await page.goto(own)
  await press(page, '再開する')
  await page.getByText('確認待ちに入れました。').first().waitFor()
  await house.agree()
  await refresh()
}
const today = new Intl.DateTimeFormat('ja-JP', { timeZone: 'Asia/Tokyo' }).format()

it('新規停止: whoever has a link goes on with it, nobody new comes; two open it again', async () => {
  await stops('新規停止にする')
  await refresh()
  const started = await client.start()
  const walk = new FormCustomer({}, house.through)
  await walk.follow(started.url.href)
  await walk.signIn(third)
  expect(walk.last.text).toContain('新しい連携は受け付けていません')
  // A renewal of what lives is no new link.
  tokens = await house.linkOf(client, first)
  await stillListed()
  await resumes()
})

it('停止 with a last day: all is refused, きょう reminds of the day, and nothing resumes by itself (R10, R12)', async () => {
  await stops('停止する', today)
  await expect(refresh()).rejects.toMatchObject({ error: 'invalid_client' })
  await page.goto(`${service.console}/`)
  await page.getByText('停止の期日が来たAPI業者があります。自動では再開しません').waitFor()
  await see(page, 'today-stop-due')
  await page.getByRole('link', { name: '再開するかどうかを決める' }).click()
  await page.getByRole('row', { name: new RegExp(name) }).waitFor()
  await page.goto(`${service.console}/providers/due`)
  await page.getByRole('row', { name: /停止・新規停止の期日/ }).waitFor()
  await expect(refresh()).rejects.toMatchObject({ error: 'invalid_client' })
  await stillListed()
  await resumes()
})

it('事故 is recorded with a stop, told, worked through, and closed once two have resumed it (R162)', async () => {
  await page.goto(own)
  await press(page, '事故を記録する')
  await page.getByText('わかっていることだけ').waitFor()
  await see(page, 'incident-new')
  await press(page, '事故を記録する')
  await page.getByText('種類を選んでください。').waitFor()
  await see(page, 'incident-wrong')
  await page.getByText('すべて（停止）').click()
  await page.getByText('情報の漏えい・そのおそれ').click()
  await page.getByLabel('何が起きたか').fill('業者の画面で、他人の残高が表示された。')
  await page.getByLabel('窓口での案内').fill('連携を止めて調査しています。残高は守られています。')
  await page.getByLabel('再開の条件').fill('原因の報告書を受け取ること')
  await press(page, '事故を記録する')
  await page.getByText('事故を記録し、業者を止めました').waitFor()
  await expect(refresh()).rejects.toMatchObject({ error: 'invalid_client' })
  await stillListed()
  await see(page, 'incident')
  const told = '個人情報保護委員会への報告'
  await step(page, told).getByRole('button', { name: '済んだことを記録' }).click()
  await page.getByLabel('日時').fill('きのう')
  await answer(page, '済んだことを記録')
  await page.getByText('日時として読めません').waitFor()
  await see(page, 'step')
  await page.getByLabel('日時').fill('2026/1/5 2:10')
  await page.getByLabel('相手・担当').fill('個人情報保護委員会事務局')
  await answer(page, '済んだことを記録')
  await step(page, told).getByText('済み').waitFor()
  await step(page, '対象のお客さまの一覧').getByRole('button', { name: 'CSV' }).click()
  const csv = await downloaded(page, () => answer(page, '書き出す'))
  expect(csv.toString()).toContain('期間中の提供回数')
  for (const { customerNumber } of [first, other]) expect(csv.toString()).toContain(customerNumber)
  for (const one of ['API業者への連絡', '全信組連への報告', '財務局への報告', 'お客さまへの連絡'])
    await needless(one)
  await step(page, '再開').getByRole('button', { name: '再開を申請' }).click()
  await page.getByRole('alertdialog').getByText('原因の報告書を受け取ること').waitFor()
  await see(page, 'resume')
  await answer(page, '有効にする')
  await page.getByText('確認待ちに入れました。').first().waitFor()
  await house.agree()
  await refresh()
  await page.reload()
  await press(page, '手続を完了する')
  await see(page, 'close')
  await answer(page, '手続を完了する')
  await page.getByText('完了しました。').waitFor()
  await see(page, 'incident-closed')
})

async function needless(one: string): Promise<void> {
  await step(page, one).getByRole('button', { name: '不要にする' }).click()
  await page.getByLabel('説明').fill('今回は当たらない')
  await answer(page, '不要にする')
  await step(page, one).getByRole('button', { name: '不要にする' }).waitFor({ state: 'detached' })
}

const renamed = '家計簿ノートホールディングス株式会社'
it('another name is of the same legal person, agreed to by two, and on the public list once it is published (R163, R164)', async () => {
  await page.goto(`${own}/edit`)
  await page.getByLabel('名称', { exact: true }).fill(renamed)
  await page.getByLabel('適用日').fill('あした')
  await press(page, '保存する')
  await page.getByText('同じ法人だと確かめた根拠を書いてください。').waitFor()
  await page.getByText('日付として読めません').waitFor()
  // Who saves at the end of a long form is led to its first wrong field.
  const day = page.getByLabel('適用日')
  await expect.poll(() => day.evaluate((field) => field === document.activeElement)).toBe(true)
  await see(page, 'renamed-wrong')
  await page.getByLabel('同じ法人だと確かめた根拠').fill('履歴事項全部証明書（商号変更）')
  await page.getByLabel('適用日').fill('2099/4/1')
  await press(page, '保存する')
  await page.getByText('確認待ちに入れました。').first().waitFor()
  await house.agree()
  await page.goto(own)
  await page.getByText(`${name} → ${renamed}`).waitFor()
  await see(page, 'planned')
  await press(page, '取りやめる')
  await page.getByText(`${name} → ${renamed}`).waitFor({ state: 'detached' })
  // It is moved forward: at once.
  await page.goto(`${own}/edit`)
  await page.getByLabel('名称', { exact: true }).fill(renamed)
  await page.getByLabel('同じ法人だと確かめた根拠').fill('履歴事項全部証明書（商号変更）')
  await press(page, '保存する')
  await page.getByText('確認待ちに入れました。').first().waitFor()
  await stillListed()
  await house.agree()
  // Its links go on: it is the same legal person.
  await refresh()
  await page.goto(`${service.console}/`)
  await page.getByText('公表している一覧と登録が違います').waitFor()
  expect(await theList()).not.toContain(renamed)
  const csv = await publishes(page, house)
  expect(csv).toContain(`個人,${renamed},`)
  expect(await theList()).toContain(renamed)
})

const successorName = '家計簿連合株式会社'
let successor: TestProvider
let successorTokens: typeof tokens
let successorId = 0
it('another provider, which will take over, is connected beside it and published', async () => {
  const { publicJwk, privateJwk } = await keyOf('ES256', 'next-1')
  const redirectUris = ['https://rengo.example/callback']
  const made = await maker.providers.create({
    ...plainProvider,
    ...{ name: successorName, kana: 'カケイボレンゴウ', servicePersonal: '家計簿連合' },
    ...{ serviceBusiness: '', registrationNumber: '関東財務局長（電代）第78号', contact: '' },
    ...{ channels: ['personal'], scopes: ['accounts', 'balances', 'transactions'], jwksUri: '' },
    ...{
      redirectUris,
      jwks: { keys: [publicJwk as never] },
      signingAlgorithm: 'ES256',
      dpop: true,
    },
  })
  successorId = made.id
  await completeLedger(house, successorId)
  for (const to of ['review', 'approval', 'active'] as const) {
    const { version } = await maker.providers.find({ id: successorId })
    await maker.providers.changeStatus({ id: successorId, version, to, reason: '' })
  }
  await house.agree()
  const { clientId } = await maker.providers.find({ id: successorId })
  const scope = 'accounts balances transactions'
  successor = await house.clientOf({
    ...{ name: successorName, clientId, redirectUris, scope, dpop: true, privateJwk },
  })
  const csv = await publishes(page, house)
  // 五十音順: リ comes after ノ.
  expect(csv.indexOf(renamed)).toBeLessThan(csv.indexOf(successorName))
  expect(await theList()).toContain(successorName)
})

it('終了 by a merger (R160, R164, R165): announced, letters to its customers, ended by two, off the list, closed; the successor gets nothing', async () => {
  await page.goto(own)
  await press(page, '終了の手続を始める')
  const begin = page.getByRole('button', { name: '終了の手続を始める' })
  await begin.click()
  await page.getByText('きっかけを選んでください。').waitFor()
  await see(page, 'ending-new')
  await page.getByText('合併・承継', { exact: true }).click()
  await page.getByLabel('お知らせの日').fill('2099/1/4')
  await page.getByLabel('終了日').fill('2099/3/31')
  await page.getByRole('button', { name: /承継先/ }).click()
  await page.getByRole('option', { name: new RegExp(successorName) }).click()
  await begin.click()
  await page.getByText('始めました。').waitFor()
  await see(page, 'ending')
  await step(page, '新規停止').getByRole('button', { name: '新規停止にする' }).click()
  await page
    .getByRole('alertdialog')
    .getByText(/続いている連携 個人 2件/)
    .waitFor()
  await see(page, 'restrict')
  await answer(page, '新規停止にする')
  await step(page, '新規停止').getByText('済み').waitFor()
  await refresh()
  const letters = await downloaded(page, () =>
    step(page, 'お客さまへの書面').getByRole('button', { name: '書面をつくる' }).click(),
  )
  const text = (await pdfText(letters)).join('').replaceAll(/\s/g, '')
  for (const words of [
    '令和81年3月31日をもって終了いたします',
    `${successorName}が承継します。API連携は引き継がれません`,
    ...[first, other].map((one) => one.name.replace(' ', '')),
  ])
    expect(text).toContain(words)
  // A PDF that was lost is made once more, also by whoever opens the page later; no step is written for it.
  await page.reload()
  const letterStep = step(page, 'お客さまへの書面')
  await letterStep.getByText('つくった書面 2通・まだ書面のないお客さま 0人').waitFor()
  const again = await downloaded(page, () =>
    letterStep.getByRole('button', { name: '1〜2通目 つくり直す' }).click(),
  )
  expect((await pdfText(again)).join('').replaceAll(/\s/g, '')).toBe(text)
  await page.getByText('1〜2通目のうち、いまも対象の2通をつくり直しました。').waitFor()
  await see(page, 'letters')
  await letterStep.getByText(/:[0-9]{2}\s2通/).waitFor()
  await step(page, '終了').getByRole('button', { name: '終了を申請' }).click()
  await answer(page, '確認待ちに入れる')
  await page.getByText('確認待ちに入れました。').first().waitFor()
  await refresh()
  await house.agree()
  await expect(refresh()).rejects.toMatchObject({ error: 'invalid_client' })
  await expect(successor.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  })
  await page.reload()
  await step(page, '終了').getByText('済み').waitFor()
  const list = step(page, '公表の一覧から外す')
  await list.getByText('まだ載っています。公表し直してください。').waitFor()
  expect(await list.getByRole('button').count()).toBe(0)
  await see(page, 'still-listed')
  const ending = page.url()
  await page.goto(`${service.console}/`)
  await page.getByText('終了した業者が、公表の一覧にまだ載っています。').waitFor()
  const csv = await publishes(page, house)
  expect(csv).not.toContain(renamed)
  expect(csv).toContain(successorName)
  expect(await theList()).not.toContain(renamed)
  await page.goto(ending)
  await list.getByText('済み').waitFor()
  await list.getByRole('link', { name: '公表する一覧' }).waitFor()
  for (const one of ['終了のお知らせ（公表）', '書面の発送', '契約の終了']) {
    await step(page, one).getByRole('button', { name: '済んだことを記録' }).click()
    await page.getByLabel('根拠').fill('文書 12')
    await answer(page, '済んだことを記録')
    await step(page, one).getByText('済み').waitFor()
  }
  await needless('対象のお客さまの一覧')
  await press(page, '手続を完了する')
  await answer(page, '手続を完了する')
  await page.getByText('完了しました。').waitFor()
  await see(page, 'ended')
})

it('one that has ended is changed no more: its form says so and offers nothing to save', async () => {
  await page.goto(`${own}/edit`)
  await page.getByText('このAPI業者は終了しています。何も保存していません。').waitFor()
  expect(await page.getByRole('button', { name: '保存する', exact: true }).count()).toBe(0)
  await see(page, 'edit-ended')
  await page.getByRole('button', { name: '業者のページを開く' }).click()
  await page.waitForURL(own)
})

it('承継: shown on both, and a customer goes on with the successor by a new consent alone (R164)', async () => {
  await page.goto(`${service.console}/providers/${successorId}`)
  await page.getByText(new RegExp(`承継元：.*${renamed}`)).waitFor()
  const linked = await house.linkOf(successor, first)
  expect((await successor.get(linked.access_token, '/accounts')).status).toBe(200)
  successorTokens = linked
})

it('the day after a 停止 was to end it stands as before, which きょう, 期日 and its page say; two resume it (R10, R12)', async () => {
  const { version } = await maker.providers.find({ id: successorId })
  await maker.providers.changeStatus({
    ...{ id: successorId, version, to: 'suspended', cause: 'own-request', reason: '' },
    until: today,
  })
  await house.wakesLater(86_400_000)
  const page = await house.windowOf('maker')
  const { console } = house.service
  const renewed = () => successor.refresh(successorTokens.refresh_token ?? '')
  await page.goto(`${console}/`)
  await page.getByText('停止の期日が来たAPI業者があります。自動では再開しません').waitFor()
  await page.getByText(/期日：超過 [1-9]/).waitFor()
  await page.goto(`${console}/providers/due`)
  const row = page.getByRole('row', { name: /停止・新規停止の期日/ })
  expect(await row.innerText()).toMatch(new RegExp(`超過[^]*${successorName}`))
  await row.getByRole('link', { name: successorName }).click()
  await page.getByText('停止の期日が過ぎました。自動では再開しません').waitFor()
  await see(page, 'stop-over')
  await expect(renewed()).rejects.toMatchObject({ error: 'invalid_client' })
  await press(page, '再開する')
  await page.getByText('確認待ちに入れました。').first().waitFor()
  await expect(renewed()).rejects.toMatchObject({ error: 'invalid_client' })
  await house.agree()
  await renewed()
  await page.reload()
  await page.getByText('続いている連携').first().waitFor()
  expect(await page.getByText('停止の期日').count()).toBe(0)
})

it('全体停止: its page and 利用状況 say that we refuse it and what goes on, and count it by its cause (R131)', async () => {
  const page = await house.windowOf('maker')
  const { console } = house.service
  await house.maker.system.halt({ reason: '訓練' })
  await expect(successor.refresh(successorTokens.refresh_token ?? '')).rejects.toMatchObject({
    cause: { status: 503 },
  })
  await page.goto(`${console}/providers/${successorId}`)
  await page.getByText('全体停止中：API業者との').waitFor()
  await page.getByText('temporarily_unavailable', { exact: true }).waitFor()
  await see(page, 'halted')
  await page.goto(`${console}/providers/${successorId}/traffic`)
  await page.getByRole('row', { name: /全体停止のため 1 .*API業者の誤りではありません/ }).waitFor()
  await press(page, '再開を申請する')
  await page.getByText('確認待ちに入れました。').first().waitFor()
  await house.agree()
  await successor.refresh(successorTokens.refresh_token ?? '')
  expect(house.problems).toEqual([])
})
