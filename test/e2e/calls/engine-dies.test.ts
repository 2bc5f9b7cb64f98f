import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEngine, systemClock } from '#engine'
import { seedGrants } from '../../../src/main/demo/seed-grants.ts'
import { openBrowser } from '../../support/browser.ts'
import { signIn, whenFound } from '../../support/console-page.ts'
import { openDesk } from '../../support/desk-client.ts'
import { pdfText } from '../../support/pdf-text.ts'
import { type RunningService, removeFolder, startService } from '../../support/service-process.ts'

/**
 * Call 18: the engine is killed under the clerk's hand, at every call of a telephone revocation that changes something, before
 * its commit and after it, while the answer is on its way. The window says the truth, keeps what was typed, and nothing is
 * done twice (R133).
 */
/** Where 佐藤 works. */
const clerkBranch = '011'
let service: RunningService
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
let ports: string[]
const problems: string[] = []

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
const steps = ['open', 'compare', 'act', 'describe', 'printSlip'] as const
type Step = (typeof steps)[number]
const deaths = steps.flatMap((step) => [[step, 'before'] as const, [step, 'after'] as const])

interface Caller {
  id: number
  name: string
  customerNumber: string
  birthDate: string
  phone: string
}
/** One for each death: what a caller says, as an officer may read it. */
let callers: Caller[]

async function findCallers(): Promise<Caller[]> {
  const { desk } = await officerOf(service)
  const { rows } = await desk.grants.list({
    ...{ status: 'active', providerId: null, after: null, limit: 400 },
  })
  const ids = new Set(
    rows.filter(({ channel }) => channel === 'personal').map((row) => row.customerId),
  )
  const found: Caller[] = []
  for (const id of ids) {
    if (found.length > deaths.length) return found
    const { full, counts } = await desk.customers.find({ id })
    if (full && counts.active > 0 && full.customer.branchCode === clerkBranch)
      found.push(full.customer)
  }
  throw new Error('too few customers')
}

async function officerOf({ console, demo }: RunningService) {
  const { desk } = openDesk(console)
  const officer = demo.staff.find(({ role }) => role === 'officer')
  await desk.staff.signIn({ loginId: officer?.loginId ?? '', password: officer?.password ?? '' })
  return { desk }
}

beforeAll(async () => {
  ports = ['--console-port', `${await freePort()}`, '--provider-port', `${await freePort()}`]
  service = await startService(ports)
  await service.stop()
  const engine = openEngine({
    ...{ folder: service.folder, clock: systemClock(), version: 'test' },
    log: { warn() {}, error() {} },
  })
  await seedGrants(engine, { grants: 700, customers: 300, providers: 5 })
  await engine.close()
  service = await startService(ports, service.folder)
  browser = await openBrowser()
  callers = await findCallers()
  page = await signIn(browser, service, 'sato', problems)
  page.setDefaultTimeout(12_000)
})
afterAll(async () => {
  await browser.close()
  await service.stop()
  removeFolder(service.folder)
})

/** The next call of this name meets its end: nothing of it arrives, or all of it and its answer does not. */
async function killAt(step: Step, when: 'before' | 'after'): Promise<void> {
  await page.route(
    `**/rpc/requests/${step}`,
    async (route) => {
      if (when === 'after') await route.fetch()
      await service.kill()
      await route.abort()
      service = await startService(ports, service.folder)
    },
    { times: 1 },
  )
}

