import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { roleMay } from '#shared/contract/may'
import type { Role } from '#shared/staff'
import { openCalls } from '../../support/calls.ts'
import { inspect } from '../../support/inspect.ts'
import { atCounter } from '../../support/request-steps.ts'

/**
 * Call 21: each role at its own pages: axe finds nothing on any of them, and a number is the length of the list that it opens;
 * whoever may not open the list has no link to it.
 */
const { service, windowOf, caller, deskOf } = await openCalls()
const people: Record<Role, string> = {
  clerk: 'sato',
  officer: 'kudo',
  'hq-admin': 'miura',
  auditor: 'hori',
  sysadmin: 'narita',
}
beforeAll(async () => {
  await atCounter(await deskOf('sato'), caller({ live: 0 }).id)
  // One of another branch, which a clerk's own numbers leave out.
  await atCounter(await deskOf('ito'), caller({ live: 0 }).id)
})

async function toItsEnd(list: Page): Promise<void> {
  const first = list.locator('tr[data-index="0"]')
  if ((await first.count()) === 0) return
  const count = list.getByRole('status').filter({ hasText: /件/ }).first()
  await first.focus()
  await list.keyboard.press('Control+End')
  await expect.poll(() => count.innerText()).not.toContain('続きは下へ')
}

describe.each(Object.entries(people))('%s', (role, loginId) => {
  it.each(['/', '/system'])('the numbers of %s', async (path) => {
    const page = await windowOf(loginId)
    await page.goto(`${service.console}${path}`)
    const missing = page.getByRole('heading', { name: 'このページはありません' })
    const numbers = page.locator('[data-number]')
    await numbers.first().or(missing).waitFor()
    let opened = 0
    const list = await page.context().newPage()
    for (const number of await numbers.all()) {
      const name = await number.getAttribute('data-number')
      const shown = Number((await number.innerText()).replace(/,/g, '').match(/\d+/)?.[0])
      const to = number.getByRole('link')
      const address = (await to.count()) === 0 ? null : await to.getAttribute('href')
      if (address === null) continue
      await list.goto(`${service.console}${address}`)
      // A long list is loaded as one goes on in it: to its last row.
      const rows = list.locator('[aria-rowcount]')
      const empty = list.getByRole('main').getByText(/(ありません|いません)$/)
      await rows.or(empty).first().waitFor()
      await toItsEnd(list)
      const length =
        (await rows.count()) === 0 ? 0 : Number(await rows.getAttribute('aria-rowcount')) - 1
      opened += 1
      expect([name, length]).toEqual([name, shown])
      expect(await list.getByText('このページはありません').count()).toBe(0)
    }
    await list.close()
    const lists = path === '/' && role === 'clerk' ? 5 : 2
    if ((await numbers.count()) > 0)
      expect(opened).toBe(roleMay(role as Role, 'grants.list') ? await numbers.count() : lists)
  })

  it('axe finds nothing on the pages of the menu (U19)', async () => {
    const page = await windowOf(loginId)
    await page.goto(service.console)
    const menu = page.getByRole('navigation', { name: 'メニュー' })
    await menu.waitFor()
    for (const link of await menu.getByRole('link').all()) {
      const name = await link.innerText()
      await link.click()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.locator('main [aria-rowcount], main form, main section, main p').first().waitFor()
      await inspect(page, `${role}-${name}`)
    }
  })
})
