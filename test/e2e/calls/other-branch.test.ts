import { readFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { secondAgrees } from '../../support/agree.ts'
import { identify, liveLinks, openCalls, panelOf } from '../../support/calls.ts'
import { pdfText } from '../../support/pdf-text.ts'

/** Call 8: a customer of another branch, in a house that keeps people to their own: the reason comes first (R89). */
const { service, signIn, caller, deskOf } = await openCalls()

it('is opened for a reason, which stands in the request; what is asked is done, with its 受付票', async () => {
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
  await liveLinks(page).first().getByRole('checkbox').check()
  await panel.getByRole('button', { name: '解除', exact: true }).click()
  const dialog = page.getByRole('alertdialog', { name: '連携の解除' })
  await dialog.getByLabel('利用終了').check()
  await dialog.getByRole('button', { name: '解除する' }).click()
  await panel.getByText('お伝えすること').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel.locator('[data-key="Alt+Y"]').click(),
  ])
  const slip = (await pdfText(readFileSync(await download.path()))).join('').replace(/\s/g, '')
  expect(slip).toContain(number)
  expect(slip).toContain(customer.name.replace(/\s/g, ''))
  await page.goto(`${service.console}/requests?view=today`)
  await page.getByRole('row', { name: new RegExp(number) }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('旅行先の当店に来店').first().waitFor()
})
