import { cpSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { grantsOfCustomer, openEngine, systemClock } from '#engine'
import { seedGrants } from '../../src/main/demo/seed-grants.ts'
import { closeWindows } from './browser.ts'
import { type Desk, openDesk } from './desk-client.ts'
import { onceInRun } from './once-in-run.ts'
import { startService, temporaryFolder } from './service-process.ts'
import { beginStory, type Story } from './story.ts'

/** Somebody who calls: what is on file of them, and how many links of theirs are live. */
export interface Caller {
  id: number
  name: string
  kana: string
  customerNumber: string
  birthDate: string
  phone: string
  address: string
  branchCode: string
  live: number
}

export interface Calls extends Story {
  /** A person whom no other story of this worker has had: of the branch of 佐藤 and 工藤 unless another is asked for. */
  caller: (asks?: { live?: number; branchCode?: string }) => Caller
  /** The engine by a person's own session, without a window. */
  deskOf: (loginId: string) => Promise<Desk>
}

const ownBranch = '011'
/** Those who can sign in themselves; stories with tokens of providers take them by their places. */
const named = 3
const seeded = { grants: 1_080, customers: 480, from: named + 1, providers: 5 }

/** Of this worker (vitest.config.ts); what ends the worker ends service and browser too. */
let begun: Promise<Calls> | undefined

/**
 * The service with its demo and links of 480 customers, and a browser: started once for all files of test/e2e/calls that a worker
 * runs, one after the other. What a file leaves in the database the next one finds, and so each takes callers of its own. A file's
 * windows are closed after it, and it is red when one of them complained.
 */
export async function openCalls(): Promise<Calls> {
  begun ??= begin()
  const calls = await begun
  const { browser, problems } = calls
  afterAll(async () => {
    calls.forgetWindows()
    await closeWindows(browser)
    expect(problems.splice(0)).toEqual([])
  })
  return calls
}

/** A folder of one's own with the demo and the links of 480 customers, and who they are. */
export async function callsFolder(): Promise<{ folder: string; callers: Caller[] }> {
  const folder = temporaryFolder()
  cpSync(await onceInRun('calls', seed), folder, { recursive: true })
  return { folder, callers: await readCallers(folder) }
}

async function begin(): Promise<Calls> {
  const { folder, callers } = await callsFolder()
  const story = await beginStory({}, folder)
  const { service } = story
  return {
    ...story,
    caller: ({ live = 1, branchCode = ownBranch } = {}) => {
      // Whoever has the fewest: those with more are left for the stories that need them, in whatever order they run.
      const [found] = callers
        .filter((one) => one.live >= live && one.branchCode === branchCode)
        .sort((a, b) => a.live - b.live)
      if (found) callers.splice(callers.indexOf(found), 1)
      else throw new RangeError(`no caller of ${branchCode} with ${live} links is left`)
      return found
    },
    deskOf: async (loginId) => {
      const { desk } = openDesk(service.console)
      const password = service.demo.staff.find((one) => one.loginId === loginId)?.password ?? ''
      await desk.staff.signIn({ loginId, password })
      return desk
    },
  }
}

const open = (folder: string) =>
  openEngine({
    ...{ folder, clock: systemClock(), version: 'test' },
    log: { warn() {}, error() {} },
  })

async function seed(folder: string): Promise<void> {
  const service = await startService()
  await service.stop()
  const engine = open(service.folder)
  await seedGrants(engine, seeded)
  await engine.close()
  cpSync(service.folder, folder, { recursive: true })
}

async function readCallers(folder: string): Promise<Caller[]> {
  const engine = open(folder)
  const callers: Caller[] = []
  for (let id = named + 1; id < seeded.from + seeded.customers; id += 1) {
    const one = engine.bank.customer(id)
    if (one?.channel !== 'personal') continue
    const { name, kana, customerNumber, birthDate, phone, address, branchCode } = one
    const live = grantsOfCustomer(engine, id).filter(({ status }) => status === 'active').length
    const told = { id, name, kana, customerNumber, birthDate, phone, address, branchCode, live }
    callers.push(told)
  }
  await engine.close()
  return callers
}

/** The panel of the request on a customer's page. */
export const panelOf = (page: Page) => page.getByRole('region', { name: '受付', exact: true })

/** Who calls says name, birth date and telephone, and is known. @returns the request's number */
export async function identify(
  page: Page,
  { name, birthDate, phone }: Pick<Caller, 'name' | 'birthDate' | 'phone'>,
): Promise<string> {
  const panel = panelOf(page)
  await panel.getByLabel(/^氏名/).fill(name)
  await panel.getByLabel(/^生年月日/).fill(birthDate)
  await panel.getByLabel(/^届出電話番号/).fill(phone)
  await panel.getByRole('button', { name: '確かめる' }).click()
  await panel.getByText('本人確認が済みました').waitFor()
  return panel.getByRole('heading', { name: /^U-/ }).innerText()
}

/** The rows of links that live. */
export const liveLinks = (page: Page) =>
  page.locator('tr[data-index]', { hasText: /有効|期限間近/ })
