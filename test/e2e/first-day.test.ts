import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { importColumns } from '#shared/import-columns'
import { openBrowser } from '../support/browser.ts'
import { runCommand } from '../support/command.ts'
import {
  type Authenticator,
  enrol,
  enrolAuthenticator,
  whenFound,
} from '../support/console-page.ts'
import { type Desk, openDesk } from '../support/desk-client.ts'
import { type Cells, csv } from '../support/import-file.ts'
import { noteOf, wholeLedger } from '../support/ledger.ts'
import { catchCallback, fillDigits, TestProvider } from '../support/provider-client.ts'
import {
  type RunningService,
  removeFolder,
  startService,
  temporaryFolder,
} from '../support/service-process.ts'
import { openTlsFront, type TlsFront } from '../support/tls-front.ts'

/**
 * A credit union's first day, with nothing but its own files and one provider: no demo, an empty folder. Everything that
 * README tells a new administrator to do, in its order, in the browser.
 */
const name = 'api.odate-shinkumi.example'
let front: TlsFront
let service: RunningService
let browser: Browser
const problems: string[] = []
beforeAll(async () => {
  front = await openTlsFront(name)
  service = await startService([...front.options], undefined, false)
  browser = await openBrowser({ args: [front.browserArgument] })
})
afterAll(async () => {
  await browser.close()
  await service.stop()
  await front.close()
  removeFolder(service.folder)
})

const windowOf = async (): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => problems.push(error.message))
  return page
}

interface Person {
  loginId: string
  password: string
}
/** Whose authenticator is set up, and whose window is open: a person signs in once a day. */
const authenticators = new Map<string, Authenticator>()
const windows = new Map<string, Page>()

async function at({ loginId, password }: Person): Promise<Page> {
  const open = windows.get(loginId)
  if (open) {
    await open.goto(`${service.console}/`)
    return open
  }
  const page = await windowOf()
  await page.goto(service.console)
  await page.getByLabel('職員ID').fill(loginId)
  await page.getByLabel('パスワード').fill(password)
  const code = authenticators.get(loginId)?.next()
  if (code !== undefined) await page.getByLabel('認証アプリのコード').fill(code)
  await page.keyboard.press('Enter')
  return atWork(page, { loginId, needsCode: loginId !== clerk.loginId })
}

/** Once in: whoever needs an authenticator and has none sets it up first. */
async function atWork(
  page: Page,
  { loginId, needsCode }: { loginId: string; needsCode: boolean },
): Promise<Page> {
  if (needsCode && !authenticators.has(loginId))
    authenticators.set(loginId, await enrolAuthenticator(page))
  await page.getByText('サーバー稼働中').waitFor()
  windows.set(loginId, page)
  return page
}

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()

const admin = { name: '三浦 京子', loginId: 'miura', password: 'hajimete-no-kagi-1' }

it('set-up, by who stands before the machine (U25)', async () => {
  const page = await windowOf()
  await page.goto(service.console)
  await page
    .getByRole('textbox', { name: '確認コード' })
    .fill(/コード: (\S+)/.exec(service.stderr())?.[1] ?? '')
  await page.getByLabel('信用組合の名称').fill('大館試験信用組合')
  await page.getByLabel('金融機関コード').fill('207')
  await page.getByLabel('代表の電話番号').fill('0186-42-0001')
  await page.getByLabel('氏名').fill(admin.name)
  await page.getByLabel('職員ID').fill(admin.loginId)
  await page.getByLabel('パスワード', { exact: true }).fill(admin.password)
  await page.getByLabel('パスワード（もう一度）').fill(admin.password)
  await press(page, '設定を終える')
  await page.getByText('「207」は4桁の数字ではありません。').waitFor()
  await page.getByLabel('金融機関コード').fill('２０７５')
  await press(page, '設定を終える')
  await page.getByRole('button', { name: 'ログイン' }).waitFor()
  await page.context().close()
})

