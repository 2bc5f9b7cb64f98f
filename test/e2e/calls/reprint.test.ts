import { expect, it, onTestFinished } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { openCalls, panelOf } from '../../support/calls.ts'
import { signIn } from '../../support/console-page.ts'
import { pdfText } from '../../support/pdf-text.ts'
import { endAtCounter } from '../../support/request-steps.ts'

/** Call 15: the 受付票 once more. */
const calls = await openCalls()
const { service, problems, caller, deskOf } = calls

it('the 受付票 is printed as the PDF that can be saved, 再発行 and all, and nothing of the console (U12)', async () => {
  const customer = caller()
  const { id, number } = await endAtCounter(await deskOf('sato'), customer.id)
  // With the viewer of PDFs, which prints them.
  const browser = await openBrowser({ viewer: true })
  onTestFinished(() => browser.close())
  const page = await signIn(browser, service, 'miura', problems)
  const printed: string[] = []
  await page.exposeFunction('printed', (what: string) => printed.push(what))
  // In every frame: what is handed to the printer there, instead of handing it over.
  await page.addInitScript(() => {
    const { printed } = window as never as { printed: (what: string) => void }
    window.print = () => printed(`${document.contentType} ${location.href}`)
  })
  await page.goto(`${service.console}/requests/${id}`)
  for (const again of [false, true]) {
    const made = page.evaluateHandle(
      () =>
        new Promise<Blob>((resolve) => {
          const address = URL.createObjectURL
          URL.createObjectURL = (blob: Blob) => {
            URL.createObjectURL = address
            resolve(blob)
            return address(blob)
          }
        }),
    )
    printed.length = 0
    await page.getByRole('button', { name: '受付票を印刷' }).click()
    const bytes = await (await made).evaluate(async (blob) => [
      ...new Uint8Array(await blob.arrayBuffer()),
    ])
    const [words = '', ...more] = await pdfText(Uint8Array.from(bytes))
    expect(more).toEqual([])
    for (const word of ['API連携 受付票', number, '受付者印', '検印', '令和'])
      expect(words).toContain(word)
    expect(words.includes('再発行')).toBe(again)
    await expect.poll(() => printed).toEqual([expect.stringMatching(/^application\/pdf blob:http/)])
    // The viewer that Chromium prints from was let in by the console's own policy.
    await expect
      .poll(() => page.frames().some((frame) => frame.url().startsWith('chrome-extension://')))
      .toBe(true)
  }
})

it('of the house’s own request nobody is said to have to be answered', async () => {
  const { id: customerId, name } = caller()
  const desk = await deskOf('miura')
  const { id } = await desk.requests.open({
    ...{ customerId, otherBranchReason: '' },
    ...{ requestChannel: 'institution', requester: 'institution' },
  })
  await desk.requests.act({
    ...{ requestId: id, kind: 'revoke', scope: { kind: 'customer' }, reason: 'other' },
    ...{
      note: '当組合の決定',
      confirmation: name,
      days: null,
      afterwards: null,
      paperReceivedOn: null,
    },
  })
  const asked = caller()
  const other = await endAtCounter(await deskOf('sato'), asked.id)
  const page = await calls.signIn('kudo')
  const told = page.getByText('回答内容がまだ書かれていません')
  await page.goto(`${service.console}/requests/${other.id}`)
  await told.waitFor()
  await page.goto(`${service.console}/requests/${id}`)
  await page.locator('[data-key=P]').waitFor()
  expect(await told.count()).toBe(0)
  await page.context().close()
})

it('a 受付票 that could not be made is asked for once more: what was told is kept once, though the page has not been read anew', async () => {
  const customer = caller()
  await endAtCounter(await deskOf('sato'), customer.id)
  const page = await calls.signIn('sato')
  await page.goto(`${service.console}/customers/${customer.id}`)
  const panel = panelOf(page)
  await panel.getByLabel('回答内容').fill('解除したことを伝えた')
  let described = 0
  let printed = 0
  const held: (() => void)[] = []
  await page.route('**/rpc/**', async (route) => {
    const call = new URL(route.request().url()).pathname
    if (call.endsWith('/requests/describe')) described += 1
    if (call.endsWith('/customers/find')) await new Promise<void>((resolve) => held.push(resolve))
    if (call.endsWith('/requests/printSlip') && ++printed === 1) return route.abort()
    return route.continue()
  })
  const button = panel.locator('[data-key=P]')
  await button.click()
  await expect.poll(() => printed).toBe(1)
  await expect.poll(() => button.isEnabled()).toBe(true)
  const download = page.waitForEvent('download')
  await button.click()
  await download
  expect([described, printed]).toEqual([1, 2])
  for (const go of held) go()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  // The answer that was taken from the window.
  expect(problems.splice(0)).toEqual([expect.stringContaining('net::ERR_FAILED')])
  await page.context().close()
})
