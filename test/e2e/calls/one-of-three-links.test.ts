import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openCalls } from '../../support/calls.ts'
import { atKeys } from '../../support/keys.ts'
import { pdfText } from '../../support/pdf-text.ts'

/** Call 1: an end of some of several links, by keyboard alone, from the ring to the 受付票. */
const calls = await openCalls()
const { service, link } = calls
const open = (loginId: string) => atKeys(calls, loginId)

it('search → identity → two of three grants → 受付票 as PDF, in 6 interactions (R55–R57, U3)', async () => {
  const links = [await link(1, 0), await link(2, 0), await link(3, 0)]
  const clerk = await open('sato')
  const { page } = clerk
  await clerk.find('ｽｽﾞｷ ｲﾁﾛｳ', /鈴木 一郎.*•••0001/)
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
  await page.keyboard.type('鈴木一郎')
  await clerk.fill(/生年月日/, 'Ｓ５０．４．１２')
  await clerk.fill(/届出電話番号/, '０９０−０１２３−４５６７')
  await clerk.act('Enter')
  await page
    .getByRole('row', { name: /マネー/ })
    .first()
    .waitFor()
  await clerk.to(/有効/)
  // One list, one choice: the first row and the second.
  clerk.interactions += 1
  await clerk.press('Space')
  await clerk.press('ArrowDown')
  await clerk.press('Space')
  await page.getByText('選んだ連携 2件').waitFor()
  // Each act has a key, shown beside it; 解除 is one key away.
  await page.locator('button[data-key=R]:enabled', { hasText: '解除' }).waitFor()
  await clerk.act('r')
  await page.getByRole('alertdialog', { name: '連携の解除' }).waitFor()
  // R55: it is final, what it does not do, and what to do about that.
  for (const words of ['元に戻せません', '受け取った情報は消えません', '申し出ていただきます'])
    await page.getByRole('alertdialog').getByText(words).waitFor()
  const reasons = await page.getByRole('radio').all()
  const names = await Promise.all(reasons.map((one) => one.locator('..').innerText()))
  await clerk.press(`${names.indexOf('利用終了') + 1}`)
  await page.getByRole('radio', { name: '利用終了', checked: true }).waitFor()
  await clerk.to(/^解除する$/)
  await clerk.act('Space')
  await page.getByText('お伝えすること').waitFor()
  // R56: what stopped and since when, how to link again, whom to ask there and here.
  const script = (
    await page.getByRole('region', { name: '受付', exact: true }).innerText()
  ).replace(/\s+/g, ' ')
  for (const words of [
    'マネーツリー',
    'に止めました',
    '手続きし直して',
    '問い合わせ先',
    'しんくみ相談所（03-3567-2456',
    '受付番号は U-',
  ])
    expect(script).toContain(words)
  // What was told is proposed and not written: the clerk says so, and has the 受付票 with the same key.
  expect(await page.getByLabel('回答内容').inputValue()).toBe('')
  await page
    .locator('button[data-key="Alt+Y"]:enabled', { hasText: 'お伝えした・受付票' })
    .waitFor()
  // A clerk who begins to type the answer, with the focus still on the result, says and prints nothing, and begins no other request.
  await page.locator('h3:focus', { hasText: '結果' }).waitFor()
  const sent: string[] = []
  page.on('request', (asked) => sent.push(asked.url()))
  await page.keyboard.type('ya')
  // The key leads to the button, which Enter would press.
  expect(await clerk.focused()).toMatch(/^新しい受付を始める/)
  await page.keyboard.type('p')
  expect(await clerk.focused()).toMatch(/^受付票（PDF）/)
  expect(sent.filter((url) => /requests\/(open|printSlip|describe)/.test(url))).toEqual([])
  expect(await page.getByLabel('回答内容').inputValue()).toBe('')
  const [download] = await Promise.all([page.waitForEvent('download'), clerk.act('Alt+y')])
  // The button is gone; the focus is on the 受付票, whose key it was.
  expect(await clerk.focused()).toMatch(/^受付票（PDF）/)
  expect(clerk.interactions).toBeLessThanOrEqual(6)
  // For one link; the second one took an arrow and a choice more.
  expect(clerk.controls - 2).toBeLessThanOrEqual(12)

  const number = /U-\d{6}-\d{4}/.exec(download.suggestedFilename())?.[0] ?? ''
  const file = await download.path()
  const pages = await pdfText(readFileSync(file))
  expect(pages).toHaveLength(1)
  const words = pages.join(' ').replace(/\s+/g, ' ')
  for (const word of [
    'API連携 受付票',
    number,
    '佐藤 花子',
    '鈴木 一郎',
    '•••0001',
    '氏名: 一致',
    '生年月日: 一致',
    '届出電話番号: 一致',
    '利用終了',
    '手続きし直すこと',
    '令和',
    '受付者印',
    '検印',
    'R-',
  ])
    expect(words).toContain(word)
  expect(words).not.toContain('再発行')
  expect(words).not.toMatch(/1975|0123-4567/)

  // Two are dead at the very next call, the third lives.
  const alive = await Promise.all(
    links.map(
      async ({ provider, tokens }) =>
        (await provider.get(tokens.access_token, '/accounts')).status === 200,
    ),
  )
  expect(alive).toEqual([true, false, false])
  for (const [i, { provider }] of links.entries())
    if (i > 0) expect(words).toContain(provider.entry.name.replace('株式会社', '').slice(0, 4))

  const again = page.waitForEvent('download')
  await page.keyboard.press('p')
  await page.keyboard.press('Enter')
  const reprint = (await pdfText(readFileSync(await (await again).path()))).join(' ')
  expect(reprint).toContain('再発行')
  await page.context().close()
})

it('the links of a customer on a branch’s screen: no head is cut, and the totals are of what is shown', async () => {
  const { page } = await open('miura')
  await page.goto(`${service.console}/customers/1`)
  const list = page.getByRole('table', { name: '連携' })
  const heads = ['API業者', 'データ・口座', '許可日', '有効期限', '状態・最終利用']
  for (const name of heads) {
    const head = list.getByRole('columnheader', { name }).getByRole('button', { name })
    await head.waitFor()
    const cut = await head.evaluate((one) => one.scrollWidth > one.clientWidth)
    expect([name, cut]).toEqual([name, false])
  }
  const all = await list.getByRole('row').count()
  const total = page.getByRole('status').filter({ hasText: '件のうち' })
  expect(await total.innerText()).toMatch(new RegExp(`^${all - 1}件のうち ${all - 1}件`))
  const chip = page.getByRole('button', { name: /^終了 \d+$/ })
  const ended = Number((await chip.innerText()).replace(/\D/g, ''))
  expect(ended).toBeGreaterThan(0)
  await chip.click()
  await page.getByText(`${all - 1}件のうち ${ended}件（有効 0・停止中 0・終了 ${ended}）`).waitFor()
  await page.context().close()
})
