import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { consentStyle, renderTime } from '#consent-screens'
import { Language, shippedTexts, textKindOf } from '#shared/consent-texts'
import { ProviderInput } from '#shared/provider'
import { secondAgrees } from '../support/agree.ts'
import { closeWindows, openBrowser, workerBrowser } from '../support/browser.ts'
import { openDesk } from '../support/desk-client.ts'
import { catchCallback, fillDigits, type Link, TestProvider } from '../support/provider-client.ts'
import {
  type DemoCompanyEntry,
  type RunningService,
  removeFolder,
  startService,
} from '../support/service-process.ts'

/** What the customers' pages say and how they behave in a real browser; how they look is in preview-pages.test.ts. */
let service: RunningService
let browser: Browser
beforeAll(async () => {
  service = await startService()
  browser = await workerBrowser()
})
afterAll(async () => {
  await closeWindows(browser)
  await service.stop()
  removeFolder(service.folder)
})

const person = (index = 0) => {
  const found = service.demo.customers.filter((one) => one.channel !== 'business')[index]
  if (!found) throw new RangeError(`no person ${index}`)
  return found
}
const company = (index = 0): DemoCompanyEntry => {
  const found = service.demo.customers.filter((one) => one.channel === 'business')[index]
  if (!found) throw new RangeError(`no company ${index}`)
  return found as never
}
async function open(name = 'フリー', asked = {}): Promise<{ page: Page; link: Link }> {
  const entry = service.demo.providers.find((one) => one.name.includes(name))
  if (!entry) throw new RangeError(name)
  const link = await (await TestProvider.open(service.issuer, entry)).start(
    undefined,
    undefined,
    asked,
  )
  const page = await (await browser.newContext({ locale: 'ja-JP' })).newPage()
  await page.goto(link.url.href)
  return { page, link }
}
async function signIn(page: Page, user: { loginId: string; password: string }): Promise<void> {
  await page.getByLabel('ログインID').fill(user.loginId)
  await page.getByLabel('ログインパスワード').fill(user.password)
  await page.getByRole('button', { name: 'API連携' }).click()
}
/** Of what a provider is, what its form sends. */
const pick = (from: object): object =>
  Object.fromEntries(Object.entries(from).filter(([key]) => key in ProviderInput.shape))
/** Where a page says that its customer is. */
const progress = (page: Page): Promise<string> => page.locator('.step').innerText()

it('a refused entry takes the focus, marks its fields, stands in the title and keeps the login ID', async () => {
  const { page } = await open()
  await signIn(page, { loginId: person().loginId, password: 'wrong' })
  await page.getByRole('alert').waitFor()
  expect(await page.title()).toMatch(/^エラー：API連携認証（利用登録）｜/)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('loginId')
  for (const label of ['ログインID', 'ログインパスワード']) {
    const field = page.getByLabel(label)
    expect(await field.getAttribute('aria-invalid'), label).toBe('true')
    expect(await field.getAttribute('aria-describedby'), label).toBe('error')
  }
  expect(await page.getByLabel('ログインID').inputValue()).toBe(person().loginId)
  expect(await page.getByLabel('ログインパスワード').inputValue()).toBe('')
  // A walk of somebody else does not know it.
  const other = await open()
  expect(await other.page.getByLabel('ログインID').inputValue()).toBe('')
  await page.context().close()
  await other.page.context().close()
})

it('the telephone number dials, and stands on one line in the narrowest window', async () => {
  const { page } = await open()
  await page.setViewportSize({ width: 320, height: 640 })
  await signIn(page, { loginId: person().loginId, password: 'wrong' })
  for (const place of ['footer', '[role=alert]']) {
    const phone = page.locator(`${place} a[href^="tel:"]`)
    expect(await phone.getAttribute('href')).toBe(
      `tel:${(await phone.innerText()).replaceAll('-', '')}`,
    )
    expect(await phone.evaluate((one) => one.getClientRects().length)).toBe(1)
  }
  await page.context().close()
})