const person = { channel: '個人', branchCode: '011' }
const files = {
  branches: [
    { code: '011', name: '本店', kana: 'ﾎﾝﾃﾝ' },
    { code: '012', name: '大館駅前支店', kana: 'ｵｵﾀﾞﾃｴｷﾏｴ' },
  ],
  customers: [
    {
      ...person,
      ...{
        customerNumber: '0012345',
        name: '髙橋 優子',
        kana: 'ﾀｶﾊｼ ﾕｳｺ',
        birthDate: '昭和63年11月3日',
      },
      ...{ address: '秋田県大館市御成町1丁目1-1', phone: '0186-42-4567', loginId: 'ib0012345' },
      ...{ password: 'Takahashi-2026', userNumber: '1357924680' },
    },
    {
      ...person,
      ...{
        customerNumber: '0012346',
        name: '渡邉 一郎',
        kana: 'ﾜﾀﾅﾍﾞ ｲﾁﾛｳ',
        birthDate: '1970-05-20',
      },
      ...{ address: '秋田県大館市三ノ丸2', phone: '0186-43-0001', loginId: 'ib0012346' },
      ...{ password: 'Watanabe-2026', userNumber: '2468013579' },
    },
  ],
  questions: [
    {
      customerNumber: '0012345',
      ...{ question1: '母の旧姓', answer1: '佐藤', question2: '最初の学校', answer2: '桂城小学校' },
      ...{ question3: '好きな食べ物', answer3: 'きりたんぽ' },
    },
  ],
  accounts: [
    {
      customerNumber: '0012345',
      branchCode: '011',
      typeCode: '1',
      number: '1000002',
      primaryAccount: 'する',
      openedOn: '2015-04-01',
    },
    {
      customerNumber: '0012346',
      branchCode: '012',
      typeCode: '1',
      number: '1000003',
      primaryAccount: 'する',
      openedOn: '2016-04-01',
    },
  ],
  balances: [
    {
      branchCode: '011',
      typeCode: '1',
      number: '1000002',
      balance: '1234567',
      balanceAt: '2026-11-20 18:00',
    },
  ],
  transactions: [
    {
      branchCode: '011',
      typeCode: '1',
      number: '1000002',
      date: '2026-11-19',
      itemNo: '1',
      type: '入金',
      amount: '5000',
      balance: '1239567',
      remarks: '給与',
    },
    {
      branchCode: '011',
      typeCode: '1',
      number: '1000002',
      date: '2026-11-20',
      itemNo: '1',
      type: '出金',
      amount: '5000',
      balance: '1234567',
      remarks: '水道料',
    },
  ],
} as const

