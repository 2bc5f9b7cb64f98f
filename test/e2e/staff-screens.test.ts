import type { Page } from 'playwright-core'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { secondAgrees } from '../support/agree.ts'
import { enrol, expectMissing, signIn as signInTo } from '../support/console-page.ts'
import { openDesk } from '../support/desk-client.ts'
import { inspect, inspectIn } from '../support/inspect.ts'
import { consoleLooks } from '../support/looks.ts'
import { atCounter } from '../support/request-steps.ts'
import { startService } from '../support/service-process.ts'
import { openStory } from '../support/story.ts'

/** The desk's other screens, full and empty, with their dialogs open: no axe violation, nothing clipped. */
const { service, browser, problems, signIn, link } = await openStory()
beforeAll(async () => {
  for (const index of [1, 2]) {
    const { provider, tokens } = await link(index, 0)
    await provider.get(tokens.access_token, '/accounts')
  }
  // What waits on the day's page: a call broken off, an emergency stop, everything of a customer.
  const { desk } = openDesk(service.console)
  await desk.staff.signIn({ loginId: 'sato', password: service.demo.staff[0]?.password ?? '' })
  const phone = (customerId: number) =>
    desk.requests.open({
      customerId,
      requestChannel: 'phone',
      requester: 'self',
      otherBranchReason: '',
    })
  await phone(2)
  await desk.requests.act({
    requestId: (await phone(3)).id,
    kind: 'emergency',
    scope: { kind: 'customer' },
    reason: 'lost-or-stolen',
    note: '',
  })
  const counter = await atCounter(desk, 1)
  await desk.requests.act({
    requestId: counter.id,
    kind: 'revoke',
    scope: { kind: 'customer' },
    reason: 'no-longer-used',
    note: '',
    confirmation: '鈴木一郎',
  })
  await desk.requests.describe({
    id: counter.id,
    requestChannel: 'branch',
    requester: 'self',
    requesterName: '鈴木 一郎',
    callbackPhone: '090-0123-4567',
    note: '長男が同席。家計簿アプリを乗り換えるため、いまの連携をすべて終えたいとのこと。',
    answer: '検印のあとで止まること、渡った情報は消えないことを伝えた。',
    complaint: true,
  })
})