it('a person’s pages count the steps of this walk', async () => {
  const { page } = await open()
  const said = [await progress(page)]
  await signIn(page, person())
  said.push(await progress(page))
  await fillDigits(page, person().userNumber)
  await page.getByRole('button', { name: '次へ' }).click()
  said.push(await progress(page))
  await page.getByRole('button', { name: '許可', exact: true }).waitFor()
  // Before the sign-in nobody knows whether P3 will be asked.
  expect(said).toEqual(['手順 1/3～4', '手順 2/3', '手順 3/3'])
  await page.context().close()
})

it('a company’s pages count theirs; no browser takes the 照会用暗証番号 for a password of its own', async () => {
  const { page } = await open()
  await page.getByRole('link', { name: /法人向け/ }).click()
  const said = [await progress(page)]
  await signIn(page, company())
  said.push(await progress(page))
  await page.getByRole('button', { name: '次へ' }).click()
  said.push(await progress(page))
  const pin = page.getByLabel('照会用暗証番号', { exact: true })
  expect(await pin.getAttribute('autocomplete')).toBe('one-time-code')
  await page.getByLabel('9000012').check()
  await pin.fill(company().inquiryPin)
  await page.getByRole('button', { name: '登録', exact: true }).click()
  said.push(await progress(page))
  await page.getByRole('button', { name: '確認' }).click()
  said.push(await progress(page))
  await page.getByRole('button', { name: '許可', exact: true }).waitFor()
  expect(said).toEqual(['手順 1/3～5', '手順 2/5', '手順 3/5', '手順 4/5', '手順 5/5'])
  await page.context().close()
})

it('the notices’ own 注意事項 stand where the customer signs in, with this credit union’s validity', async () => {
  const { page } = await open()
  const caution = page.getByRole('region', { name: '※注意事項※' })
  for (const words of [
    '事前に「API業者」のサービス利用契約および個人向けインターネットバンキングサービスの利用契約が必要です。',
    '「API業者」への利用停止の手続きが必要です。',
    '有効期限（90日）が定められています。有効期限が過ぎた場合は、再度、利用登録が必要となります。',
    '「API業者」へお問い合わせください。',
  ])
    await caution.getByText(words).waitFor()
  await page.getByRole('link', { name: /法人向け/ }).click()
  for (const words of [
    '事前に外部企業（API連携先）のサービス利用契約および当組合のビジネスバンキングの利用契約が必要です。',
    '有効期限が定められています。有効期限が過ぎた場合は、再度、利用登録をいただく必要があります。',
    '各API連携先へお問い合わせください。',
  ])
    await caution.getByText(words).waitFor()
  await page.context().close()
})

it('登録 without a chosen account is said at the choice, and is no wrong entry however often', async () => {
  const { page } = await open()
  await page.getByRole('link', { name: /法人向け/ }).click()
  await signIn(page, company())
  await page.getByRole('button', { name: '次へ' }).click()
  const pin = page.getByLabel('照会用暗証番号', { exact: true })
  // Five wrong entries lock a login.
  for (let i = 0; i < 6; i += 1) {
    await pin.fill(company().inquiryPin)
    await page.getByRole('button', { name: '登録', exact: true }).click()
    await page.getByRole('alert').getByText('口座が選択されていません').waitFor()
  }
  const choice = page.getByRole('radiogroup')
  expect(await choice.getAttribute('aria-invalid')).toBe('true')
  expect(await choice.getAttribute('aria-describedby')).toBe('error')
  expect(await pin.getAttribute('aria-invalid')).toBeNull()
  await page.getByLabel('9000012').check()
  await pin.fill(company().inquiryPin)
  await page.getByRole('button', { name: '登録', exact: true }).click()
  await page.getByRole('button', { name: '確認' }).waitFor()
  await page.context().close()
})