const kinds = {
  branches: '店舗',
  customers: 'お客さま',
  questions: '合言葉',
  accounts: '口座',
  balances: '残高',
  transactions: '入出金明細（CSV）',
}
/** Columns of a file by their fields' names. */
const fileOf = (kind: keyof typeof files, rows: readonly object[], encoding: 'utf-8' | 'cp932') => {
  const names = new Map(importColumns[kind].map((column) => [column.field, column.name]))
  const cells = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([field, value]) => [names.get(field) ?? field, value]),
    ),
  )
  return csv(kind, cells as Cells[], encoding)
}
async function choose(page: Page, label: string, option: string): Promise<void> {
  // Named with its value: a list may have a heading of the same name.
  const field = page.getByRole('button', { name: new RegExp(`\\S ${label}$`) })
  const wanted = page.getByRole('option', { name: option, exact: true })
  // A choice closes when its page scrolls, as it may on the way to it.
  const open = async () => {
    if (!(await wanted.isVisible())) await field.click()
    return wanted.isVisible()
  }
  await expect.poll(open, { interval: 1_000 }).toBe(true)
  await wanted.click()
}
async function offeredIs(page: Page, kind: keyof typeof kinds): Promise<void> {
  await page.getByText(`次は「${kinds[kind]}」です。`).waitFor()
  await page.getByRole('button', { name: `${kinds[kind]} ファイルの種類` }).waitFor()
  expect(await page.getByRole('button', { name: 'ファイルを選ぶ' }).isEnabled()).toBe(true)
}
async function offer(
  page: Page,
  kind: keyof typeof files,
  rows: readonly object[],
  encoding: 'utf-8' | 'cp932',
): Promise<void> {
  await choose(page, 'ファイルの種類', kinds[kind])
  await page.getByLabel('取り込むファイル').setInputFiles({
    name: `${kind}.csv`,
    mimeType: 'text/csv',
    buffer: fileOf(kind, rows, encoding),
  })
}
async function bring(
  page: Page,
  kind: keyof typeof files,
  encoding: 'utf-8' | 'cp932',
): Promise<void> {
  await offer(page, kind, files[kind], encoding)
  await page.getByText(`誤りはありません。${files[kind].length}行を取り込めます。`).waitFor()
  await page
    .getByText(`文字コード：${encoding === 'cp932' ? 'Shift_JIS（CP932）' : 'UTF-8'}`)
    .waitFor()
  await press(page, '取り込む')
  if (!twoPersons.includes(kind)) return press(page, '閉じる')
  await page.getByText('確認待ちに入れました。まだ何も変わっていません。').first().waitFor()
  const other = await at(chief)
  await other.getByRole('button', { name: new RegExp(`${kind}\\.csv 内容を見る`) }).click()
  const dialog = other.getByRole('dialog')
  await dialog.getByText(`新しい：${files[kind].length}`).waitFor()
  await press(other, '認めて実行する')
  await dialog.waitFor({ state: 'hidden' })
  // This file's own row: those before it have the same word.
  await page.getByRole('row', { name: new RegExp(`${kind}\\.csv.*取り込みました`) }).waitFor()
  await press(page, '閉じる')
}
/** Who customers are and how they sign in is decided by two persons. */
const twoPersons: readonly string[] = ['customers', 'questions']

it('the branches, by one person', async () => {
  const page = await at(admin)
  await page.getByRole('link', { name: 'ログインできる管理者が1人だけです' }).waitFor()
  await page.getByRole('link', { name: '店舗をまだ取り込んでいません' }).click()
  await page.getByRole('heading', { name: 'これまでの取り込み' }).waitFor()
  // It begins with what can be brought first, and leads on.
  await offeredIs(page, 'branches')
  await bring(page, 'branches', 'cp932')
  await offeredIs(page, 'customers')
})

const chief = {
  name: '加賀谷 進',
  loginId: 'kagaya',
  password: 'futarime-no-kagi-2',
  role: '本部管理者',
  branch: undefined,
}
const clerk = {
  name: '佐藤 花子',
  loginId: 'sato',
  password: 'madoguchi-no-kagi-3',
  role: '窓口担当',
  branch: '011 本店',
}
it('staff: another administrator, and a clerk at the branch that was brought', async () => {
  const page = await at(admin)
  await page.goto(`${service.console}/staff`)
  for (const one of [chief, clerk]) {
    await press(page, '職員を登録')
    const dialog = page.getByRole('dialog', { name: '職員を登録' })
    await dialog.getByLabel('職員ID').fill(one.loginId)
    await dialog.getByLabel('氏名').fill(one.name)
    await dialog.getByRole('button', { name: /役割/ }).click()
    await page.getByRole('option', { name: one.role, exact: true }).click()
    if (one.branch !== undefined) {
      await dialog.getByRole('button', { name: /店/ }).click()
      await page.getByRole('option', { name: one.branch }).click()
    }
    await dialog.getByRole('button', { name: '登録する' }).click()
    const banner = page.getByText(`${one.name} さんの登録コード`)
    const code = /: (\S+)/.exec(await banner.innerText())?.[1] ?? ''
    await press(page, '閉じる')
    const own = await windowOf()
    await own.goto(service.console)
    await enrol(own, { ...one, code })
    await atWork(own, { loginId: one.loginId, needsCode: one.role !== '窓口担当' })
  }
})

