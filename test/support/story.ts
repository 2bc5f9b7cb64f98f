import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll } from 'vitest'
import { closeWindows, openBrowser, workerBrowser } from './browser.ts'
import { signIn } from './console-page.ts'
import { FormCustomer } from './form-customer.ts'
import { TestProvider } from './provider-client.ts'
import {
  type DemoCustomer,
  type RunningService,
  removeFolder,
  startService,
} from './service-process.ts'

export interface Story {
  service: RunningService
  browser: Browser
  /** What the windows of staff complained of. */
  problems: string[]
  signIn: (loginId: string, options?: BrowserContextOptions) => Promise<Page>
  /** One window for each person, signed in once: for stories that leave nothing in it but an address. */
  windowOf: (loginId: string) => Promise<Page>
  forgetWindows: () => void
  /** A provider of the demo by its place or a part of its name. */
  provider: (which: number | string) => Promise<TestProvider>
  /** A customer of the demo links with a provider of the demo, both by their places. */
  link: (provider: number, customer: number) => Promise<Linked>
}
interface Linked {
  provider: TestProvider
  customer: DemoCustomer
  tokens: Awaited<ReturnType<TestProvider['finish']>>
}

/** The built service with its demo and a browser beside it, for one file of stories: gone after the last of them, but for the
 * worker's browser. `viewer`: of PDFs, in a browser of its own. */
export async function openStory(options: { viewer?: boolean } = {}): Promise<Story> {
  const story = await beginStory(options)
  const { service, browser } = story
  afterAll(async () => {
    await (options.viewer ? browser.close() : closeWindows(browser))
    await service.stop()
    removeFolder(service.folder)
  })
  return story
}

/** @param folder a data folder with the demo in it; else a fresh one */
export async function beginStory(
  options: { viewer?: boolean } = {},
  folder?: string,
): Promise<Story> {
  const service = await startService([], folder)
  const browser = await (options.viewer ? openBrowser(options) : workerBrowser())
  const { providers, customers } = service.demo
  const problems: string[] = []
  const provider = (which: number | string): Promise<TestProvider> => {
    const entry =
      typeof which === 'number'
        ? providers[which]
        : providers.find((one) => one.name.includes(which))
    if (!entry) throw new RangeError(`no provider ${which}`)
    return TestProvider.open(service.issuer, entry)
  }
  const windows = new Map<string, Promise<Page>>()
  return {
    ...{ service, browser, problems, provider },
    signIn: (loginId, options) => signIn(browser, service, loginId, problems, options),
    windowOf: (loginId) => {
      const open = windows.get(loginId) ?? signIn(browser, service, loginId, problems)
      windows.set(loginId, open)
      return open
    },
    forgetWindows: () => windows.clear(),
    link: async (which, index) => {
      const customer = customers[index]
      if (!customer) throw new RangeError(`no customer ${index}`)
      const client = await provider(which)
      const started = await client.start()
      const callback = await new FormCustomer().permitAll(started.url.href, customer)
      return { provider: client, customer, tokens: await client.finish(started, callback) }
    },
  }
}
