import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** A bound for what hangs, not a measure. */
const hangsMs = 120_000

/** The last list that is given to Chromium counts, so Playwright's own stands here too (`disabledFeatures` in its source). */
const withoutFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled',
  'PreconnectToSearch',
  // Pages of the address bar, loaded for each window though nobody sees one, and a process held ready for a next page:
  // half of what a window costs.
  'WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess',
]

const whole = '/usr/bin/chromium'
/** Chromium without the parts that nobody sees here, such as the viewer of PDFs: it takes half the CPU of the whole one's first process. */
const shell = '/usr/bin/chromium-headless-shell'

const browsers = new Set<Browser>()
/** What is open now. */
export const openBrowsers = (): Browser[] => [...browsers]

/** Debian's Chromium. It must not look for a network that is not there. */
export async function openBrowser({
  args = [],
  viewer = false,
}: {
  args?: string[]
  viewer?: boolean
} = {}): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? (viewer || !existsSync(shell) ? whole : shell),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--disable-features=${withoutFeatures}`,
      ...args,
    ],
  })
  browsers.add(browser)
  browser.once('disconnected', () => browsers.delete(browser))
  const open = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await open(options)
    context.setDefaultTimeout(hangsMs)
    return context
  }
  return browser
}

let shared: Promise<Browser> | undefined
/** The browser of this worker: files that share its modules (vitest.config.ts) share it, and each closes its windows. */
export async function workerBrowser(): Promise<Browser> {
  if (!(await shared)?.isConnected()) shared = openBrowser()
  return shared as Promise<Browser>
}

export async function closeWindows(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()))
}