it('an account without a PIN on file cannot be chosen and says what to do; B5 names what it leaves out and why', async () => {
  const { page } = await open()
  await page.getByRole('link', { name: /法人向け/ }).click()
  await signIn(page, company(2))
  await page.getByRole('button', { name: '次へ' }).click()
  const without = page.getByRole('listitem').filter({ hasText: '9000032' })
  expect(await without.getByRole('radio').isDisabled()).toBe(true)
  await without.getByText('お取引店でお届けのうえ、もう一度お手続きください。').waitFor()
  expect(await without.getByText('未登録').count()).toBe(0)
  await page.getByLabel('9000031').check()
  await page.getByLabel('照会用暗証番号', { exact: true }).fill(company(2).inquiryPin)
  await page.getByRole('button', { name: '登録', exact: true }).click()
  await page.getByRole('row').filter({ hasText: '9000032' }).getByText('お届けなし').waitFor()
  expect(await page.getByRole('button', { name: '照会用暗証番号の追加登録' }).count()).toBe(0)
  await page.getByRole('button', { name: '確認' }).click()
  const named = page.getByRole('region', { name: '対象の口座' })
  await named.getByText('連携しない口座').waitFor()
  for (const [number, reason] of [
    ['9000032', '照会用暗証番号のお届けがないため'],
    ['9000033', '普通・当座・貯蓄の口座ではないため'],
  ] as const)
    await named.getByRole('listitem').filter({ hasText: number }).getByText(reason).waitFor()
  await page.context().close()
})

it('English by the link on each page, which keeps the walk; the evidence is of the English page', async () => {
  const { page, link } = await open()
  const seen = new Set<string>()
  /** Every word on the page but names is English. */
  const read = async (): Promise<void> => {
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    seen.add(await page.getByRole('heading', { level: 1 }).innerText())
    const words = await page.evaluate(() => {
      const copy = document.body.cloneNode(true) as HTMLElement
      for (const name of copy.querySelectorAll('[lang=ja], ul.accounts li')) name.remove()
      return copy.textContent ?? ''
    })
    // The provider's name in a sentence, and the mark of the demo's telephone number.
    expect(words.replaceAll(/（見本）|フリー株式会社/g, '')).not.toMatch(
      /[\u3040-\u30ff\u4e00-\u9fff]/,
    )
  }
  await page.getByRole('link', { name: 'English' }).click()
  await read()
  await page.getByLabel('Login ID').fill(person().loginId)
  await page.getByLabel('Login password').fill('wrong')
  await page.getByRole('button', { name: 'Sign in and continue' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.title()).toMatch(/^Error: API link: sign in/)
  await read()
  await page.getByLabel('Login password').fill(person().password)
  await page.getByRole('button', { name: 'Sign in and continue' }).click()
  await read()
  // Back and forth in the middle of the walk.
  await page.getByRole('link', { name: '日本語' }).click()
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
    'API連携認証（利用登録）（利用者番号認証）',
  )
  await page.getByRole('link', { name: 'English' }).click()
  await fillDigits(page, person().userNumber)
  await page.getByRole('button', { name: 'Next' }).click()
  await read()
  const shown = await page.content()
  const arrived = catchCallback(page, link.redirectUri)
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  expect((await arrived).searchParams.get('code')).not.toBeNull()
  expect([...seen]).toEqual(['API link: sign in', 'API link: user number', 'API link: permission'])
  const { desk } = openDesk(service.console)
  const admin = service.demo.staff.find((one) => one.loginId === 'miura')
  await desk.staff.signIn({ loginId: 'miura', password: admin?.password ?? '' })
  const { rows } = await desk.grants.list({
    status: 'all',
    providerId: null,
    after: null,
    limit: 50,
  })
  const evidence = await desk.grants.evidence({ id: Math.max(...rows.map(({ id }) => id)) })
  expect([evidence.language, evidence.again?.same]).toEqual(['en', true])
  expect(shown).toContain('asks for access to your account information')
  await page.context().close()
})

it('a provider that asks for English gets it, in a company’s words to the last page', async () => {
  const { page, link } = await open('フリー', { ui_locales: 'fr en-GB ja' })
  await page.getByText('Step 1 of').waitFor()
  await page.getByLabel('Login ID').fill(company(1).users[0]?.loginId ?? '')
  await page.getByLabel('Login password').fill(company(1).users[0]?.password ?? '')
  await page.getByRole('button', { name: 'Sign in and continue' }).click()
  await page.getByRole('heading', { name: 'API link: choose services' }).waitFor()
  const walk = page.url()
  const arrived = catchCallback(page, link.redirectUri)
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect((await arrived).searchParams.get('error')).toBe('access_denied')
  await page.getByText('callback').waitFor()
  // What is over answers in the words of that walk.
  await page.goto(walk)
  await page.getByRole('heading', { name: 'This procedure is over' }).waitFor()
  await page.getByText('external company (API partner)').first().waitFor()
  await page.getByRole('link', { name: '日本語' }).click()
  await page.getByRole('heading', { name: 'このお手続きは終わっています' }).waitFor()
  await page.getByText('外部企業（API連携先）').first().waitFor()
  await page.context().close()
})

