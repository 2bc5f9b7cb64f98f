import type { Page } from 'playwright-core'
import { sql } from '#db'
import { type Actor, createEnrolled, openEngine, systemClock, systemContext } from '#engine'
import { fillSampleLedger } from '../../src/main/demo/ledger.ts'
import { openBrowser } from '../support/browser.ts'
import { startService } from '../support/service-process.ts'
import { percentile, type Row, say } from './rows.ts'
import { seeded } from './search.ts'

const size = { customers: 200_000, grants: 2_000_000, providers: 100, trafficDays: 1_095 }
const password = 'counting-lemons-by-the-sea'
const [maker, checker] = [
  { loginId: 'bench', name: '計測 者', role: 'hq-admin' as const, branchCode: null },
  { loginId: 'bench2', name: '計測 第二', role: 'hq-admin' as const, branchCode: null },
]

/** Two administrators, and the 導入台帳 of each provider filled and checked by them. */
async function fillLedgers(folder: string): Promise<void> {
  const engine = openEngine({
    ...{ folder, clock: systemClock(), version: 'bench' },
    log: { warn() {}, error() {} },
  })
  const actors: Actor[] = []
  for (const person of [maker, checker]) {
    const id = await createEnrolled(systemContext(engine), { ...person, password })
    actors.push({ kind: 'staff', id: String(id), name: person.name, role: person.role })
  }
  const by = [actors[0], actors[1]] as [Actor, Actor]
  const all = engine.store.read(sql.selectFrom('providers').select('clientId').orderBy('id'))
  for (const { clientId } of all) await fillSampleLedger(engine, clientId, by)
  await engine.close()
}

/** From the way in to the rows, values and plots of the page, ms. */
function openPage(page: Page, path: string, shows: string): Promise<number> {
  return page.evaluate(
    async ([to, wanted]) => {
      history.pushState({ idx: history.length }, '', '/staff/none')
      dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      while (document.querySelector(wanted as string)) await frame()
      const from = performance.now()
      history.pushState({ idx: history.length }, '', to)
      dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
      while (!document.querySelector(wanted as string) && performance.now() - from < 5_000)
        await frame()
      return performance.now() - from
    },
    [path, shows],
  )
}

/** Each page, and what stands in it once it is whole. */
const pages: Record<string, (id: number) => { path: string; shows: string }> = {
  'a provider’s page': (id) => ({ path: `/providers/${id}`, shows: 'main svg' }),
  'its 導入台帳': (id) => ({ path: `/providers/${id}/ledger`, shows: 'main ul li' }),
  'its 利用状況 by hour': (id) => ({ path: `/providers/${id}/traffic`, shows: 'main svg' }),
  'its 利用状況 by day': (id) => ({ path: `/providers/${id}/traffic?span=day`, shows: 'main svg' }),
  'its 利用状況 by month': (id) => ({
    path: `/providers/${id}/traffic?span=month`,
    shows: 'main svg',
  }),
  'the 利用状況 of all, by month': () => ({ path: '/traffic?span=month', shows: 'main svg' }),
  'the list of providers': () => ({ path: '/providers', shows: 'main tbody tr' }),
  期日: () => ({ path: '/providers/due', shows: 'main tbody tr' }),
  'きょう with its plot': () => ({ path: '/', shows: 'main svg' }),
}

/** What an administrator waits for after three years with a hundred providers, in a browser. */
export async function providerPageRows(folder: string): Promise<Row[]> {
  const told = Object.values(size).map((n) => n.toLocaleString('en'))
  say(`provider pages with ${told.join(', ')} customers, grants, providers, days …`)
  if (seeded(folder, size)) await fillLedgers(folder)
  const service = await startService([], folder, false)
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({
      ...{ viewport: { width: 1366, height: 768 }, locale: 'ja-JP' },
    })
    const page = await context.newPage()
    await page.goto(service.console)
    await page.getByLabel('職員ID').fill(maker?.loginId ?? '')
    await page.getByLabel('パスワード').fill(password)
    await page.keyboard.press('Enter')
    await page.getByText('未完了の受付').waitFor()
    const rows: Row[] = []
    for (const [name, of] of Object.entries(pages)) {
      const times: number[] = []
      for (let i = 0; i < 22; i += 1) {
        const { path, shows } = of(((i * 37) % size.providers) + 1)
        times.push(await openPage(page, path, shows))
      }
      const kept = times.slice(2)
      const [p50, most] = [percentile(kept, 0.5), Math.max(...kept)]
      rows.push({
        ...{ name, against: '—', must: '≤ 150 ms', reached: p50 <= 150 },
        figures: `${p50.toFixed(0)} ms p50, ${most.toFixed(0)} ms at most`,
      })
    }
    return rows
  } finally {
    await browser.close()
    await service.stop()
  }
}