describe('the engine dies', () => {
  it.each(deaths.map(([step, when], index) => ({ step, when, index })))(
    '$when the commit of requests.$step',
    async ({ step, when, index }) => {
      const customer = callers[index]
      if (!customer) throw new RangeError(`no customer ${index}`)
      const panel = page.getByRole('region', { name: '受付', exact: true })
      const notMade = page.getByText(/「.+」はまだ行われていません/)
      const made = page.getByText(/「.+」は行われました/)
      await killAt(step, when)
      /** What the clerk reads, and then does: once more where it was not made, nothing where it was. */
      const meet = async (here: Step, onceMore: () => Promise<void>): Promise<void> => {
        if (here !== step) return
        await (when === 'before' ? notMade : made).first().waitFor()
        if (when === 'before') await onceMore()
      }

      await page.keyboard.press('Escape')
      await page.getByRole('heading').first().click()
      await page.keyboard.press('/')
      await page.keyboard.type(customer.customerNumber)
      // The answer to a part of the number may show a namesake.
      await whenFound(page, new RegExp(customer.name))
      await page
        .getByRole('option', { name: new RegExp(customer.name) })
        .first()
        .click()
      await page.getByRole('heading', { level: 1, name: new RegExp(customer.name) }).waitFor()
      await panel.waitFor()
      await panel.getByLabel(/氏名/).fill(customer.name)
      // The next field is gone to: the request begins.
      await page.keyboard.press('Tab')
      await meet('open', async () => {})
      // Words typed while the request is being opened: they stand once its number does.
      if (step !== 'open' || when === 'after')
        await panel.getByRole('heading', { name: /^U-/ }).waitFor()
      await panel.getByLabel(/生年月日/).fill(customer.birthDate)
      await panel.getByLabel(/届出電話番号/).fill(customer.phone)
      await panel.getByRole('button', { name: '確かめる' }).click()
      await meet('compare', async () => {
        // What was said is still there.
        expect(await panel.getByLabel(/届出電話番号/).inputValue()).toBe(customer.phone)
        // An engine that is just back may refuse it once more, which is told again.
        const again = panel.getByRole('button', { name: '確かめる' })
        await expect
          .poll(
            async () => {
              if (await again.isVisible()) await again.click({ timeout: 1_000 }).catch(() => {})
              return again.isVisible()
            },
            { interval: 2_000 },
          )
          .toBe(false)
      })
      await page
        .locator('tr[data-index]', { hasText: /有効|期限間近/ })
        .first()
        .getByRole('checkbox')
        .check()
      await panel.getByRole('button', { name: '解除', exact: true }).click()
      const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
      await dialog.getByText('利用終了').click()
      await dialog.getByLabel('備考').fill('電話で申出')
      await dialog.getByRole('button', { name: '解除する' }).click()
      await meet('act', async () => {
        await dialog.getByText('「解除」はまだ行われていません').waitFor()
        expect(await dialog.getByLabel('備考').inputValue()).toBe('電話で申出')
        await dialog.getByRole('button', { name: '解除する' }).click()
      })
      await panel.getByText('お伝えすること').waitFor()
      await dialog.waitFor({ state: 'detached' })

      // Printing keeps what stands in the form first.
      const told = panel.getByLabel('回答内容')
      await told.fill('解除したことを伝えた')
      const download = page.waitForEvent('download')
      const print = panel.getByRole('button', { name: '受付票（PDF）' })
      await print.click()
      await meet('describe', async () => {
        expect(await told.inputValue()).toBe('解除したことを伝えた')
        await print.click()
      })
      await meet('printSlip', () => print.click())
      const paper = (await pdfText(readFileSync(await (await download).path()))).join('')
      expect(paper).not.toContain('再発行')
      expect(paper).toContain('解除したことを伝えた')

      const { desk } = await officerOf(service)
      const { rows } = await desk.requests.list({
        ...{ view: 'today', branchCode: null, after: null, limit: 100 },
      })
      const own = rows.filter(({ customerName }) => customerName === customer.name)
      expect(own).toHaveLength(1)
      const request = await desk.requests.find({ id: own[0]?.id ?? 0 })
      expect(request.acts.map(({ kind, note, changed }) => ({ kind, note, changed }))).toEqual([
        { kind: 'revoke', note: '電話で申出', changed: 1 },
      ])
      expect(request.answer).toBe('解除したことを伝えた')
      await page.unroute(`**/rpc/requests/${step}`)
    },
  )
})
