import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { steps } from '#shared/consent-flow'
import type { Language } from '#shared/consent-texts'
import { noticesOf, type PreviewOptions } from '#shared/preview'
import { closeWindows, workerBrowser } from '../support/browser.ts'
import { openDesk } from '../support/desk-client.ts'
import { inspectIn } from '../support/inspect.ts'
import type { Look } from '../support/looks.ts'
import { type RunningService, removeFolder, startService } from '../support/service-process.ts'

/**
 * Every page that a customer can ever meet, also those that no story of ours leads to, seen as the preview serves them (U32): right and
 * wrong, new and renewed. SCREENSHOTS=dir keeps the pictures.
 */
let service: RunningService
let browser: Browser
beforeAll(async () => {
  service = await startService()
  browser = await workerBrowser()
})
afterAll(async () => {
  await closeWindows(browser)
  await service.stop()
  removeFolder(service.folder)
})

const personalOnly = ['user-number', 'extra-challenge']
const businessOnly = ['choose-services', 'register-inquiry-pin', 'inquiry-pin-result']
const asking: readonly string[] = steps
const pagesIn = (language: Language): PreviewOptions[] =>
  (['personal', 'business'] as const).flatMap((channel) =>
    [...steps, 'terms' as const, ...noticesOf(channel)]
      .filter((screen) => !(channel === 'personal' ? businessOnly : personalOnly).includes(screen))
      .flatMap((screen) =>
        (asking.includes(screen) ? [false, true] : [false]).map(
          (wrong): PreviewOptions => ({
            channel,
            language,
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

/** How customers hold them: small and large windows, a dark theme, letters of twice the size. */
const looks: Record<Language, (Look & { letters?: number })[]> = {
  ja: [
    { name: '320', width: 320, height: 800 },
    { name: '390-dark', width: 390, height: 800, colorScheme: 'dark', axe: 'contrast' },
    { name: '360-large', width: 360, height: 800, letters: 32, axe: false },
    { name: '1366', width: 1366, height: 800, axe: false },
  ],
  en: [
    { name: '320-en', width: 320, height: 800 },
    { name: '360-large-en', width: 360, height: 800, letters: 32, axe: false },
  ],
}

it.each(['ja', 'en'] as const)(
  'in %s: no axe violation, nothing cut or wider than the window',
  async (language) => {
    const pages = pagesIn(language)
    const { desk } = openDesk(service.console)
    const clerk = service.demo.staff.find((one) => one.loginId === 'sato')
    await desk.staff.signIn({ loginId: 'sato', password: clerk?.password ?? '' })
    const ids: string[] = []
    for (let at = 0; at < pages.length; at += 20)
      ids.push(...(await desk.preview.make({ pages: pages.slice(at, at + 20) })).ids)
    const context = await browser.newContext({ locale: 'ja-JP' })
    const page = await context.newPage()
    const settings = await context.newCDPSession(page)
    // The page as served, but for the sandbox, behind which nothing could be measured.
    await page.route('**/preview/*', async (route) => {
      const response = await route.fetch()
      const { 'content-security-policy': _policy, ...headers } = response.headers()
      await route.fulfill({ response, headers })
    })
    for (const [i, id] of ids.entries()) {
      const { channel, screen, wrong } = pages[i] as PreviewOptions
      const name = `${channel}-${screen}${wrong ? '-wrong' : ''}`
      const answer = await page.goto(`${service.console}/preview/${id}`)
      expect(answer?.status(), name).toBe(200)
      for (const { letters = 16, ...look } of looks[language]) {
        await settings.send('Page.setFontSizes', { fontSizes: { standard: letters } })
        await inspectIn(page, [look], `preview-${name}`, { fullPage: true })
        const looksLike = await page.evaluate(() => ({
          cut: [...document.querySelectorAll('main *')]
            .filter(
              (one) => getComputedStyle(one).overflow !== 'visible' && one.tagName !== 'INPUT',
            )
            .filter((one) => one.tagName !== 'THEAD' && one.scrollWidth > one.clientWidth)
            .map((one) => one.outerHTML.slice(0, 80)),
          // A table's columns are too narrow to read there: each row is a block.
          squeezed:
            innerWidth < 576 &&
            [...document.querySelectorAll('main td')].some(
              (one) => getComputedStyle(one).display !== 'block',
            ),
          letters: getComputedStyle(document.documentElement).fontSize,
          dark: getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)',
        }))
        expect.soft(looksLike, `${name} in ${look.name}`).toEqual({
          cut: [],
          squeezed: false,
          letters: `${(letters * 9) / 8}px`,
          dark: look.colorScheme === 'dark',
        })
      }
    }
    await context.close()
  },
)