it('today (U34), requests, approval, staff, files: no violation, nothing wider than the window', async () => {
  const page = await signIn('miura', { viewport: consoleLooks[0] })
  const see = (name: string) => inspectIn(page, consoleLooks, `desk-${name}`, { fullPage: true })
  const visit = async (path: string, heading: string | RegExp): Promise<void> => {
    await page.goto(`${service.console}${path}`)
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
  }
  await visit('/', 'きょう')
  await page.getByRole('link', { name: /検印待ち/ }).waitFor()
  await see('today')
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: '画面をロック' }).waitFor()
  await see('palette')
  for (const view of ['unfinished', 'to-approve', 'overdue', 'today', 'complaints']) {
    await visit(`/requests?view=${view}`, '受付')
    await page.getByRole('row').nth(1).or(page.getByText('当てはまる受付はありません')).waitFor()
    await see(`requests-${view}`)
  }
  await visit('/requests?view=to-approve', '受付')
  await page
    .getByRole('row', { name: /鈴木 一郎/ })
    .first()
    .press('Enter')
  await page.getByRole('button', { name: '検印しない' }).click()
  await page.getByText('検印しない理由を書いてください').waitFor()
  await see('approval')
  await visit('/customers/1', /鈴木 一郎/)
  await page.getByRole('row').nth(1).waitFor()
  await see('customer')
  await page.getByRole('button', { name: '第三者提供記録を見る' }).click()
  await page.getByRole('table', { name: '提供先ごと' }).waitFor()
  await see('provisions')
  await visit('/customers/3', /佐々木 健太/)
  await page.getByText('このお客さまは緊急停止中です').waitFor()
  await see('stopped')
  await visit('/grants', '連携')
  await page.getByRole('row').nth(1).waitFor()
  await page.getByRole('button', { name: '表示', exact: true }).click()
  await page.getByRole('dialog', { name: '表示' }).waitFor()
  await see('list-menu')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'CSV' }).click()
  await page.getByRole('dialog', { name: 'CSVに書き出す' }).waitFor()
  await see('csv')
  await page.keyboard.press('Escape')
  await visit('/providers/3', /マネーツリー/)
  await page.getByRole('button', { name: '連携をすべて終える' }).click()
  await page.getByRole('button', { name: '検印へ回す' }).click()
  await page.getByText('名前が一致しません').waitFor()
  await see('end-all')
  await page.keyboard.press('Escape')
  await visit('/staff', '職員')
  await page.getByRole('row', { name: /sato/ }).waitFor()
  await see('staff')
  await page.getByRole('row', { name: /sato/ }).press('Enter')
  await page.getByRole('dialog', { name: '職員の変更' }).waitFor()
  await see('staff-edit')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '職員を登録' }).click()
  const fresh = page.getByRole('dialog', { name: '職員を登録' })
  await fresh.getByRole('button', { name: '登録する' }).click()
  await fresh.getByText('入力してください。').waitFor()
  await see('staff-new')
  const loginId = 'newcomer'
  await fresh.getByLabel('職員ID').fill(loginId)
  await fresh.getByLabel('氏名').fill('長谷川 真由美子')
  await fresh.getByRole('button', { name: /店/ }).click()
  await page.getByRole('option').first().click()
  await fresh.getByRole('button', { name: '登録する' }).click()
  const banner = page.getByText(/長谷川 真由美子 さんの登録コード/)
  await banner.waitFor()
  await see('staff-hand-over')
  const code = /: (\S+)/.exec(await banner.innerText())?.[1] ?? ''
  expect(code).not.toBe('')
  // What cannot be shown again once it is closed does not stand in 通知 either (U23).
  await page.getByRole('button', { name: '閉じる', exact: true }).click()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('t')
  const told = page.getByRole('dialog', { name: '通知' })
  await told.getByText('登録コードが出ました').waitFor()
  expect(await told.innerText()).not.toContain(code)
  await page.keyboard.press('Escape')
  await visit('/retention', '保存期間と削除')
  await page.getByText('削除したことはありません').waitFor()
  await see('retention')
  await visit('/customers', 'お客さま')
  await page.getByRole('row').nth(3).waitFor()
  await see('customers')
  await visit('/providers?view=failing', 'API業者')
  await page.getByText('いま失敗の多いAPI業者はありません').waitFor()
  await see('providers-failing')
  await visit('/settings', '設定')
  await page.getByRole('heading', { name: '受付と本人確認' }).waitFor()
  await see('settings')
  await page.context().close()

  const newcomer = await browser.newContext({ locale: 'ja-JP', viewport: consoleLooks[0] })
  const first = await newcomer.newPage()
  await first.goto(service.console)
  await enrol(first, { loginId, code, password: 'わたしだけの合言葉ですよ' }, () =>
    inspectIn(first, consoleLooks, 'desk-enrolment', { fullPage: true }),
  )
  await first.getByText('サーバー稼働中').waitFor()
  await newcomer.close()
})
it('two administrators end a provider: nothing stops at the first word, everything at the second (R128)', async () => {
  const { provider, tokens } = await link(3, 0)
  const { name } = provider.entry
  const reads = async () => (await provider.get(tokens.access_token, '/accounts')).status
  const begun = await provider.start()
  const maker = await signIn('miura', { viewport: consoleLooks[0] })
  const see = (page: Page, what: string) =>
    inspectIn(page, consoleLooks, `desk-end-${what}`, { fullPage: true })
  await maker.goto(`${service.console}/providers/4`)
  await maker.getByRole('button', { name: '終了する' }).click()
  const dialog = maker.getByRole('alertdialog', { name: 'API業者の終了' })
  await dialog.getByText('影響：お客さま 1人、続いている連携 個人 1件・法人 0件').waitFor()
  const ask = dialog.getByRole('button', { name: '確認待ちに入れる' })
  await ask.click()
  await dialog.getByText('きっかけを選んでください').waitFor()
  await see(maker, 'ask')
  await dialog.getByLabel('契約終了').check()
  await dialog.getByLabel('理由の説明').fill('2026年11月30日付')
  await ask.click()
  await maker.getByText('確認待ちに入れました').waitFor()
  await see(maker, 'waits')
  const today = await maker.context().newPage()
  await today.goto(service.console)
  const waiting = (page: Page) =>
    page.getByRole('button', { name: new RegExp(`${name} 内容を見る`) })
  await waiting(today).click()
  await today.getByText('申請した本人は認められません').waitFor()
  expect(await today.getByRole('button', { name: '認めて実行する' }).count()).toBe(0)
  await today.close()
  expect(await reads()).toBe(200)

  const second = await signIn('kagaya', { viewport: consoleLooks[0] })
  await waiting(second).click()
  // What is read at the second word is what was read at the first: it is for good, how many links, and why.
  const decision = second.getByRole('dialog')
  for (const words of ['終了は取り消せず', '終わる連携（この数まで）', '2026年11月30日付'])
    await decision.getByText(words).first().waitFor()
  await see(second, 'decide')
  await decision.getByRole('button', { name: '認めて実行する' }).click()
  await decision.waitFor({ state: 'detached' })
  expect(await reads()).toBe(401)
  // Where it was asked for, what became of it is told in place of what waited, and the page is read anew.
  await maker.getByText(/さんが認め、実行されました/).waitFor()
  expect(await maker.getByText('確認待ちに入れました').count()).toBe(0)
  await maker.getByText('終了　契約終了').waitFor()
  await maker.context().close()
  await second.goto(`${service.console}/providers/4`)
  await second.getByText('終了　契約終了').waitFor()
  // Nothing more can be done with it.
  expect(await second.getByRole('main').getByRole('button').allInnerTexts()).toEqual([
    '操作の記録を見る',
  ])
  await see(second, 'ended')
  await second.goto(begun.url.href)
  await second.getByText('との連携は終わりました').first().waitFor()
  await second.context().close()
})

