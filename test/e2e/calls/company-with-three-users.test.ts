import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { isoDate } from '#shared/japanese-date'
import { secondAgrees } from '../../support/agree.ts'
import { liveLinks, openCalls, panelOf } from '../../support/calls.ts'
import { FormCustomer } from '../../support/form-customer.ts'
import { inspectIn } from '../../support/inspect.ts'
import { atKeys } from '../../support/keys.ts'
import type { Looks } from '../../support/looks.ts'
import { pdfText } from '../../support/pdf-text.ts'
import { employeeCard, licence } from '../../support/request-steps.ts'
import type { DemoCompanyEntry } from '../../support/service-process.ts'

/** Call 9: three users of a company have linked it; one has left, and what that one linked is ended, and nothing else. */
const calls = await openCalls()
const { service, signIn, deskOf, provider } = calls

const company = service.demo.customers.find(
  ({ channel }) => channel === 'business',
) as unknown as DemoCompanyEntry & { customerNumber: string }
const third = { name: '奈良岡 千秋', loginId: 'hokui-somu', password: 'renkei-demo-hokui-somu' }
const looks: Looks = [{ name: '1366-light', width: 1366, height: 768 }]
const people = [...company.users, third]
const links = [
  { app: '弥生', by: 0 },
  { app: 'ミロク', by: 1 },
  { app: 'マネーツリー', by: 2 },
  { app: 'マネーフォワード', by: 2 },
]

/** The house brings in the third user by a file, to which a second administrator agrees; and, by another, from which day on they are gone. */
async function bringIn(leftOn = ''): Promise<void> {
  const admin = await deskOf('miura')
  const bytes = Buffer.from(
    `顧客番号,利用者名,ログインID,初期パスワード,許可,利用終了日\n${company.customerNumber},${third.name},${third.loginId},${third.password},する,${leftOn}\n`,
  )
  const { id } = await admin.imports.begin({
    ...{ kind: 'users', fileName: 'riyousha.csv', size: bytes.length },
  })
  await admin.imports.add({ id, piece: bytes.toString('base64') })
  const state = async () => (await admin.imports.status({ id })).state
  await expect.poll(state).toBe('checked')
  await admin.imports.accept({ id })
  // The rows are set aside first; until then nothing waits for a second person.
  await expect.poll(state).toBe('waiting')
  await secondAgrees(service)
  await expect.poll(async () => (await admin.imports.list())[0]?.state).toBe('done')
}

/** A user of the company permits, with the company's 照会用暗証番号 where it is still asked for. */
async function linkBy(user: { loginId: string; password: string }, app: string) {
  const client = await provider(app)
  const started = await client.start()
  const customer = new FormCustomer()
  await customer.follow(started.url.href)
  await customer.submit('sign-in', { loginId: user.loginId, password: user.password })
  for (const number of ['9000012', '9000013']) {
    const place = new RegExp(`id="account-(\\d+)"[^>]*>\\s*<label[^>]*>[^<]*${number}`).exec(
      customer.last.text,
    )?.[1]
    if (place === undefined) continue
    await customer.submit('register-inquiry-pin', { account: place, pin: company.inquiryPin })
    if (number === '9000012') await customer.submit('more-inquiry-pins')
    else await customer.submit('inquiry-pin-result')
  }
  const { location, text } = await customer.submit('permit', { tick: 'yes' })
  if (location === null) throw new Error(`no redirect: ${text}`)
  return { client, tokens: await client.finish(started, new URL(location)) }
}

/** Who permitted each live link, as the table tells it. */
const byWhom = async (page: Page): Promise<string[]> => {
  const rows = await liveLinks(page).allInnerTexts()
  return rows.map((row) => people.find(({ name }) => row.includes(name))?.name ?? '').sort()
}

