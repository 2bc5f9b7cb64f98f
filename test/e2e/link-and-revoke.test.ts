import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { whenFound } from '../support/console-page.ts'
import { TestProvider, walkConsent } from '../support/provider-client.ts'
import { openStory } from '../support/story.ts'

/** The main job, end to end: the built service, a provider's own client, a customer's browser, a clerk at the keyboard. */
const { service, browser, problems } = await openStory()
const secrets = new Set<string>()
let clerk: Page
beforeAll(async () => {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'ja-JP',
  })
  clerk = await context.newPage()
  clerk.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  clerk.on('pageerror', (error) => problems.push(error.message))
})

async function link(providerIndex: number, customerIndex: number) {
  const entry = service.demo.providers[providerIndex]
  const customer = service.demo.customers[customerIndex]
  if (!entry || !customer) throw new Error('demo incomplete')
  const provider = await TestProvider.open(service.issuer, entry)
  const started = await provider.start(
    undefined,
    entry.redirectUris.find((uri) => uri.startsWith('https://')),
  )
  const page = await (await browser.newContext()).newPage()
  const callback = await walkConsent(page, started, customer)
  const tokens = await provider.finish(started, callback)
  for (const secret of [
    callback.searchParams.get('code'),
    tokens.access_token,
    tokens.refresh_token,
    customer.password,
    customer.userNumber,
    ...customer.questions.map((entry) => entry.answer),
  ])
    if (secret) secrets.add(secret)
  await page.context().close()
  return { provider, tokens, customer }
}

const focused = () =>
  clerk.evaluate(() =>
    document.activeElement === document.body
      ? ''
      : (document.activeElement as HTMLElement | null)?.innerText ||
        document.activeElement?.getAttribute('aria-label') ||
        '',
  )
/** Tab until the focus is where the person wants it; a person would need as many strokes. */
async function tabTo(name: RegExp, most = 60): Promise<void> {
  for (let i = 0; i < most; i += 1) {
    if (name.test(await focused())) return
    await clerk.keyboard.press('Tab')
  }
  throw new Error(`no focus on ${name}; at ${await focused()}`)
}
describe.each([
  ['Bearer', 8],
  ['DPoP', 2],
])(
  'one link, from the provider’s request to the clerk’s revocation (%s)',
  (_kind, providerIndex) => {
    it('runs as the customer, the provider and the clerk live it', async () => {
      const { provider, tokens } = await link(providerIndex, 0)
      const accounts = (await provider.get(tokens.access_token, '/accounts')).body.accounts as {
        accountId: string
      }[]
      const balance = await provider.get(
        tokens.access_token,
        `/accounts/${accounts[0]?.accountId}/balance`,
      )
      expect([balance.status, typeof balance.body.balance]).toEqual([200, 'string'])
      const transactions = await provider.get(
        tokens.access_token,
        `/accounts/${accounts[0]?.accountId}/transactions?dateFrom=2020-01-01`,
      )
      expect(Number(transactions.body.count)).toBeGreaterThan(50)
      const refreshed = await provider.refresh(tokens.refresh_token ?? '')
      secrets.add(refreshed.access_token)

      // The phone rings: by keyboard alone.
      await clerk.goto(service.console)
      const signIn = clerk.getByLabel('職員ID')
      await signIn
        .or(clerk.getByRole('heading', { name: 'きょう' }))
        .first()
        .waitFor()
      if (await signIn.isVisible()) {
        await clerk.keyboard.type('sato')
        await clerk.keyboard.press('Tab')
        await clerk.keyboard.type(service.demo.staff[0]?.password ?? '')
        await clerk.keyboard.press('Enter')
      }
      await clerk.getByRole('heading', { name: 'きょう' }).waitFor()
      await clerk.waitForFunction(() => document.activeElement?.hasAttribute('data-search'))
      await clerk.keyboard.type('ｽｽﾞｷ ｲﾁﾛｳ')
      await whenFound(clerk, /鈴木 一郎.*•••0001/)
      await clerk.keyboard.press('Enter')
      await clerk.getByRole('heading', { name: '鈴木 一郎（スズキ イチロウ）' }).waitFor()
      const name = service.demo.providers[providerIndex]?.name ?? ''
      const row = clerk.getByRole('row', { name: new RegExp(name) }).first()
      const asks = clerk.getByLabel('氏名（必須）')
      await asks.or(row).first().waitFor()
      if (await asks.isVisible()) {
        expect(await clerk.content()).not.toContain(name)
        await asks.focus()
        await clerk.keyboard.type('鈴木一郎')
        await clerk.keyboard.press('Tab')
        await clerk.keyboard.type('昭和50年4月12日')
        await clerk.keyboard.press('Tab')
        await clerk.keyboard.press('Tab')
        await clerk.keyboard.type('０９０−０１２３−４５６７')
        await clerk.keyboard.press('Enter')
      }
      await row.waitFor()
      await tabTo(new RegExp(name))
      await clerk.keyboard.press('Space')
      await tabTo(/^解除$/)
      await clerk.keyboard.press('Enter')
      await clerk.getByRole('alertdialog', { name: '連携の解除' }).waitFor()

      // U8: the focus is on キャンセル, and Enter never revokes.
      expect(await focused()).toBe('キャンセル')
      await clerk.keyboard.press('Enter')
      await clerk.getByRole('alertdialog').waitFor({ state: 'detached' })
      expect((await provider.get(refreshed.access_token, '/accounts')).status).toBe(200)

      await tabTo(/^解除$/)
      await clerk.keyboard.press('Enter')
      await clerk.getByRole('alertdialog').waitFor()
      await clerk.keyboard.press('Tab')
      await clerk.keyboard.press('Tab')
      await clerk.keyboard.press('Space')
      await tabTo(/^解除する$/)
      await clerk.keyboard.press('Enter')
      await clerk.waitForTimeout(200)
      expect((await provider.get(refreshed.access_token, '/accounts')).status).toBe(200)
      await clerk.keyboard.press('Space')
      // The proof of an earlier link of the same call may stand there already; the dialog goes when the act is done.
      await clerk.getByRole('alertdialog').waitFor({ state: 'detached' })
      await clerk.getByRole('heading', { name: '解除の証拠' }).waitFor()
      await expect.poll(focused).toBe('結果')

      // The provider's very next call, whatever it is.
      expect((await provider.get(refreshed.access_token, '/accounts')).status).toBe(401)
      await expect(provider.refresh(tokens.refresh_token ?? '')).rejects.toMatchObject({
        error: 'invalid_grant',
      })
      expect(await provider.introspect(tokens.refresh_token ?? '')).toEqual({ active: false })

      // The proof, counted by the server, with the attempts as they come.
      const proof = clerk.getByRole('region', { name: '解除の証拠' })
      await proof.getByText('トークン更新').waitFor()
      const text = (await proof.innerText()).replace(/\s+/g, ' ')
      expect(text).toMatch(/有効なトークン 0 止めたトークン 3 /)
      expect(text).toMatch(/口座一覧 拒否（401）/)
      expect(text).toMatch(/操作した人 佐藤 花子/)
    })
  },
)

