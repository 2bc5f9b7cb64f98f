import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { inspectIn } from '../support/inspect.ts'
import { consentLooks } from '../support/looks.ts'
import { catchCallback, type Link } from '../support/provider-client.ts'
import type { DemoCompanyEntry } from '../support/service-process.ts'
import { openStory } from '../support/story.ts'

/** The business notice in a real browser, with openid-client as the provider. SCREENSHOTS=dir keeps the pictures. */
const { service, browser, provider } = await openStory()

const companies = (): DemoCompanyEntry[] =>
  service.demo.customers.filter((one) => one.channel === 'business') as never
const company = (index: number): DemoCompanyEntry => {
  const found = companies()[index]
  if (!found) throw new RangeError(`no company ${index}`)
  return found
}
const heading = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText()
async function signIn(page: Page, user: { loginId: string; password: string }): Promise<void> {
  await page.getByLabel('ログインID').fill(user.loginId)
  await page.getByLabel('ログインパスワード').fill(user.password)
  await page.getByRole('button', { name: 'API連携' }).click()
}
async function enterPin(page: Page, number: string, pin: string): Promise<void> {
  await page.getByLabel(number).check()
  await page.getByLabel('照会用暗証番号', { exact: true }).fill(pin)
  await page.getByRole('button', { name: '登録', exact: true }).click()
}
async function back(page: Page, link: Link, press: () => Promise<void>): Promise<URL> {
  const arrived = catchCallback(page, link.redirectUri)
  await press()
  const url = await arrived
  await page.waitForURL((at) => at.href.startsWith(link.redirectUri))
  return url
}

describe('B1–B5 (R21–R36)', () => {
  it('B1 → B2 → B3 → B4 ⟲ B3 → B4 → B5; the provider reads what was allowed and nothing else', async () => {
    const page = await (await browser.newContext()).newPage()
    const app = await provider('フリー')
    const one = company(0)
    const link = await app.start()
    await page.goto(link.url.href)
    await page.getByRole('link', { name: /法人向け/ }).click()
    await signIn(page, one)
    expect(await heading(page)).toBe('API連携認証（認可業務選択）（利用登録）')
    await page.getByLabel('入出金明細照会').uncheck()
    await page.getByRole('button', { name: '次へ' }).click()
    expect(await heading(page)).toBe('API連携認証（照会用暗証番号登録）（利用登録）')
    expect(await page.getByLabel('9000011').isDisabled()).toBe(true)
    await enterPin(page, '9000012', one.inquiryPin)
    expect(await heading(page)).toBe('API連携認証（照会用暗証番号登録結果）')
    await page.getByRole('button', { name: '照会用暗証番号の追加登録' }).click()
    await enterPin(page, '9000013', one.inquiryPin)
    await page.getByRole('button', { name: '確認' }).click()
    expect(await heading(page)).toBe('API連携認証（情報アクセス許可）（利用登録）')
    await page.getByLabel('認可手続きを継続する').check()
    const callback = await back(page, link, () =>
      page.getByRole('button', { name: '許可', exact: true }).click(),
    )
    const tokens = await app.finish(link, callback)
    expect(tokens.scope).toBe('accounts balances')
    const list = await app.get(tokens.access_token, '/accounts')
    const accounts = list.body.accounts as {
      accountId: string
      accountNumber: string
      accountName: string
    }[]
    expect(accounts.map((account) => account.accountNumber)).toEqual([
      '9000011',
      '9000012',
      '9000013',
    ])
    expect(accounts[0]?.accountName).toBe(one.company)
    const first = accounts[0]?.accountId
    expect((await app.get(tokens.access_token, `/accounts/${first}/balance`)).status).toBe(200)
    expect((await app.get(tokens.access_token, `/accounts/${first}/transactions`)).status).toBe(403)
    // Nothing of who signed in reaches the provider (R43).
    expect(JSON.stringify([tokens, list.body])).not.toMatch(/hokui|渡部|\b4081\b/)
    await page.close()
  })

  it('every step that can be skipped is skipped, and the next link as well', async () => {
    const page = await (await browser.newContext()).newPage()
    const app = await provider('ミロク')
    const link = await app.start()
    await page.goto(link.url.href)
    await signIn(page, company(1))
    expect(await heading(page)).toBe('API連携認証（情報アクセス許可）（利用登録）')
    // The browser itself holds 許可 back without the tick.
    await page.getByRole('button', { name: '許可', exact: true }).click()
    expect(page.url()).toContain('/permit')
    await page.getByLabel('認可手続きを継続する').check()
    const callback = await back(page, link, () =>
      page.getByRole('button', { name: '許可', exact: true }).click(),
    )
    expect((await app.finish(link, callback)).refresh_token).toBeTruthy()
    await page.close()
  })

  it('left at each step, nothing has changed: the same screens come again', async () => {
    const one = company(2)
    const app = await provider('弥生')
    for (const step of ['sign-in', 'pin', 'result', 'permit']) {
      const page = await (await browser.newContext()).newPage()
      const link = await app.start()
      await page.goto(link.url.href)
      if (step !== 'sign-in') await signIn(page, one)
      if (step === 'result' || step === 'permit') await enterPin(page, '9000031', one.inquiryPin)
      if (step === 'permit') await page.getByRole('button', { name: '確認' }).click()
      const answer = await back(page, link, () =>
        page.getByRole('button', { name: '中止する' }).click(),
      )
      expect(answer.searchParams.get('error')).toBe('access_denied')
      await page.goto((await app.start()).url.href)
      await signIn(page, one)
      expect(await heading(page)).toBe('API連携認証（照会用暗証番号登録）（利用登録）')
      expect(await page.getByLabel('9000031').isDisabled()).toBe(false)
      await page.close()
    }
  })
})

