import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAct } from '#shared/contract/may'
import { openBrowser } from '../../support/browser.ts'
import { type Caller, callsFolder, liveLinks, panelOf } from '../../support/calls.ts'
import { signIn, whenFound } from '../../support/console-page.ts'
import { Deaths, type When } from '../../support/deaths.ts'
import { openDesk } from '../../support/desk-client.ts'
import { pdfText } from '../../support/pdf-text.ts'
import { type RunningService, removeFolder, startService } from '../../support/service-process.ts'

/**
 * Call 18: the engine is killed under the clerk's hand at every step of calls 1 and 2. The steps are whatever the window sends,
 * test/support/deaths.ts: before an act's commit and after it, while the answer is on its way, and at each reading. The window says
 * the truth, keeps what was typed, nothing is done twice, and the 受付票 comes at the end (R133).
 */
let service: RunningService
let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
let deaths: Deaths
let callers: Caller[]
const problems: string[] = []

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

beforeAll(async () => {
  const ports = ['--console-port', `${await freePort()}`, '--provider-port', `${await freePort()}`]
  const { folder, callers: all } = await callsFolder()
  callers = all.filter(({ live, branchCode }) => live > 0 && branchCode === '011')
  service = await startService(ports, folder)
  browser = await openBrowser()
  page = await signIn(browser, service, 'sato', problems)
  deaths = new Deaths(page, {
    kill: () => service.kill(),
    again: async () => {
      service = await startService(ports, folder)
    },
  })
})
afterAll(async () => {
  await browser.close()
  await service.stop()
  removeFolder(service.folder)
})

const button = (within: Locator, name: string) => within.getByRole('button', { name, exact: true })

async function find({ customerNumber, name }: Caller): Promise<void> {
  // What the page before had to save as it was left may have met its death, and with it the page that came.
  const today = page.getByRole('heading', { name: 'きょう', level: 1 })
  const isThere = async (): Promise<boolean> => {
    await page.goto(service.console)
    return today.waitFor({ timeout: 20_000 }).then(
      () => true,
      () => false,
    )
  }
  await expect.poll(isThere, { interval: 1_000 }).toBe(true)
  await today.click()
  await deaths.go(
    async () => {
      await page.getByRole('combobox').fill('')
      await page.keyboard.type(customerNumber)
    },
    page.locator('[role=listbox][aria-busy=false]').getByRole('option', { name: new RegExp(name) }),
  )
  await whenFound(page, new RegExp(name))
  await deaths.go(
    () =>
      page
        .getByRole('option', { name: new RegExp(name) })
        .first()
        .click(),
    panelOf(page).getByLabel(/^氏名/),
  )
}

/** From the act's outcome to the paper, and what was told. @returns the words of the 受付票 */
async function paperAndAnswer(answer: string): Promise<string> {
  const panel = panelOf(page)
  let file = ''
  const download = page.waitForEvent('download').then(async (one) => {
    file = await one.path()
  })
  // Printing keeps what stands in the form first.
  await panel.getByLabel('回答内容').fill(answer)
  await deaths.go(
    () => panel.locator('[data-key=P]').click(),
    () => file !== '',
    [[panel.getByLabel('回答内容'), answer]],
  )
  await download
  return (await pdfText(readFileSync(file))).join('').replace(/\s/g, '')
}

/** One link is ended: from the ring to the 受付票. */
async function oneLink(caller: Caller): Promise<string> {
  const panel = panelOf(page)
  const field = (label: string) => panel.getByLabel(new RegExp(`^${label}`))
  await find(caller)
  await deaths.go(
    async () => {
      await field('氏名').fill(caller.name)
      // The next field is gone to: the request begins.
      await page.keyboard.press('Tab')
    },
    panel.getByRole('heading', { name: /^U-/ }),
    [[field('氏名'), caller.name]],
  )
  await field('生年月日').fill(caller.birthDate)
  await field('届出電話番号').fill(caller.phone)
  await deaths.go(
    () => button(panel, '確かめる').click(),
    panel.getByText('本人確認が済みました'),
    [
      [field('氏名'), caller.name],
      [field('届出電話番号'), caller.phone],
    ],
  )
  await liveLinks(page).first().getByRole('checkbox').check()
  const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
  await deaths.go(
    async () => (await dialog.isVisible()) || panel.locator('[data-key=R]').click(),
    dialog.getByText('1件を解除します'),
  )
  await dialog.getByText('利用終了').click()
  await dialog.getByLabel('備考').fill('電話で申出')
  await deaths.go(() => button(dialog, '解除する').click(), panel.getByText('お伝えすること'), [
    [dialog.getByLabel('備考'), '電話で申出'],
  ])
  return paperAndAnswer('解除したことを伝えた')
}