it('its other files, in their order, in both encodings, with a second person where it takes two', async () => {
  const page = await at(admin)
  await page.goto(`${service.console}/imports`)
  await page.getByRole('heading', { name: 'これまでの取り込み' }).waitFor()
  // One with errors first: nothing of it is written, and each is named.
  await offer(
    page,
    'customers',
    [{ ...files.customers[0], phone: '12345' }, files.customers[1]],
    'utf-8',
  )
  await page.getByText('誤りが1件あります。何も書き込んでいません。').waitFor()
  await press(page, '中止する')
  await bring(page, 'customers', 'cp932')
  await offeredIs(page, 'questions')
  await bring(page, 'questions', 'utf-8')
  await bring(page, 'accounts', 'utf-8')
  await bring(page, 'balances', 'cp932')
  await bring(page, 'transactions', 'utf-8')
})

it('what customers will see is its own: name, hours, terms; another person approves', async () => {
  const page = await at(admin)
  await page.getByRole('link', { name: '電話の受付時間がありません' }).click()
  const hours = page.getByLabel('電話の受付時間')
  await expect.poll(() => hours.evaluate((field) => field === document.activeElement)).toBe(true)
  await hours.fill('平日 9:00〜17:00')
  await page
    .getByRole('region', { name: '信用組合' })
    .getByRole('button', { name: '保存する' })
    .click()
  await page.getByText('保存しました').waitFor()
  await page.goto(`${service.console}/`)
  await page.getByRole('link', { name: 'API利用規定が見本のままです' }).click()
  await press(page, '下書きを作る')
  await page.getByLabel('題', { exact: true }).fill('大館試験信用組合　API利用規定')
  await page
    .getByLabel('本文', { exact: true })
    .fill('第1条　この規定は、大館試験信用組合のAPI連携サービスについて定めます。')
  await page.getByLabel('変更の理由').fill('当組合の規定にする')
  await press(page, '下書きを保存')
  await page.getByText('下書きを保存しました。').waitFor()
  const draft = page.url()
  const other = await at(chief)
  await other.goto(draft)
  await press(other, '承認して公開')
  await other.getByText('承認しました。').waitFor()
  await other.goto(`${service.console}/`)
  await other.getByRole('heading', { name: '電話を受けたら' }).waitFor()
  for (const settled of ['お客さまに見せる前に決めること', 'はじめに行うこと'])
    expect(await other.getByText(settled).count()).toBe(0)
})

/** The calls of a window's own session. */
async function deskOf(page: Page): Promise<Desk> {
  const { desk, setCookie } = openDesk(service.console)
  const cookies = await page.context().cookies(service.console)
  setCookie(cookies.map((one) => `${one.name}=${one.value}`).join('; '))
  return desk
}

/** Its 導入台帳: each item entered by one, and each folder checked by another; then the activation is open. */
async function throughLedger(page: Page): Promise<void> {
  const own = page.url().replace(/\?.*/, '')
  const providerId = Number(own.split('/').at(-1))
  await page.getByRole('link', { name: '導入台帳を開く' }).click()
  await press(page, '契約の形　記入する')
  await page.getByText('当組合の契約', { exact: true }).click()
  await press(page, '保存する')
  await page.getByText('記入しました。もう一人の確認が要ります。').waitFor()
  const desk = await deskOf(page)
  // Its connection was tested elsewhere: `provider-life.test.ts` makes the test.
  const filled = Object.entries(wholeLedger()).filter(([item]) => item !== 'contract.route')
  for (const [item, value] of filled)
    await desk.ledger.save({
      ...{ providerId, item, version: 0, value, note: noteOf(value), evidence: '', owner: '' },
      dueOn: null,
    })
  const other = await at(chief)
  await other.goto(`${own}/ledger`)
  const open = other.getByRole('button', { name: 'この区分を確認した' })
  await open.first().waitFor()
  for (let left = await open.count(); left > 0; left -= 1) {
    await open.first().click()
    await expect.poll(() => open.count()).toBe(left - 1)
  }
  await other.getByText('足りないものはありません').waitFor()
  await page.goto(own)
}

