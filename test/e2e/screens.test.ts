import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { enrolAuthenticator } from '../support/console-page.ts'
import { openDesk } from '../support/desk-client.ts'
import { inspect, inspectIn } from '../support/inspect.ts'
import { consentLooks, consoleLooks } from '../support/looks.ts'
import { fillDigits, TestProvider } from '../support/provider-client.ts'
import { type RunningService, removeFolder, startService } from '../support/service-process.ts'
import { openStory } from '../support/story.ts'

/** Every screen and state, at the sizes people have: no axe violation, nothing clipped, no CSP violation. SCREENSHOTS=dir keeps the pictures. */
const { service, browser, problems, link } = await openStory()

function watch(page: Page): Page {
  page.on(
    'console',
    (message) =>
      message.type() === 'error' &&
      !/status of 4|net::ERR_/.test(message.text()) &&
      problems.push(`${page.url()}: ${message.text()}`),
  )
  page.on('pageerror', (error) => problems.push(error.message))
  return page
}

describe('consent screens', () => {
  it('every step and every state', async () => {
    const context = await browser.newContext({ viewport: consentLooks[0], locale: 'ja-JP' })
    const page = watch(await context.newPage())
    const provider = await TestProvider.open(service.issuer, service.demo.providers[6] as never)
    const customer = service.demo.customers[2] as RunningService['demo']['customers'][number]
    const link = await provider.start()
    const base = await page.goto(link.url.href).then(() => page.url().replace(/\/[^/]+$/, ''))
    const see = (name: string) =>
      inspectIn(page, consentLooks, `consent-${name}`, { fullPage: true, clips: true })
    await see('p1')
    await page.getByLabel('ログインID').fill('nobody')
    await page.getByLabel('ログインパスワード').fill('wrong')
    await page.getByRole('button', { name: 'API連携' }).click()
    await page.getByRole('alert').waitFor()
    await see('p1-wrong')
    await page.goto(`${base}/permit`)
    await see('out-of-order')
    await page.getByRole('link', { name: 'はじめから' }).click()
    await page.getByLabel('ログインID').fill(customer.loginId)
    await page.getByLabel('ログインパスワード').fill(customer.password)
    await page.getByRole('button', { name: 'API連携' }).click()
    await page.getByText('入力桁数の指定').waitFor()
    await see('p2')
    await fillDigits(
      page,
      customer.userNumber.replace(/\d/g, (d) => String((Number(d) + 1) % 10)),
    )
    await page.getByRole('button', { name: '次へ' }).click()
    await page.getByRole('alert').waitFor()
    await see('p2-wrong')
    await page.goBack()
    await page.getByText('入力桁数の指定').waitFor()
    await fillDigits(page, customer.userNumber)
    await page.getByRole('button', { name: '次へ' }).click()
    await page.getByLabel('回答を入力').waitFor()
    await see('p3')
    await page.getByLabel('回答を入力').fill('ちがう')
    await page.getByRole('button', { name: '認証' }).click()
    await page.getByRole('alert').waitFor()
    await see('p3-wrong')
    const question = await page.locator('dl.question dd').innerText()
    await page
      .getByLabel('回答を入力')
      .fill(customer.questions.find((entry) => entry.question === question)?.answer ?? '')
    await page.getByRole('button', { name: '認証' }).click()
    await page.getByRole('button', { name: '許可', exact: true }).waitFor()
    await see('p4')
    await page.goto(`${service.issuer}/terms`)
    await see('terms')
    await page.goto(`${service.issuer}/auth?client_id=x&request_uri=urn:x`)
    await see('refused')
    await page.goto(`${service.issuer}/consent/unknown/sign-in`)
    await see('finished')
    await context.close()
  })
})

/** The officer's word for the newest act: head office could have given the answers, so that it does not end a link alone. */
async function approve(): Promise<void> {
  const { desk } = openDesk(service.console)
  await desk.staff.signIn({ loginId: 'kudo', password: service.demo.staff[1]?.password ?? '' })
  const due = { view: 'to-approve', branchCode: null, after: null, limit: 1 } as const
  const [request] = (await desk.requests.list(due)).rows
  const acts = request ? (await desk.requests.find({ id: request.id })).acts : []
  for (const { id } of acts) await desk.requests.decide({ actId: id, approve: true, note: '' })
}

