import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { steps } from '#shared/consent-flow'
import { noticesOf, type PreviewOptions } from '#shared/preview'
import { openBrowser } from '../support/browser.ts'
import { openDesk } from '../support/desk-client.ts'
import { inspect } from '../support/inspect.ts'
import { type RunningService, removeFolder, startService } from '../support/service-process.ts'

/**
 * Every page that a customer can ever meet, also those that no story of ours leads to, seen as the preview serves them: right and
 * wrong, new and renewed. SCREENSHOTS=dir keeps the pictures.
 */
let service: RunningService
let browser: Browser
beforeAll(async () => {
  service = await startService()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await service.stop()
  removeFolder(service.folder)
})

const personalOnly = ['user-number', 'extra-challenge']
const businessOnly = ['choose-services', 'register-inquiry-pin', 'inquiry-pin-result']
const asking: readonly string[] = steps
const pages = (['personal', 'business'] as const).flatMap((channel) =>
  [...steps, 'terms' as const, ...noticesOf(channel)]
    .filter((screen) => !(channel === 'personal' ? businessOnly : personalOnly).includes(screen))
    .flatMap((screen) =>
      (asking.includes(screen) ? [false, true] : [false]).map(
        (wrong): PreviewOptions => ({
          channel,
          providerId: null,
          screen,
          wrong,
          missingPins: wrong ? 3 : 1,
          renewal: wrong,
          version: null,
          marked: false,
        }),
      ),
    ),
)

it.each([360, 768, 1280])(
  'at %i: no axe violation, nothing wider than the window',
  async (width) => {
    const { desk } = openDesk(service.console)
    const clerk = service.demo.staff.find((one) => one.loginId === 'sato')
    await desk.staff.signIn({ loginId: 'sato', password: clerk?.password ?? '' })
    const ids: string[] = []
    for (let at = 0; at < pages.length; at += 20)
      ids.push(...(await desk.preview.make({ pages: pages.slice(at, at + 20) })).ids)
    const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'ja-JP' })
    const page = await context.newPage()
    // The page as served, but for the sandbox, behind which nothing could be measured.
    await page.route('**/preview/*', async (route) => {
      const response = await route.fetch()
      const { 'content-security-policy': _policy, ...headers } = response.headers()
      await route.fulfill({ response, headers })
    })
    for (const [i, id] of ids.entries()) {
      const { channel, screen, wrong } = pages[i] as PreviewOptions
      const name = `${width}-${channel}-${screen}${wrong ? '-wrong' : ''}`
      const answer = await page.goto(`${service.console}/preview/${id}`)
      expect(answer?.status(), name).toBe(200)
      await inspect(page, `preview-${name}`, { fullPage: true })
    }
    await context.close()
  },
)