let provider: TestProvider
const redirectUri = 'https://kakeibo.example/callback'
it('a provider, registered by one, activated by another (R6, U33)', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const named = { kid: 'key-1', alg: 'ES256', use: 'sig' }
  const page = await at(admin)
  await page.goto(`${service.console}/providers/new`)
  await page.getByLabel('名称', { exact: true }).fill('家計簿ノート株式会社')
  await page.getByLabel('読み（カナ）').fill('カケイボノート')
  await page.getByLabel('サービス名（個人）').fill('家計簿ノート')
  await page.getByLabel('登録番号').fill('関東財務局長(電代)第 77 号')
  for (const one of ['個人', '口座', '残高', '入出金明細']) {
    const box = page.getByRole('checkbox', { name: one, exact: true })
    if (!(await box.isChecked())) await page.getByText(one, { exact: true }).first().click()
  }
  const plain = redirectUri.replace('https', 'http')
  const redirects = page.getByRole('textbox', { name: 'リダイレクト先URL' })
  await redirects.fill(`${redirectUri}\n${plain}`)
  const keys = page.getByRole('textbox', { name: '公開鍵（JWKS）' })
  await keys.fill(JSON.stringify({ keys: [{ ...(await exportJWK(privateKey)), ...named }] }))
  await page.getByText('秘密鍵が含まれていたので').waitFor()
  expect(await keys.inputValue()).toBe('')
  await keys.fill(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), ...named }] }))
  await choose(page, '署名アルゴリズム', 'ES256')
  await press(page, '登録する')
  await page.getByText(`「${plain}」はリダイレクト先に使えません。`).waitFor()
  await redirects.fill(redirectUri)
  await press(page, '登録する')
  await page.getByText('下書きとして登録しました。').waitFor()
  await press(page, '審査に進める')
  await page.getByRole('button', { name: '承認待ちにする' }).waitFor()
  const clientId = /client_id\s+(\S+)/.exec(await page.locator('main').innerText())?.[1] ?? ''
  const entry = {
    ...{ name: '家計簿ノート株式会社', clientId, redirectUris: [redirectUri], dpop: true },
    scope: 'accounts balances transactions',
    privateJwk: { ...(await exportJWK(privateKey)), ...named } as never,
  }
  await press(page, '承認待ちにする')
  await press(page, '有効にする')
  await page.getByText('足りない項目か、もう一人が確認していない項目か').waitFor()
  await throughLedger(page)
  await press(page, '有効にする')
  await page.getByText('確認待ちに入れました。').waitFor()
  const other = await at(chief)
  await other.getByRole('button', { name: /家計簿ノート株式会社 内容を見る/ }).click()
  const dialog = other.getByRole('dialog', { name: /家計簿ノート株式会社/ })
  await dialog.getByText(redirectUri).waitFor()
  await press(other, '認めて実行する')
  await dialog.waitFor({ state: 'hidden' })
  await other.goto(page.url().replace(/\?.*/, ''))
  await other.getByRole('button', { name: '停止する', exact: true }).waitFor()
  provider = await TestProvider.open(`https://${name}`, entry, front.fetch)
})

