import { mkdirSync } from 'node:fs'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const shots = process.env.SCREENSHOTS
if (shots) mkdirSync(shots, { recursive: true })

/**
 * Texts that end at an edge without a sign that they go on, at any size. Those that are there for screen readers alone are a
 * pixel wide. Runs in the page.
 */
function clippedTexts(): string[] {
  const hides = (value: string): boolean => value === 'hidden' || value === 'clip'
  return [...document.body.querySelectorAll<HTMLElement>('*')]
    .filter((one) => {
      if (one.clientWidth <= 2 || one.clientHeight <= 2 || !one.innerText?.trim()) return false
      const style = getComputedStyle(one)
      if (style.visibility === 'hidden') return false
      const wide = hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1
      const high = hides(style.overflowY) && one.scrollHeight > one.clientHeight + 3
      return (wide && style.textOverflow !== 'ellipsis') || high
    })
    .map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.innerText.slice(0, 60)}`)
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
  }: { fullPage?: boolean; axe?: boolean; clips?: boolean } = {},
): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect.soft(overflow, `${name} is wider than its window`).toBeLessThanOrEqual(0)
  // Column widths follow the frame's, and a busy machine is late with that.
  const cut = (): Promise<(string | null)[]> =>
    page.evaluate(() =>
      innerWidth < 1366
        ? []
        : [...document.querySelectorAll('main table')]
            .filter((table) => {
              const frame = table.parentElement
              return frame !== null && frame.scrollWidth > frame.clientWidth
            })
            .map((table) => table.getAttribute('aria-label')),
    )
  await expect
    .poll(cut, { message: `${name} has lists with columns outside of their frame` })
    .toEqual([])
  const ellipses = await page.evaluate(() =>
    innerWidth < 1366
      ? []
      : [...document.querySelectorAll<HTMLElement>('main td, main td span')]
          .filter(
            (one) =>
              one.clientWidth > 0 &&
              one.scrollWidth > one.clientWidth &&
              getComputedStyle(one).textOverflow === 'ellipsis',
          )
          .map((one) => one.textContent),
  )
  if (clips) {
    const clipped = await page.evaluate(clippedTexts)
    expect.soft(clipped, `${name} clips texts`).toEqual([])
  }
  const incidents = await page.getByText(/予期しない問題|Something unexpected/i).count()
  expect.soft(incidents, `${name} shows an incident`).toBe(0)
  expect.soft(ellipses, `${name} has cells that are cut`).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, ...picture })
  if (!asked) return
  // Once for each document: to compile it takes longer than to inspect a small page.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  // A sandboxed frame is closed to axe as to everybody; what is in it is inspected by itself in preview-pages.test.ts.
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const run = await axe.run(
      { exclude: ['iframe'] },
      { resultTypes: ['violations'], iframes: false },
    )
    return run.violations.map(
      (one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`,
    )
  })
  expect.soft(violations, name).toEqual([])
}
