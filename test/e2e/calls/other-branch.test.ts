import { expect, it, onTestFinished } from 'vitest'
import { secondAgrees } from '../../support/agree.ts'
import { identify, openCalls, panelOf } from '../../support/calls.ts'

/** Call 8: a customer of another branch, in a house that keeps people to their own: the reason comes first (R89). */
const { service, signIn, caller, deskOf } = await openCalls()

it('is opened for a reason, which stands in the request', async () => {
  const desk = await deskOf('miura')
  const { requests: seen } = await desk.settings.find()
  const strict = { ...seen, ownBranchOnly: true }
  await desk.settings.save({ key: 'requests', seen, value: strict })
  await secondAgrees(service)
  onTestFinished(async () => {
    await desk.settings.save({ key: 'requests', seen: strict, value: seen })
    await secondAgrees(service)
  })
  const customer = caller({ branchCode: '001' })
  const page = await signIn('sato')
  await page.goto(`${service.console}/customers/${customer.id}`)
  const panel = panelOf(page)
  await panel.getByRole('button', { name: /受付を始める/ }).click()
  await panel
    .getByText(/入力してください|書いてください/)
    .first()
    .waitFor()
  await panel.getByRole('textbox').first().fill('旅行先の当店に来店')
  await panel.getByRole('button', { name: /受付を始める/ }).click()
  const number = await identify(page, customer)
  expect(number).toMatch(/^U-/)
  await page.keyboard.press('Escape')
  await page.goto(`${service.console}/requests?view=today`)
  await page.getByRole('row', { name: new RegExp(number) }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('旅行先の当店に来店').first().waitFor()
})