it('the authenticator is set up at the first sign-in of a role that needs one', async () => {
  const { desk } = openDesk(service.console)
  await desk.staff.signIn({ loginId: 'miura', password: service.demo.staff[2]?.password ?? '' })
  const all = await desk.settings.find()
  const value = { ...all.requests, secondFactorRoles: ['auditor' as const] }
  await desk.settings.save({ key: 'requests', seen: all.requests, value })
  await secondAgrees(service)
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'ja-JP',
    colorScheme: 'dark',
  })
  const page = await context.newPage()
  await page.goto(service.console)
  await expectMissing(page, 'ログイン', '職員ID')
  await page.getByLabel('職員ID').fill('hori')
  await expectMissing(page, 'ログイン', 'パスワード')
  await page.getByLabel('パスワード').fill(service.demo.staff[3]?.password ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('img', { name: /QRコード/ }).waitFor()
  await expectMissing(page, '登録する', '認証アプリのコード')
  await page.getByLabel('認証アプリのコード').fill('０００ ０００')
  await page.getByRole('button', { name: '登録する' }).click()
  await page.getByText('コードが違います').waitFor()
  await inspect(page, 'desk-enrol', { fullPage: true })
  await context.close()
})

it.each([
  ['85d', '期限間近', 'warn', 'あと5日'],
  ['91d', '期限切れ', 'danger', ''],
])(
  '%s later a grant is %s, by word and shape as well as colour (R70)',
  async (offset, word, tone, left) => {
    await service.stop()
    const later = await startService(['--clock-offset', offset], service.folder)
    onTestFinished(() => later.stop().then(() => {}))
    const page = await signInTo(browser, later, 'miura', problems)
    await page.goto(`${later.console}/grants`)
    const row = page.getByRole('row').filter({ hasText: word }).first()
    await row.waitFor()
    expect(await row.innerText()).toContain(left)
    const badge = row.locator('span[class*=badge]')
    expect((await badge.innerText()).replace(/\s+/g, ' ')).toMatch(new RegExp(`^[▲✕] ${word}$`))
    expect(await badge.getAttribute('class')).toContain(tone)
    await page.context().close()
  },
)

it('the console ran without an error and without a CSP violation', () => {
  expect(problems).toEqual([])
})
