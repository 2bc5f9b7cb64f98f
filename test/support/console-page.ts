import { Secret, TOTP } from 'otpauth'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { RunningService } from './service-process.ts'

/** Opens the console in a browser of its own and signs in. What the page complains of is collected in `problems`. */
export async function signIn(
  browser: Browser,
  service: RunningService,
  loginId: string,
  problems: string[],
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'ja-JP',
    ...options,
  })
  const page = await context.newPage()
  page.on(
    'console',
    (message) =>
      message.type() === 'error' &&
      // axe tries to look into the sandboxed frame, which is closed to it as to everybody.
      !/status of 4|sandboxed/.test(message.text()) &&
      problems.push(`${page.url()}: ${message.text()}`),
  )
  page.on('pageerror', (error) => problems.push(error.message))
  const staff = service.demo.staff.find((one) => one.loginId === loginId)
  await page.goto(service.console)
  await page.getByLabel('職員ID').fill(loginId)
  await page.getByLabel('パスワード').fill(staff?.password ?? '')
  await page.keyboard.press('Enter')
  await page.getByText('サーバー稼働中').waitFor()
  return page
}

/** Whom the search shows for all that is typed: of the answer to less of it Enter opens nobody. */
export async function whenFound(page: Page, name: RegExp): Promise<void> {
  await page
    .locator('[role=listbox][aria-busy=false]')
    .getByRole('option', { name })
    .first()
    .waitFor()
}

/** On the sign-in page: a person ends their own enrolment. `look` is called once the form says what is missing. */
export async function enrol(
  page: Page,
  person: { loginId: string; code: string; password: string },
  look?: () => Promise<void>,
): Promise<void> {
  await page.getByRole('button', { name: '登録コードで登録する' }).click()
  const send = page.getByRole('button', { name: '登録する', exact: true })
  if (look) {
    await send.click()
    await look()
  }
  await page.getByLabel('職員ID').fill(person.loginId)
  await page.getByLabel('登録コード').fill(person.code)
  await page.getByLabel('新しいパスワード', { exact: true }).fill(person.password)
  await page.getByLabel('新しいパスワード（もう一度）').fill(person.password)
  await send.click()
}

/** The authenticator app of a person, with the codes that it shows; each counts once, and so the next one is taken after it. */
export interface Authenticator {
  next: () => string
}

/** A person's authenticator reads the secret of the page that stands between the first sign-in and everything else. */
export async function enrolAuthenticator(page: Page): Promise<Authenticator> {
  await page.getByRole('img', { name: /QRコード/ }).waitFor()
  const secret = (await page.locator('code').innerText()).replace(/\s/g, '')
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const stepMs = 30_000
  let used = 0
  const next = (): string => {
    used = Math.max(Math.floor(Date.now() / stepMs), used + 1)
    return totp.generate({ timestamp: used * stepMs })
  }
  await page.getByLabel('認証アプリのコード').fill(next())
  await page.getByRole('button', { name: '登録する', exact: true }).click()
  return { next }
}

/** Sent without it, a form leads to its empty field and says so there. */
export async function expectMissing(page: Page, send: string, label: string): Promise<void> {
  await page.getByRole('button', { name: send, exact: true }).click()
  const field = page.getByLabel(label)
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true)
  const told = await field.evaluate((one) =>
    (one.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(''),
  )
  expect(told).toContain('入力してください。')
}
