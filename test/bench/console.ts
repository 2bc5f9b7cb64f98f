import type { Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { openDesk } from '../support/desk-client.ts'
import { startService } from '../support/service-process.ts'

export interface ConsoleFigures {
  /** Milliseconds from Enter in the search box to the grants on the screen. */
  customerPage: number[]
  /** From a filter chip to the rows that it leaves. */
  filter: number[]
  /** Rows in memory when the list was scrolled to its end, and how often a frame showed none. */
  scrolled: { rows: number; blank: number }
  /** Bytes that the first screen asked of the engine. */
  firstBytes: number
}

const admin = { loginId: 'bench', name: '計測 者', password: 'counting-lemons-by-the-sea' }

/** The console in a real browser on a folder of any size. */
export async function measureConsole(folder: string, rows: number): Promise<ConsoleFigures> {
  const service = await startService([], folder, false)
  const browser = await openBrowser()
  try {
    const { desk } = openDesk(service.console)
    const { needed } = await desk.setup.status()
    const code = /コード: (\S+)/.exec(service.stderr())?.[1] ?? ''
    if (needed)
      await desk.setup.run({
        code,
        institution: { code: '2075', name: '計測信用組合', phone: '018-000-0000' },
        admin,
      })
    const page = await (
      await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'ja-JP' })
    ).newPage()
    await page.goto(service.console)
    await page.getByLabel('職員ID').fill(admin.loginId)
    await page.getByLabel('パスワード').fill(admin.password)
    await page.keyboard.press('Enter')
    await page.getByText('未完了の受付').waitFor()
    await page.waitForTimeout(500)
    const firstBytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => entry.name.includes('/rpc/'))
        .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).decodedBodySize, 0),
    )
    const customerPage: number[] = []
    for (let i = 1; i <= 12; i += 1) customerPage.push(await openCustomer(page, i * 37))
    await page.goto(`${service.console}/grants`)
    await page.getByRole('row').nth(5).waitFor()
    const filter: number[] = []
    for (const name of [
      '続いているもの',
      '終了',
      'すべて',
      '続いているもの',
      '終了',
      'すべて',
      '続いているもの',
      '終了',
      'すべて',
    ])
      filter.push(await applyFilter(page, name))
    const scrolled = await scrollTo(page, rows)
    return {
      customerPage: customerPage.slice(2),
      filter: filter.slice(3),
      scrolled,
      firstBytes,
    }
  } finally {
    await browser.close()
    await service.stop()
  }
}

async function openCustomer(page: Page, number: number): Promise<number> {
  const text = String(number).padStart(7, '0')
  await page.keyboard.press('Control+f')
  await page.keyboard.type(text)
  await page
    .getByRole('option', { name: new RegExp(`•••${text.slice(-4)}`) })
    .first()
    .waitFor()
  // What is listed belongs to what was typed, and its first row is chosen.
  await page.waitForTimeout(300)
  return page.evaluate(async () => {
    const before = document.querySelector('main h1')?.textContent
    const from = performance.now()
    const input = document.querySelector<HTMLInputElement>('[data-search]')
    input?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    for (;;) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const title = document.querySelector('main h1')?.textContent
      const row = document.querySelector('main tbody tr[data-index="0"]')
      if (title !== before && title?.includes('（') && row) return performance.now() - from
      if (performance.now() - from > 5_000) return Number.NaN
    }
  })
}

async function applyFilter(page: Page, name: string): Promise<number> {
  return page.evaluate(async (chip) => {
    const before = document.querySelector('main tbody tr[data-index="0"]')?.textContent
    const button = [
      ...document.querySelectorAll<HTMLButtonElement>('main button[aria-pressed]'),
    ].find((one) => one.textContent?.replace(/[\s\d,]+$/, '') === chip)
    const from = performance.now()
    button?.click()
    for (;;) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const now = document.querySelector('main tbody tr[data-index="0"]')?.textContent
      const settled = button?.getAttribute('aria-pressed') === 'true' && now !== undefined
      if (settled && (now !== before || performance.now() - from > 250))
        return performance.now() - from
      if (performance.now() - from > 5_000) return Number.NaN
    }
  }, name)
}

/** Scrolls as a quick hand does, three screens at a time, until so many rows have been there. */
function scrollTo(page: Page, rows: number): Promise<{ rows: number; blank: number }> {
  return page.evaluate(async (wanted) => {
    const table = document.querySelector('main table')
    const scroller = table?.parentElement
    let blank = 0
    const until = performance.now() + 240_000
    const loaded = (): number => Number(table?.getAttribute('aria-rowcount') ?? 1) - 1
    while (scroller && loaded() < wanted && performance.now() < until) {
      scroller.scrollTop += scroller.clientHeight * 3
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      const middle = scroller.getBoundingClientRect()
      const at = document.elementFromPoint(middle.left + 40, middle.top + middle.height / 2)
      if (!at?.closest('tr[data-index]')) blank += 1
    }
    return { rows: loaded(), blank }
  }, rows)
}