describe('console screens', () => {
  it('every screen, full and empty, with its dialogs', async () => {
    const context = await browser.newContext({ viewport: consoleLooks[0], locale: 'ja-JP' })
    for (const index of [0, 2]) {
      const { provider, tokens } = await link(index, 0)
      await provider.get(tokens.access_token, '/accounts')
    }
    const page = watch(await context.newPage())
    const see = (name: string) =>
      inspectIn(page, consoleLooks, `console-${name}`, { fullPage: true, clips: true })
    await page.goto(service.console)
    await page.getByLabel('職員ID').waitFor()
    await see('sign-in')
    await page.getByLabel('職員ID').fill('miura')
    await page.getByLabel('パスワード').fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await see('sign-in-wrong')
    await page.getByLabel('パスワード').fill(service.demo.staff[2]?.password ?? '')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'きょう' }).waitFor()
    await page.getByText('サーバー稼働中').waitFor()
    await see('today')
    await page.getByRole('combobox').fill('スズキ')
    await page.getByRole('option').first().waitFor()
    await see('search')
    await page.getByRole('combobox').fill('ありえない名前')
    await page.getByText('当てはまるものはありません').waitFor()
    await see('search-none')
    await page.goto(`${service.console}/customers/1`)
    await page
      .getByRole('row', { name: /マネーツリー/ })
      .first()
      .waitFor()
    await see('customer')
    await page.goto(`${service.console}/customers/77`)
    await page.getByText('このお客さまの連携はありません').waitFor()
    await see('customer-empty')
    await page.goto(`${service.console}/customers/99999999`)
    await page.getByRole('alert').waitFor()
    await see('customer-unknown')
    await page.goto(`${service.console}/customers/1`)
    await page.getByRole('button', { name: /受付を始める/ }).click()
    const asks = page.getByRole('form', { name: '本人確認' })
    await asks.getByLabel('生年月日（必須）').waitFor()
    await page.getByText('本人確認が済むと').waitFor()
    await asks.getByLabel('氏名（必須）').fill('鈴木一郎')
    await asks.getByLabel('生年月日（必須）').fill('S50.4.13')
    await asks.getByRole('button', { name: '確かめる' }).click()
    await asks.getByText('不一致').waitFor()
    await asks.getByRole('button', { name: '登録番号を表示' }).click()
    await asks.getByText('この番号だけにかけ直します').waitFor()
    await see('identity')
    await asks.getByLabel('生年月日（必須）').fill('昭和50年4月12日')
    await asks.getByRole('button', { name: '確かめる' }).click()
    await asks.getByText('1975/04/12').waitFor()
    await asks.getByRole('button', { name: '折り返して本人と話した' }).click()
    await page
      .getByRole('checkbox', { name: /マネーツリー/ })
      .first()
      .check()
    await see('identity-met')
    await page.getByRole('button', { name: '停止', exact: true }).click()
    await page.getByRole('alertdialog', { name: '期限つきの停止' }).waitFor()
    await see('hold')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '緊急停止' }).click()
    await page.getByRole('alertdialog', { name: '緊急停止' }).waitFor()
    await see('emergency')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '受付を終える' }).click()
    await page.getByRole('button', { name: '終える', exact: true }).click()
    await page.getByText('内容を書いてください。').waitFor()
    await see('close-request')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '解除', exact: true }).click()
    await page.getByRole('button', { name: '検印へ回す' }).click()
    await page.getByText('解除の記録に必要です').first().waitFor()
    await see('revoke')
    await page.getByLabel('利用終了').check()
    await page.getByRole('button', { name: '検印へ回す' }).click()
    await page.getByText('役席の検印を待っています').waitFor()
    await see('revoke-waits')
    await approve()
    await page.reload()
    await page.getByRole('heading', { name: '解除の証拠' }).waitFor()
    await page
      .getByRole('row', { name: /マネーツリー/ })
      .first()
      .press('Enter')
    await page.getByRole('list', { name: '経過' }).waitFor()
    await page.getByText('お伝えすること').waitFor()
    await see('proof')
    for (const [path, heading] of [
      ['/requests', '受付'],
      ['/requests?view=all', '受付'],
      ['/requests/1', '受付 U-'],
      ['/grants', '連携'],
      ['/grants?status=ended', '連携'],
      ['/providers', 'API業者'],
      ['/providers/2', '株式会社マネーフォワード'],
      ['/providers/1/ledger', '導入台帳'],
      ['/providers/2/ledger', '導入台帳'],
      ['/providers/due', '期日'],
      ['/audit', '監査'],
      ['/system', '稼働状況'],
      ['/nowhere', 'このページはありません'],
    ] as const) {
      await page.goto(`${service.console}${path}`)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
      await page.getByText('サーバー稼働中').waitFor()
      await see(`page${path.replace(/\W+/g, '-')}`)
    }
    await page.goto(`${service.console}/audit`)
    await page.getByRole('button', { name: 'つながりを確かめる' }).click()
    await page.getByText('すべてつながっています').waitFor()
    await see('audit-verified')
    await page.getByRole('row').nth(1).press('Enter')
    await page.getByRole('dialog').waitFor()
    await see('audit-detail')
    await page.keyboard.press('Escape')
    await page.goto(`${service.console}/providers/2`)
    await page.getByRole('button', { name: '停止する' }).click()
    await page.getByRole('alertdialog').waitFor()
    await see('suspend')
    await page.keyboard.press('Escape')
    await page.goto(`${service.console}/providers/new`)
    await page.getByRole('button', { name: '登録する' }).click()
    await page.getByText('入力してください。').first().waitFor()
    await see('provider-new')
    await page.goto(service.console)
    await page.getByRole('heading', { name: 'きょう' }).waitFor()
    await page.getByRole('heading', { name: 'きょう' }).click()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'キー操作' }).waitFor()
    await see('keys')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /三浦 京子/ }).click()
    await page.getByRole('menuitem', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Today' }).waitFor()
    await see('english')
    await page.getByRole('button', { name: /三浦 京子/ }).click()
    await page.getByRole('menuitem', { name: 'Lock screen' }).click()
    await page.getByRole('heading', { name: 'The screen is locked' }).waitFor()
    await see('locked')
    expect(await page.content()).not.toContain('鈴木')
    await context.close()
  })
})

