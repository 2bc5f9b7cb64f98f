import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { afterAll, vi } from 'vitest'
import { importColumns } from '#shared/import-columns'
import { isoDate } from '#shared/japanese-date'
import { openBrowser } from './browser.ts'
import { type Desk, openDesk } from './desk-client.ts'
import { FormCustomer } from './form-customer.ts'
import { type Cells, csv } from './import-file.ts'
import { noteOf, wholeLedger } from './ledger.ts'
import { TestProvider } from './provider-client.ts'
import {
  type DemoCustomer,
  type DemoProvider,
  type RunningService,
  removeFolder,
  startService,
} from './service-process.ts'
import { openTlsFront } from './tls-front.ts'

type ImportKind = keyof typeof importColumns & Parameters<typeof csv>[0]

export interface OwnHouse {
  /** The one that runs now: another after `wakesLater`. */
  readonly service: RunningService
  issuer: string
  /** Two administrators of head office, and their windows. */
  maker: Desk
  second: Desk
  windowOf: (who: 'maker' | 'second') => Promise<Page>
  /** Its customers, each with an account and 合言葉. */
  customers: DemoCustomer[]
  clientOf: (entry: DemoProvider) => Promise<TestProvider>
  /** A customer permits a provider, form by form. */
  linkOf: (
    client: TestProvider,
    customer: DemoCustomer,
    redirectUri?: string,
  ) => Promise<Awaited<ReturnType<TestProvider['finish']>>>
  /** The second administrator agrees to all that waits, once something does. */
  agree: () => Promise<void>
  /** Fetches at the front, for clients that know no other way. */
  through: typeof fetch
  /** A page that the provider listener serves to anybody. */
  served: (path: string) => Promise<{ status: number; text: string }>
  /** Stopped, and started again on another day of the machine and of this test; both administrators sign in anew. */
  wakesLater: (ms: number) => Promise<void>
  /** What the windows complained of. */
  problems: string[]
}

/**
 * A credit union with nothing but its own files, behind a TLS front: no demo, no invented row. `first-day.test.ts` makes one in the
 * browser; here it is made by the same calls of the console, for stories that begin after that day.
 */