describe('afterwards', () => {
  it('the time line and the audit hold it', async () => {
    // A page that is opened with its results begins at its list; an act that is new to it, as above, at its result.
    await clerk.reload()
    await clerk.getByRole('heading', { name: '解除の証拠' }).waitFor()
    expect(await clerk.evaluate(() => document.activeElement?.tagName)).toBe('TR')
    const row = clerk.getByRole('row', { name: /マネーツリー.*解除/ }).first()
    await row.press('Enter')
    const line = clerk.getByRole('list', { name: '経過' })
    await line.waitFor()
    await expect
      .poll(() => line.innerText())
      .toMatch(
        /解除（利用終了）[\s\S]*申出人 本人　経路 電話　操作 佐藤 花子　止めたトークン 3[\s\S]*お客さまが許可/,
      )

    const admin = await (
      await browser.newContext({ viewport: { width: 1366, height: 768 } })
    ).newPage()
    await admin.goto(service.console)
    await admin.getByLabel('職員ID').fill('hori')
    await admin.getByLabel('パスワード').fill(service.demo.staff[3]?.password ?? '')
    await admin.keyboard.press('Enter')
    await admin.getByRole('link', { name: '監査' }).click()
    await admin
      .getByRole('row', { name: /佐藤 花子 連携を解除 R-\d+ 利用終了/ })
      .first()
      .waitFor()
    await admin
      .getByRole('row', { name: /お客さまを検索/ })
      .first()
      .waitFor()
    await admin.context().close()
  })

  it('the console ran without an error and without a CSP violation', () => {
    expect(problems).toEqual([])
  })

  it('no secret lies in database, log or any other file but demo.json (R27)', async () => {
    expect(await service.stop()).toBe(0)
    const files = readdirSync(service.folder, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !['demo.json'].includes(entry.name),
    )
    expect(files.map((entry) => entry.name)).toContain('renkei.db')
    for (const staff of service.demo.staff) secrets.add(staff.password)
    for (const provider of service.demo.providers) secrets.add(String(provider.privateJwk.d))
    expect(secrets.size).toBeGreaterThan(20)
    for (const entry of files) {
      const bytes = readFileSync(join(entry.parentPath, entry.name))
      for (const secret of secrets) {
        for (const form of [
          secret,
          encodeURIComponent(secret),
          Buffer.from(secret).toString('base64').replace(/=+$/, ''),
          Buffer.from(secret).toString('hex'),
        ])
          expect(bytes.includes(form), `${entry.name}: ${secret}`).toBe(false)
        expect(bytes.includes(Buffer.from(secret, 'utf16le')), `${entry.name}: ${secret}`).toBe(
          false,
        )
      }
    }
    // The test can fail: what is stored in clear is found by the same means.
    expect(readFileSync(join(service.folder, 'renkei.db')).includes('鈴木')).toBe(true)
    expect(statSync(join(service.folder, 'demo.json')).mode & 0o077).toBe(0)
    expect(statSync(join(service.folder, 'keys.json')).mode & 0o077).toBe(0)
    const db = new SQLite(join(service.folder, 'renkei.db'), { readonly: true })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
    db.close()
  })
})