it('the API利用規定 open with the words of the channel they were opened from', async () => {
  const { page } = await open()
  await page.getByRole('link', { name: /法人向け/ }).click()
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: /API利用規定/ }).click()
  const terms = await opened
  await terms.getByText('ビジネスバンキング').waitFor()
  await terms.getByRole('link', { name: 'English' }).click()
  await terms.getByText('The Japanese text of these terms is the one that applies.').waitFor()
  await page.context().close()
})

it('the permission page tells what one needs to trust it: who, what for, which data, from when to when, how to end it', async () => {
  const { desk } = openDesk(service.console)
  const admin = service.demo.staff.find((one) => one.loginId === 'miura')
  await desk.staff.signIn({ loginId: 'miura', password: admin?.password ?? '' })
  const [listed] = (await desk.providers.list()).filter((one) => one.name.includes('フリー'))
  const before = await desk.providers.find({ id: listed?.id ?? 0 })
  const told = {
    registrationNumber: '関東財務局長（電代）第77号',
    site: 'https://service.example/about',
    privacyPolicy: 'https://service.example/privacy?a=1&b=2',
    purpose: '帳簿への自動記帳のため',
  }
  await desk.providers.update({
    id: before.id,
    version: before.version,
    provider: { ...ProviderInput.parse(pick(before)), ...told },
  })
  await secondAgrees(service)
  const { page } = await open()
  await signIn(page, person(1))
  await fillDigits(page, person(1).userNumber)
  await page.getByRole('button', { name: '次へ' }).click()
  const who = page.getByRole('region', { name: '連携先の「API業者」について' })
  for (const words of [before.name, before.servicePersonal, told.registrationNumber, told.purpose])
    await who.getByText(words, { exact: true }).waitFor()
  for (const address of [told.site, told.privacyPolicy]) {
    const link = who.getByRole('link', { name: address })
    expect([await link.getAttribute('href'), await link.getAttribute('rel')]).toEqual([
      address,
      'noopener noreferrer',
    ])
  }
  for (const [name, words] of [
    ['渡す情報', '入出金明細'],
    ['期間', /開始.*終了.*90日間/s],
    ['やめるとき', /「API業者」での利用停止の手続き.*お電話/s],
  ] as const)
    expect(await page.getByRole('region', { name }).innerText()).toMatch(words)
  await page.context().close()
})

/** The frame has one height for all that may stand in it; of a browser whose letters are of that size. */
it.each([16, 32])(
  'the frame that tells of the time cuts nothing in a small window, at %i px',
  async (size) => {
    const own =
      size === 16
        ? browser
        : await openBrowser({ args: [`--blink-settings=defaultFontSize=${size}`] })
    const page = await own.newPage()
    const frames = Language.options.flatMap((language) =>
      [500, 100, 0].map((left) => {
        const texts = shippedTexts(textKindOf('personal', language))
        return renderTime({ language, texts, base: '', csrf: '', left, warning: 120, more: true })
          .replace(/<(meta http-equiv|link)[^>]*>/g, '')
          .replace('</head>', `<style>${consentStyle}</style></head>`)
          .replaceAll('"', '&quot;')
      }),
    )
    const list = frames.map((one) => `<iframe class="time" srcdoc="${one}"></iframe>`).join('')
    await page.setContent(`<style>${consentStyle}</style><main>${list}</main>`)
    for (const width of [320, 390]) {
      await page.setViewportSize({ width, height: 800 })
      for (const frame of page.frames().slice(1)) {
        const told = await frame.locator('.time-left p').innerText()
        const over = await frame.evaluate(() => {
          const { scrollHeight, scrollWidth } = document.documentElement
          return [scrollHeight - innerHeight, scrollWidth - innerWidth]
        })
        expect.soft([width, told, over]).toEqual([width, told, [0, 0]])
      }
    }
    await page.close()
    if (own !== browser) await own.close()
  },
)