export async function openOwnHouse(): Promise<OwnHouse> {
  const name = 'api.odate-shinkumi.example'
  const front = await openTlsFront(name)
  const begin = [...front.options, '--test-port', '0']
  let service = await startService(begin, undefined, false)
  const browser = await openBrowser({ args: [front.browserArgument] })
  afterAll(async () => {
    await browser.close()
    await service.stop()
    await front.close()
    removeFolder(service.folder)
  })
  let maker = openDesk(service.console)
  let second = openDesk(service.console)
  const login = { loginId: 'miura', password: 'hajimete-no-kagi-1' }
  await maker.desk.setup.run({
    code: await setupCode(service),
    institution: {
      ...{ name: '大館試験信用組合', code: '2075', phone: '0186-42-0001' },
      phoneHours: '平日 9:00〜17:00',
    },
    admin: { ...login, name: '三浦 京子' },
  })
  await maker.desk.staff.signIn(login)
  const makerCode = await takeAuthenticator(maker.desk)
  const other = { loginId: 'kagaya', name: '加賀谷 進', role: 'hq-admin' as const }
  const { code } = await maker.desk.staff.create({ ...other, branchCode: null })
  const otherLogin = { loginId: 'kagaya', password: 'futarime-no-kagi-2' }
  await second.desk.staff.enrol({ ...otherLogin, code })
  const secondCode = await takeAuthenticator(second.desk)
  const agree = async (): Promise<void> => {
    const waiting = async () =>
      (await second.desk.proposals.list()).filter((one) => one.decidedBy === 'proposals.decide')
    // What was sent a moment ago may not be there yet; nobody agrees to nothing.
    for (const until = Date.now() + 20_000; (await waiting()).length === 0; ) {
      if (Date.now() > until) throw new Error('nothing waits for a second person')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    for (const { id } of await waiting())
      await second.desk.proposals.decide({ id, approve: true, note: '' })
  }
  await ownTerms(maker.desk, second.desk)
  const customers = await bringFiles(maker.desk, agree)
  const problems: string[] = []
  const through = ((url: string, init: RequestInit = {}) =>
    front.fetch(url, { method: 'GET', headers: {}, ...init } as never)) as typeof fetch
  const windows = new Map<string, Page>()
  return {
    get service() {
      return service
    },
    get maker() {
      return maker.desk
    },
    get second() {
      return second.desk
    },
    wakesLater: async (ms) => {
      await service.stop()
      for (const page of windows.values()) await page.context().close()
      windows.clear()
      const now = Date.now
      vi.spyOn(Date, 'now').mockImplementation(() => now() + ms)
      service = await startService(begin, service.folder, false, { NODE_OPTIONS: ahead(ms) })
      maker = openDesk(service.console)
      second = openDesk(service.console)
      await maker.desk.staff.signIn({ ...login, code: makerCode() })
      await second.desk.staff.signIn({ ...otherLogin, code: secondCode() })
    },
    issuer: `https://${name}`,
    ...{ customers, agree, problems, through },
    windowOf: async (who) => {
      const open = windows.get(who)
      if (open) return open
      const context = await browser.newContext({
        ...{ viewport: { width: 1366, height: 768 }, locale: 'ja-JP', timezoneId: 'Asia/Tokyo' },
      })
      const [cookie = '', value = ''] = (who === 'maker' ? maker : second).cookie().split('=')
      await context.addCookies([{ name: cookie, value, url: service.console }])
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      page.on('pageerror', (error) => problems.push(error.message))
      windows.set(who, page)
      return page
    },
    clientOf: (entry) => TestProvider.open(`https://${name}`, entry, front.fetch),
    linkOf: async (client, customer, redirectUri) => {
      const started = await client.start(undefined, redirectUri)
      const walk = new FormCustomer({}, through)
      return client.finish(started, await walk.permitAll(started.url.href, customer))
    },
    served: async (path) => {
      const answer = await through(`https://${name}${path}`)
      return { status: answer.status, text: await answer.text() }
    },
  }
}

/** Told beside the ready line, which may come before it. */
async function setupCode({ stderr }: RunningService): Promise<string> {
  for (;;) {
    const code = /コード: (\S+)/.exec(stderr())?.[1]
    if (code !== undefined) return code
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Head office signs in with an authenticator (U29). */
async function takeAuthenticator(desk: Desk): Promise<() => string> {
  const { secret } = await desk.staff.beginSecondFactor()
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) })
  await desk.staff.confirmSecondFactor({ code: totp.generate() })
  return () => totp.generate()
}

/** Has a process of Node begin with a clock that is ahead: what an own house has instead of `--clock-offset`, which is the demo's. */
function ahead(ms: number): string {
  const moved = `const Real = Date
    const now = () => Real.now() + ${ms}
    globalThis.Date = new Proxy(Real, {
      construct: (_, given) => given.length === 0 ? new Real(now()) : new Real(...given),
      get: (_, name) => name === 'now' ? now : Real[name],
    })`
  return `--import data:text/javascript,${encodeURIComponent(moved)}`
}

async function ownTerms(maker: Desk, second: Desk): Promise<void> {
  const paragraphs = ['第1条　この規定は、大館試験信用組合のAPI連携サービスについて定めます。']
  const body = { title: '大館試験信用組合　API利用規定', paragraphs }
  const { number } = await maker.texts.save({
    ...{ kind: 'terms', draft: null, body, note: '当組合の規定にする' },
  })
  const { updatedAt: seenAt } = await second.texts.find({ kind: 'terms', number })
  await second.texts.approve({ kind: 'terms', number, seenAt, from: isoDate(Date.now()) })
}

const people = [
  ['髙橋 優子', 'ﾀｶﾊｼ ﾕｳｺ'],
  ['渡邉 一郎', 'ﾜﾀﾅﾍﾞ ｲﾁﾛｳ'],
  ['齋藤 花', 'ｻｲﾄｳ ﾊﾅ'],
] as const