/** A telephone is lost: everything of the customer is stopped, and nobody needs to be known. */
async function lostPhone(caller: Caller): Promise<string> {
  const panel = panelOf(page)
  await find(caller)
  const dialog = page.getByRole('alertdialog', { name: '緊急停止' })
  await deaths.go(() => panel.locator('[data-key="Alt+E"]').click(), dialog)
  await dialog.getByLabel('紛失・盗難').check()
  await dialog.getByLabel('備考').fill('駅で紛失')
  await deaths.go(() => button(dialog, '停止する').click(), panel.getByText('停止しました'), [
    [dialog.getByLabel('備考'), '駅で紛失'],
  ])
  return paperAndAnswer('止めたことを伝えた')
}

async function deskOf(loginId: string) {
  const { desk } = openDesk(service.console)
  const password = service.demo.staff.find((one) => one.loginId === loginId)?.password ?? ''
  await desk.staff.signIn({ loginId, password })
  return desk
}

/** What the audit has of the clerk's acts since an entry, in their order. */
async function actsSince(id: number): Promise<string[]> {
  const { rows } = await (await deskOf('hori')).audit.list({
    ...{ actorKind: 'staff', outcome: 'done', action: '', text: '', before: null, limit: 100 },
  })
  return rows
    .filter((row) => row.id > id && row.actorName === '佐藤 花子' && isAct(row.action))
    .map(({ action }) => action)
    .reverse()
}
const lastEntry = async (): Promise<number> =>
  (
    await (
      await deskOf('hori')
    ).audit.list({
      ...{ actorKind: null, outcome: null, action: '', text: '', before: null, limit: 1 },
    })
  ).rows[0]?.id ?? 0

describe.each([
  ['call 1, one link', oneLink, 'revoke', '電話で申出', '解除したことを伝えた'],
  ['call 2, a lost telephone', lostPhone, 'emergency', '駅で紛失', '止めたことを伝えた'],
] as const)('%s', (_, play, kind, note, answer) => {
  const sent: Partial<Record<When | 'never', string[]>> = {}
  let undisturbed: string[] = []
  it.each(['never', 'before', 'after'] as const)(
    'the engine dies at each step: %s',
    async (when) => {
      const caller = callers.pop()
      if (!caller) throw new RangeError('no caller is left')
      const entry = await lastEntry()
      await deaths.begin(when)
      const slip = await play(caller)
      sent[when] = await deaths.end()

      const officer = await deskOf('kudo')
      const { rows } = await officer.requests.list({
        ...{ view: 'today', branchCode: null, after: null, limit: 100 },
      })
      const own = rows.filter(({ customerName }) => customerName === caller.name)
      expect(own).toHaveLength(1)
      const request = await officer.requests.find({ id: own[0]?.id ?? 0 })
      expect(request.acts.map((act) => [act.kind, act.note, act.changed])).toEqual([
        [kind, note, kind === 'revoke' ? 1 : caller.live],
      ])
      expect(request.answer).toBe(answer)
      expect(slip).toContain(request.number)
      for (const words of [note, answer]) expect(slip).toContain(words)
      expect(slip).not.toContain('再発行')
      // Each act once, as where nothing died.
      const acts = await actsSince(entry)
      if (when === 'never') undisturbed = acts
      expect(acts).toEqual(undisturbed)
      expect(acts.length).toBeGreaterThanOrEqual(4)
      // Whatever the window sends has died, and acts twice.
      const steps = sent.never ?? []
      const due = when === 'after' ? steps.filter((step) => isAct(step.split(' ')[0] ?? '')) : steps
      expect(due.length).toBeGreaterThanOrEqual(4)
      expect(sent[when]).toEqual(expect.arrayContaining(due))
    },
  )
})
