import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'
import { atCounter } from '../../support/request-steps.ts'

/** Several calls at once. */
const calls = await openCalls()
const { service, caller, deskOf } = calls
const open = (loginId: string) => atKeys(calls, loginId)

it('a request that is open is not left behind by N, and pressing twice begins one', async () => {
  const desk = await deskOf('sato')
  const { id: customerId } = caller()
  const { id, number } = await atCounter(desk, customerId)
  const unfinished = async () =>
    (
      await desk.requests.list({ view: 'unfinished', branchCode: null, after: null, limit: 200 })
    ).rows.filter((row) => row.customerId === customerId)
  const { page } = await open('sato')
  await page.goto(`${service.console}/customers/${customerId}`)
  await page.getByText('本人確認が済みました').waitFor()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('n')
  await page.keyboard.press('n')
  await page.waitForTimeout(500)
  expect((await unfinished()).map((row) => row.number)).toEqual([number])
  // Nothing to end: the request is done with 対象なし (R60), and the page offers the next.
  await desk.requests.act({
    requestId: id,
    kind: 'emergency',
    scope: { kind: 'customer' },
    reason: 'lost-or-stolen',
    note: '',
  })
  await page.reload()
  await page.getByRole('button', { name: '新しい受付を始める' }).dblclick()
  await page.getByRole('heading', { name: /^U-/ }).waitFor()
  await page.getByLabel(/^氏名/).waitFor()
  expect(await unfinished()).toHaveLength(1)
  await page.context().close()
})
