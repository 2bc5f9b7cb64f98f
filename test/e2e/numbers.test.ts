import { beforeAll, describe, expect, it } from 'vitest'
import { roleMay } from '#shared/contract/may'
import type { Role } from '#shared/staff'
import { openDesk } from '../support/desk-client.ts'
import { atCounter } from '../support/request-steps.ts'
import { openStory } from '../support/story.ts'

/** A number is the length of the list that it opens, for every role; whoever may not open the list has no link to it. */
const { service, problems, windowOf, link } = await openStory()
const people: Record<Role, string> = {
  clerk: 'sato',
  officer: 'kudo',
  'hq-admin': 'miura',
  auditor: 'hori',
  sysadmin: 'narita',
}
beforeAll(async () => {
  await link(1, 0)
  const desk = async (loginId: string) => {
    const { desk: one } = openDesk(service.console)
    const password = service.demo.staff.find((staff) => staff.loginId === loginId)?.password ?? ''
    await one.staff.signIn({ loginId, password })
    return one
  }
  await atCounter(await desk('sato'), 1)
  // One of another branch, which a clerk's own numbers leave out.
  await atCounter(await desk('ito'), 2)
})

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
      const rows = list.locator('[aria-rowcount]')
      const empty = list.getByRole('main').getByText(/(ありません|いません)$/)
      await rows.or(empty).first().waitFor()
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
})

it('no page threw', () => {
  expect(problems).toEqual([])
})
