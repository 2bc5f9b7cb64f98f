import { type Browser, chromium } from 'playwright-core'

/** A bound for what hangs, not a measure. */
const hangsMs = 120_000

/** Debian's Chromium; it must not look for a network that is not there. */
export async function openBrowser(...args: string[]): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...args,
    ],
  })
  const open = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await open(options)
    context.setDefaultTimeout(hangsMs)
    return context
  }
  return browser
}