it('tells who linked what, ends one user’s links and leaves the others; the 受付票 names company, applicant and user', async () => {
  await bringIn()
  const made = []
  for (const { app, by } of links)
    made.push({ by, ...(await linkBy(people[by] as (typeof people)[number], app)) })
  const today = isoDate(Date.now())
  await bringIn(today)
  const gone = new FormCustomer()
  await gone.follow((await (await provider('弥生')).start()).url.href)
  await gone.submit('sign-in', { loginId: third.loginId, password: third.password })
  expect(gone.title).toBe('このログインIDはご利用いただけません')

  const desk = await deskOf('kudo')
  const id = Number(company.customerNumber)
  const request = await desk.requests.open({
    ...{ customerId: id, requestChannel: 'branch', requester: 'company-contact' },
    otherBranchReason: '',
  })
  await desk.requests.noteIdentity({
    ...{ id: request.id, item: 'document', papers: [licence, employeeCard] },
  })
  const page = await signIn('kudo')
  await page.goto(`${service.console}/customers/${id}`)
  const panel = panelOf(page)
  await panel.getByText('本人確認が済みました').waitFor()
  expect(await byWhom(page)).toEqual(links.map(({ by }) => people[by]?.name).sort())
  await inspectIn(page, looks, 'company-known')
  await panel.getByLabel('申出人の氏名（必須）').fill('進藤 大輔')
  await page.keyboard.press('Tab')
  await page
    .getByText(`利用を終えた利用者: ${third.name}（${today.replaceAll('-', '/')}から）`)
    .waitFor()
  const own = liveLinks(page).filter({ hasText: `${third.name}（利用終了）` })
  for (const row of await own.all()) await row.getByRole('checkbox').check()
  await panel.getByText('選んだ連携 2件').waitFor()
  await panel.locator('[data-key=R]').click()
  const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
  await dialog.getByText('2件を解除します').waitFor()
  await dialog.getByText(company.company).first().waitFor()
  // Whose links they are stands beside each of them.
  const reached = dialog.getByRole('list', { name: '対象の連携' }).getByRole('listitem')
  expect(
    await reached
      .filter({
        hasText: `許可した利用者: ${third.name}（${today.replaceAll('-', '/')} 利用終了）`,
      })
      .count(),
  ).toBe(2)
  expect(await reached.count()).toBe(2)
  await dialog.getByLabel('利用終了').check()
  await dialog.getByLabel('備考').fill(`退職した${third.name}の分`)
  await inspectIn(page, looks, 'company-revoke')
  await dialog.getByRole('button', { name: '解除する' }).click()
  await panel.getByText('お伝えすること').waitFor()
  await expect.poll(() => byWhom(page)).toEqual(company.users.map(({ name }) => name).sort())
  const alive = await Promise.all(
    made.map(
      async ({ client, tokens }) =>
        (await client.get(tokens.access_token, '/accounts')).status === 200,
    ),
  )
  expect(alive).toEqual(made.map(({ by }) => by !== 2))

  // P says nothing of its own: it asks for what was told, and writes and prints nothing.
  const answer = panel.getByLabel('回答内容')
  await panel.locator('[data-key=P]').click()
  await panel.getByText('入力してください。').waitFor()
  expect(await answer.inputValue()).toBe('')
  const { answer: kept } = await desk.requests.find({ id: request.id })
  expect(kept).toBe('')
  await panel.getByRole('button', { name: '案を欄に入れて直す' }).click()
  expect(await answer.inputValue()).toContain('お伝えした')
  expect(await answer.evaluate((one) => one === document.activeElement)).toBe(true)
  const download = page.waitForEvent('download')
  await panel.locator('[data-key=P]').click()
  const file = await (await download).path()
  const slip = (await pdfText(readFileSync(file))).join('').replace(/\s/g, '')
  for (const words of [
    company.company,
    '進藤大輔',
    `許可した利用者:${third.name}（${today.replaceAll('-', '/')}利用終了）`,
    '社員証',
    request.number,
  ])
    expect(slip).toContain(words.replace(/\s/g, ''))
})

it('by telephone: one user’s link by keyboard, from the ring to the 受付票 in 6 interactions and 12 keys that type nothing', async () => {
  const clerk = await atKeys(calls, 'sato')
  const { page } = clerk
  const panel = panelOf(page)
  await clerk.find(company.customerNumber, new RegExp(company.company))
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
  // Who calls, for which company, and what only the company knows; Tab leads from one to the next.
  const says: [RegExp, string][] = [
    [/^担当者の氏名/, company.users[0]?.name ?? ''],
    [/^氏名/, company.company],
    [/^設立日/, '1989/04/01'],
    [/^口座番号/, '9000012'],
  ]
  for (let left = says; left.length > 0; ) {
    const label = await clerk.focused()
    const now = left.find(([name]) => name.test(label))
    if (now) await page.keyboard.type(now[1])
    left = left.filter((one) => one !== now)
    if (left.length > 0) await clerk.press('Tab')
    expect(clerk.controls).toBeLessThan(30)
  }
  await clerk.act('Enter')
  await panel.getByText('本人確認が済みました').waitFor()
  await liveLinks(page).first().waitFor()
  expect(await byWhom(page)).toEqual(company.users.map(({ name }) => name).sort())
  await clerk.to(/有効/)
  clerk.interactions += 1
  await clerk.press('Space')
  await panel.getByText('選んだ連携 1件').waitFor()
  await clerk.act('r')
  const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
  await dialog.getByText('1件を解除します').waitFor()
  await clerk.press('1')
  await clerk.to(/^解除する$/)
  await clerk.act('Space')
  await panel.getByText('お伝えすること').waitFor()
  await page.locator('button[data-key="Alt+Y"]:enabled').waitFor()
  const download = page.waitForEvent('download')
  await clerk.act('Alt+y')
  await download
  expect(clerk.interactions).toBeLessThanOrEqual(6)
  expect(clerk.controls).toBeLessThanOrEqual(12)
  await page.context().close()
})

it('who may consent: it is told as saved until something else is chosen, and what was chosen meanwhile is there', async () => {
  const page = await signIn('miura')
  await page.goto(`${service.console}/customers/${Number(company.customerNumber)}`)
  const part = page.getByRole('region', { name: '許可できる利用者' })
  const first = part.getByRole('checkbox').first()
  const told = part.getByText('保存しました。')
  const save = part.getByRole('button', { name: '保存する' })
  await part.getByRole('radio').nth(1).check()
  await save.click()
  await told.waitFor()
  await first.uncheck()
  await told.waitFor({ state: 'detached' })
  let through = (): void => {}
  const waits = new Promise<void>((resolve) => {
    through = resolve
  })
  const call = '**/rpc/customers/setConsent*'
  await page.route(call, async (route) => {
    const response = await route.fetch()
    await waits
    await route.fulfill({ response })
  })
  const asked = page.waitForRequest(call)
  await save.click()
  await asked
  await first.check()
  const read = page.waitForResponse('**/rpc/customers/find*')
  through()
  await read
  await part.getByRole('button', { name: '保存する', disabled: false }).waitFor()
  expect(await first.isChecked()).toBe(true)
  expect(await told.count()).toBe(0)
  await page.context().close()
})