describe('business screens', () => {
  it('every step and every state: no axe violation, nothing wider than the window', async () => {
    const context = await browser.newContext({ viewport: consentLooks[0], locale: 'ja-JP' })
    const page = await context.newPage()
    const see = (name: string): Promise<void> =>
      inspectIn(page, consentLooks, `business-${name}`, { fullPage: true })
    const one = company(2)
    const asking = await provider('フリー')
    await page.goto((await asking.start()).url.href)
    await page.getByRole('link', { name: /法人向け/ }).click()
    await see('b1')
    await signIn(page, { loginId: 'nobody', password: 'wrong' })
    await see('b1-wrong')
    await signIn(page, one)
    await see('b2')
    for (const box of await page.getByRole('checkbox').all()) await box.uncheck()
    await page.getByRole('button', { name: '次へ' }).click()
    await see('b2-none')
    for (const box of await page.getByRole('checkbox').all()) await box.check()
    await page.getByRole('button', { name: '次へ' }).click()
    await see('b3')
    await enterPin(page, '9000031', '0000')
    await see('b3-wrong')
    await enterPin(page, '9000031', one.inquiryPin)
    await see('b4')
    await page.getByRole('button', { name: '確認' }).click()
    await see('b5')
    await page.evaluate(() => {
      for (const form of document.forms) form.noValidate = true
    })
    await page.getByRole('button', { name: '許可', exact: true }).click()
    await page.getByRole('alert').waitFor()
    await see('b5-no-tick')
    await page.goto(
      page
        .url()
        .replace(/[^/]+$/, 'choose-accounts')
        .replace('choose-accounts', 'nonsense'),
    )
    await see('out-of-order')

    await page.goto((await (await provider('ミロク')).start()).url.href)
    await signIn(page, company(1).users[1] ?? one)
    await see('not-entitled')
    await page.goto((await (await provider('ソリマチ')).start()).url.href)
    await signIn(page, one)
    await see('accounts')
    await page.getByRole('button', { name: '次へ' }).click()
    await see('accounts-none')

    const link = await (await provider('ミロク')).start()
    await page.goto(link.url.href)
    await signIn(page, company(1))
    await page.getByLabel('認可手続きを継続する').check()
    await back(page, link, () => page.getByRole('button', { name: '許可', exact: true }).click())
    await page.goto((await (await provider('ミロク')).start()).url.href)
    await signIn(page, company(1))
    await see('renewal')
    await context.close()
  })
})