let tokens: Awaited<ReturnType<TestProvider['finish']>>
it('a customer links, and the provider reads what the files say', async () => {
  const started = await provider.start()
  const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage()
  const arrived = catchCallback(page, redirectUri)
  const [customer] = files.customers
  await page.goto(started.url.href)
  await page.getByLabel('ログインID').fill(customer.loginId)
  await page.getByLabel('ログインパスワード').fill(customer.password)
  await page.getByRole('button', { name: 'API連携' }).click()
  await page.getByText('入力桁数の指定').waitFor()
  await fillDigits(page, customer.userNumber)
  await page.getByRole('button', { name: '次へ' }).click()
  const [asked] = files.questions
  const question = await page.locator('dl.question dd').innerText()
  const answers: Record<string, string> = {
    [asked.question1]: asked.answer1,
    [asked.question2]: asked.answer2,
    [asked.question3]: asked.answer3,
  }
  await page.getByLabel('回答を入力').fill(answers[question] ?? '')
  await page.getByRole('button', { name: '認証' }).click()
  await page.getByRole('button', { name: '許可', exact: true }).click()
  tokens = await provider.finish(started, await arrived)
  await page.context().close()
  const answer = async (path: string) => (await provider.get(tokens.access_token, path)).body
  const [holds] = files.accounts
  const [account] = (await answer('/accounts')).accounts as Record<string, string>[]
  expect(account).toMatchObject({ branchCode: holds.branchCode, accountNumber: holds.number })
  const [balance] = files.balances
  expect(await answer(`/accounts/${account?.accountId}/balance`)).toMatchObject({
    balance: balance.balance,
    baseDate: '2026-11-20',
    baseTime: '18:00:00+09:00',
  })
  const read = await answer(`/accounts/${account?.accountId}/transactions?dateFrom=2026-11-01`)
  expect(read.transactions).toMatchObject(
    files.transactions.map(({ date, amount, remarks, balance: left }) => ({
      ...{ transactionDate: date, amount, remarks, balance: left },
    })),
  )
})

it('the customer telephones: revoked, refused, proven', async () => {
  const page = await at(clerk)
  await page.getByRole('combobox').fill('ﾀｶﾊｼ ﾕｳｺ')
  await whenFound(page, /髙橋 優子/)
  await page.keyboard.press('Enter')
  await page.getByLabel('氏名（必須）').fill('高橋優子')
  await page.getByLabel('生年月日（必須）').fill('昭和63年11月3日')
  await page.getByLabel(/届出電話番号/).fill('０１８６−４２−４５６７')
  await page.keyboard.press('Enter')
  await page
    .getByRole('row', { name: /家計簿ノート/ })
    .first()
    .press('Space')
  await press(page, '解除')
  await page.getByText('利用終了', { exact: true }).click()
  await press(page, '解除する')
  await page.getByRole('heading', { name: '解除の証拠' }).waitFor()
  expect((await provider.get(tokens.access_token, '/accounts')).status).toBe(401)
  await expect(provider.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  })
})

it('backup, and after the machine is lost: restored elsewhere, still refused, the audit whole', async () => {
  const place = temporaryFolder()
  onTestFinished(() => removeFolder(place))
  const [identity, dataKey, backup, folder] = [
    'identity.txt',
    'data-key',
    'kept.age',
    'restored',
  ].map((one) => join(place, one)) as [string, string, string, string]
  const run = (command: string, ...args: string[]): string => {
    const { status, stdout, stderr } = runCommand(command, args)
    expect([command, status, stderr]).toEqual([command, 0, ''])
    return stdout
  }
  const made = run('keys-make', '--backup-identity', identity)
  run('keys-make', '--data-key', dataKey)
  const recipient = /age1[a-z0-9]+/.exec(made)?.[0] ?? ''
  run('backup', ...['--data-dir', service.folder, '--to', backup, '--recipient', recipient])
  await service.kill()
  windows.clear()

  run(
    'restore',
    ...['--from', backup, '--data-dir', folder, '--identity-file', identity],
    ...['--key-file', dataKey],
  )
  const lost = service.folder
  service = await startService([...front.options, '--key-file', dataKey], folder, false)
  removeFolder(lost)
  expect((await provider.get(tokens.access_token, '/accounts')).status).toBe(401)
  await expect(provider.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant',
  })
  const page = await at(chief)
  await page.goto(`${service.console}/grants`)
  await page.getByRole('row', { name: /家計簿ノート.*解除/ }).waitFor()
  run('audit-verify', ...['--data-dir', folder, '--key-file', dataKey])
})

it('no page threw', () => {
  expect(problems).toEqual([])
})