describe('the first set-up', () => {
  it('is one page that says what is missing', async () => {
    const empty = await startService([], undefined, false)
    const page = watch(
      await (
        await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'ja-JP' })
      ).newPage(),
    )
    await page.goto(empty.console)
    await page.getByRole('heading', { name: 'はじめての設定' }).waitFor()
    await inspect(page, 'setup')
    await page.getByRole('button', { name: '設定を終える' }).click()
    await page.getByText('入力してください。').first().waitFor()
    await inspect(page, 'setup-missing')
    await page
      .getByRole('textbox', { name: '確認コード' })
      .fill(/コード: (\S+)/.exec(empty.stderr())?.[1] ?? '')
    await page.getByLabel('信用組合の名称').fill('試験信用組合')
    await page.getByLabel('金融機関コード').fill('２０７５')
    await page.getByLabel('代表の電話番号').fill('018-000-0000')
    await page.getByLabel('氏名').fill('管理 花子')
    await page.getByLabel('職員ID').fill('admin')
    await page.getByLabel('パスワード', { exact: true }).fill('long-enough-password')
    await page.getByLabel('パスワード（もう一度）').fill('long-enough-password')
    await page.getByRole('button', { name: '設定を終える' }).click()
    await page.getByRole('button', { name: 'ログイン' }).waitFor()
    await page.getByLabel('職員ID').fill('admin')
    await page.getByLabel('パスワード').fill('long-enough-password')
    await page.keyboard.press('Enter')
    await enrolAuthenticator(page)
    await page.getByRole('heading', { name: 'きょう' }).waitFor()
    const unsettled = page.getByRole('region', { name: 'お客さまに見せる前に決めること' })
    await unsettled.waitFor()
    expect(await unsettled.getByRole('link').allInnerTexts()).toEqual([
      '電話の受付時間がありません',
      'API利用規定が見本のままです',
    ])
    // No page can set it: the list says the very words of the start.
    await unsettled
      .getByRole('listitem')
      .filter({ hasText: '発行者の URL が外から届くものではありません' })
      .getByText('--issuer https://api.example.jp --trust-front 127.0.0.1', { exact: true })
      .waitFor()
    await inspect(page, 'today-unsettled')
    await unsettled.getByRole('link', { name: '電話の受付時間がありません' }).click()
    await page.getByLabel('電話の受付時間').fill('平日 9:00〜17:00')
    await page
      .getByRole('region', { name: '信用組合' })
      .getByRole('button', { name: '保存する' })
      .click()
    await page.getByText('保存しました').waitFor()
    await page.getByRole('link', { name: 'きょう' }).click()
    await expect.poll(() => unsettled.getByRole('link').count()).toBe(1)
    await page.goto(`${empty.console}/providers`)
    await page.getByText('API業者はまだ登録されていません').waitFor()
    await inspect(page, 'providers-empty')
    await page.goto(`${empty.console}/grants`)
    await page.getByText('連携はありません', { exact: true }).waitFor()
    await inspect(page, 'grants-empty')
    await empty.stop()
    removeFolder(empty.folder)
  })
})

it('no page broke its content security policy or threw', () => {
  expect(problems).toEqual([])
})
