import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isDeepStrictEqual } from 'node:util'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Look, Looks } from './looks.ts'

/** Half as long as the other form of it: to send and compile it takes longer than to inspect a small page. */
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
)

const shots = process.env.SCREENSHOTS
if (shots) mkdirSync(shots, { recursive: true })

/** What is wrong with how the page is laid out. Runs in the page. */
function faults(clips: boolean): Record<string, unknown> {
  const hides = (value: string): boolean => value === 'hidden' || value === 'clip'
  const every = (query: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(query)]
  const wideEnough = innerWidth >= 1366
  /** Texts that end at an edge without a sign that they go on. Those that are there for screen readers alone are a pixel wide. */
  const clipped = (one: HTMLElement): boolean => {
    if (one.clientWidth <= 2 || one.clientHeight <= 2 || !one.innerText?.trim()) return false
    const style = getComputedStyle(one)
    if (style.visibility === 'hidden') return false
    const wide = hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1
    const high = hides(style.overflowY) && one.scrollHeight > one.clientHeight + 3
    return (wide && style.textOverflow !== 'ellipsis') || high
  }
  const { scrollWidth, clientWidth } = document.documentElement
  return {
    widerThanItsWindow: Math.max(0, scrollWidth - clientWidth),
    // The console's window never scrolls as a whole: its page does, between what stays.
    tallerThanItsWindow: document.querySelector('[data-search]')
      ? Math.max(0, document.documentElement.scrollHeight - innerHeight)
      : 0,
    listsWithColumnsOutsideOfTheirFrame: every(wideEnough ? 'main table' : 'none')
      .filter(({ parentElement: frame }) => frame && frame.scrollWidth > frame.clientWidth)
      .map((table) => table.ariaLabel),
    cutCells: every(wideEnough ? 'main td, main td span' : 'none')
      .filter(
        (one) =>
          one.clientWidth > 0 &&
          one.scrollWidth > one.clientWidth &&
          getComputedStyle(one).textOverflow === 'ellipsis',
      )
      .map((one) => one.textContent),
    cutPlaceholders: [...document.querySelectorAll<HTMLInputElement>('input[placeholder]')]
      .filter((one) => wideEnough && one.value === '' && one.clientWidth > 0)
      .filter((one) => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(one)
        const pen = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D
        pen.font = font
        const room =
          one.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
        return pen.measureText(one.placeholder).width > room + 1
      })
      .map((one) => one.placeholder),
    clippedTexts: every(clips ? 'body *' : 'none')
      .filter(clipped)
      .map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.innerText.slice(0, 60)}`),
    incidents: document.body.innerText.match(/予期しない問題|Something unexpected/gi) ?? [],
  }
}
const none = {
  widerThanItsWindow: 0,
  tallerThanItsWindow: 0,
  listsWithColumnsOutsideOfTheirFrame: [],
  cutCells: [],
  cutPlaceholders: [],
  clippedTexts: [],
  incidents: [],
}
/** Column widths follow the frame's, and a busy machine is late with that: no measure of the page's own speed. */
const settlesMs = 10_000

/**
 * The state that the page is in, inspected in each look; a walk is done once, at the first of them. What lies over the page
 * (a dialog, a list of options) must outlive the change of its window.
 */
export async function inspectIn(
  page: Page,
  looks: Looks,
  name: string,
  options: { fullPage?: boolean; clips?: boolean } = {},
): Promise<void> {
  const over = page
    .locator('[role=dialog], [role=alertdialog], [role=listbox], [role=menu]')
    .filter({ visible: true })
  const open = await over.count()
  const [first] = looks
  for (const look of looks) {
    await take(page, look)
    await expect.poll(() => over.count(), { message: `${name} in ${look.name}` }).toBe(open)
    await inspect(page, `${name}-${look.name}`, { ...options, axe: look.axe ?? true })
  }
  if (looks.length > 1) await take(page, first)
}

async function take(page: Page, { width, height, colorScheme = 'light' }: Look): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme })
}

/**
 * No axe violation, and nothing wider than its window: a list's own frame may scroll sideways, a page never does (U20). On a
 * branch's screen at its plain size no list needs to: a state that stands outside of the frame is a state that nobody sees.
 * SCREENSHOTS=dir keeps a picture. With `clips` no text ends at an edge without a sign either.
 */
export async function inspect(
  page: Page,
  name: string,
  {
    axe: asked = true,
    clips = false,
    ...picture
  }: { fullPage?: boolean; axe?: boolean | 'contrast'; clips?: boolean } = {},
): Promise<void> {
  const until = Date.now() + settlesMs
  let found = await page.evaluate(faults, clips)
  while (!isDeepStrictEqual(found, none) && Date.now() < until) {
    await page.waitForTimeout(50)
    found = await page.evaluate(faults, clips)
  }
  expect.soft(found, name).toEqual(none)
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, ...picture })
  if (!asked) return
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  // A sandboxed frame is closed to axe as to everybody; what is in it is inspected by itself in preview-pages.test.ts.
  const violations = await page.evaluate(async (contrast) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const run = await axe.run(
      { exclude: ['iframe'] },
      {
        ...{ resultTypes: ['violations'], iframes: false },
        ...(contrast ? { runOnly: { type: 'rule', values: ['color-contrast'] } } : {}),
      },
    )
    return run.violations.map(
      (one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`,
    )
  }, asked === 'contrast')
  expect.soft(violations, name).toEqual([])
}