async function bringFiles(maker: Desk, agree: () => Promise<void>): Promise<DemoCustomer[]> {
  const customers = people.map(([name, kana], index): DemoCustomer => {
    const n = index + 1
    return {
      ...{ name, kana, phone: `0186-42-450${n}`, birthDate: '1988-11-03' },
      ...{ loginId: `ib000000${n}`, password: `Hajimete-000${n}`, customerNumber: `000000${n}` },
      ...{ userNumber: `135792468${n}`, extraChallenge: true },
      questions: ['母の旧姓', '最初の学校', '好きな食べ物'].map((question) => ({
        ...{ question, answer: `${question}${n}` },
      })),
      accounts: [{ branchCode: '011', accountTypeCode: '1', accountNumber: `100000${n}` }],
    }
  })
  const account = { branchCode: '011', typeCode: '1' }
  const files: Partial<Record<ImportKind, object[]>> = {
    branches: [{ code: '011', name: '本店', kana: 'ﾎﾝﾃﾝ' }],
    customers: customers.map((one) => ({
      ...{ channel: '個人', branchCode: '011', customerNumber: one.customerNumber },
      ...{ name: one.name, kana: one.kana, birthDate: one.birthDate, phone: one.phone },
      ...{ address: '秋田県大館市御成町1丁目1-1', loginId: one.loginId },
      ...{ password: one.password, userNumber: one.userNumber },
    })),
    questions: customers.map((one) => ({
      customerNumber: one.customerNumber,
      ...Object.fromEntries(
        one.questions.flatMap(({ question, answer }, index) => [
          [`question${index + 1}`, question],
          [`answer${index + 1}`, answer],
        ]),
      ),
    })),
    accounts: customers.map((one, index) => ({
      ...{ customerNumber: one.customerNumber, ...account, number: `100000${index + 1}` },
      ...{ primaryAccount: 'する', openedOn: '2015-04-01' },
    })),
    balances: customers.map((_, index) => ({
      ...{ ...account, number: `100000${index + 1}` },
      ...{ balance: '1234567', balanceAt: '2026-11-20 18:00' },
    })),
  }
  for (const [kind, rows] of Object.entries(files) as [ImportKind, object[]][])
    await bring(maker, kind, rows, agree)
  return customers
}

/** Sends a file of the house as a window does, accepts it, and has the second person agree where it takes one. */
async function bring(
  desk: Desk,
  kind: ImportKind,
  rows: object[],
  agree: () => Promise<void>,
): Promise<void> {
  const names = new Map(importColumns[kind].map((column) => [column.field, column.name]))
  const cells = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([field, value]) => [names.get(field) ?? field, value]),
    ),
  )
  const file = csv(kind, cells as Cells[], 'utf-8')
  const { id } = await desk.imports.begin({ kind, fileName: `${kind}.csv`, size: file.length })
  await desk.imports.add({ id, piece: file.toString('base64') })
  const reached = async (...states: string[]): Promise<string> => {
    for (;;) {
      const { state, problems } = await desk.imports.status({ id })
      if (state === 'failed') throw new Error(`${kind}: ${JSON.stringify(problems)}`)
      if (states.includes(state)) return state
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  await reached('checked')
  await desk.imports.accept({ id })
  if ((await reached('waiting', 'done')) === 'waiting') await agree()
  await reached('done')
}

/** Enters what of a ledger is empty, and has the second administrator check all that is unchecked. */
export async function completeLedger(
  { maker, second }: Pick<OwnHouse, 'maker' | 'second'>,
  providerId: number,
): Promise<void> {
  const { entries } = await maker.ledger.find({ providerId })
  const there = new Set(entries.map(({ item }) => item))
  for (const [item, value] of Object.entries(wholeLedger()))
    if (!there.has(item))
      await maker.ledger.save({
        ...{ providerId, item, version: 0, value, note: noteOf(value), evidence: '', owner: '' },
        dueOn: null,
      })
  const after = await second.ledger.find({ providerId })
  const items = after.entries
    .filter(({ checkedByName }) => checkedByName === null)
    .map(({ item, version }) => ({ item, version }))
  await second.ledger.check({ providerId, items })
}
