import { expect, it } from 'vitest'
import { openDesk } from '../support/desk-client.ts'
import { inspectIn } from '../support/inspect.ts'
import { consoleLooks } from '../support/looks.ts'
import { pdfText } from '../support/pdf-text.ts'
import { openStory } from '../support/story.ts'

/** Head office watches the traffic of providers live (R172), and publishes their lists (R16–R18). */
const { service, problems, signIn, link } = await openStory()

it('plots of calls, times and links with their tables, causes and the funnel: on the provider, きょう and 稼働状況', async () => {
  const { provider, tokens } = await link(1, 0)
  for (let n = 0; n < 3; n += 1) await provider.get(tokens.access_token, '/accounts')
  await provider.get(tokens.access_token, '/accounts/x/balance').catch(() => {})
  const page = await signIn('miura', { viewport: consoleLooks[0] })
  const see = (name: string) => inspectIn(page, consoleLooks, `watch-${name}`, { fullPage: true })
  const plot = page.getByRole('img', { name: '呼び出し（48時間）' })
  await plot.waitFor()
  await see('today')
  await page.goto(new URL('/traffic', page.url()).href)
  await page.getByRole('heading', { name: /利用状況.すべて/ }).waitFor()
  await page.getByText('呼び出しの表').click()
  const table = page.getByRole('table', { name: '呼び出しの表' })
  expect(await table.getByRole('row').nth(1).innerText()).toContain('（途中）')
  await page.getByText('要求の内容が正しくない').waitFor()
  await page.getByRole('row', { name: /許可/ }).waitFor()
  await see('all')
  // On paper the tables are open and whole, also where they are closed or longer than the window, and practice says so.
  const sheets = await pdfText(await page.pdf({ format: 'A4' }))
  const paper = sheets.join(' ')
  for (const sheet of sheets) expect(sheet.includes('時期')).toBe(/\d\d:00/.test(sheet))
  // When it was printed may be a full hour too.
  const hours = paper.replace(/\d{4}\/\d\d\/\d\d \d\d:\d\d印刷/, '')
  expect(hours.match(/\d{4}\/\d\d\/\d\d \d\d:00/g)).toHaveLength(3 * 48)
  expect(paper).toContain('練習モード')
  expect(paper.normalize('NFKC').replaceAll(/\s/g, '')).toMatch(
    /\d{4}\/\d\d\/\d\d\d\d:\d\d印刷\(日本時間\)三浦京子/,
  )
  expect(paper).not.toMatch(/サーバー稼働中|92日/)
  await page.getByRole('button', { name: '36か月' }).click()
  await page.getByRole('img', { name: '呼び出し（36か月）' }).waitFor()
  expect(await page.getByText('印刷（日本時間）').count()).toBe(0)
  expect(problems).toEqual([])
})

it('a provider with links that has not called is told as that: words in place of a plot, and noughts in its table', async () => {
  const page = await signIn('miura', { viewport: consoleLooks[0] })
  await page.goto(new URL('/providers/4', page.url()).href)
  await page.getByText('この48時間に呼び出しはありません', { exact: true }).waitFor()
  await page.getByRole('link', { name: '利用状況をくわしく見る' }).click()
  await page.getByRole('heading', { name: /利用状況.フリー/ }).waitFor()
  for (const span of ['48時間', '36か月']) {
    await page.getByRole('button', { name: span }).click()
    // What there is to be drawn is drawn: its links.
    await page.getByRole('img', { name: `期末の連携（${span}）` }).waitFor()
    await page.getByText('この期間に呼び出しはありません', { exact: true }).waitFor()
    await page.getByText('この期間に時間を測った呼び出しはありません', { exact: true }).waitFor()
    expect(await page.getByRole('img', { name: /^(呼び出し|応答の時間)（/ }).count()).toBe(0)
  }
  await page.getByText('呼び出しの表').click()
  const rows = page.getByRole('table', { name: '呼び出しの表' }).getByRole('row')
  expect((await rows.nth(1).innerText()).split('\t').slice(1).map(Number)).toEqual([0, 0, 0])
  expect(problems).toEqual([])
  await page.context().close()
})

it('the lists are published once every clause is there, and what has changed since is told', async () => {
  const deskOf = async (loginId: string) => {
    const { desk } = openDesk(service.console)
    const known = service.demo.staff.find((one) => one.loginId === loginId)
    await desk.staff.signIn({ loginId, password: known?.password ?? '' })
    return desk
  }
  const [maker, checker] = [await deskOf('miura'), await deskOf('kagaya')]
  const page = await signIn('miura', { viewport: consoleLooks[0] })
  const see = (name: string) => inspectIn(page, consoleLooks, `publish-${name}`, { fullPage: true })
  await page.goto(new URL('/providers/publication', page.url()).href)
  await page.getByText('公表できません').waitFor()
  const publish = page.getByRole('button', { name: '公表する', exact: true })
  expect(await publish.isDisabled()).toBe(true)
  await see('missing')
  const { missing } = await maker.publication.find()
  for (const { providerId, item } of missing) {
    const form = { providerId, item, version: 0, value: '契約書第12条のとおり' }
    await maker.ledger.save({ ...form, note: '', evidence: '', owner: '', dueOn: null })
    await checker.ledger.check({ providerId, items: [{ item, version: 1 }] })
  }
  await page.reload()
  await publish.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('誰でも読めるようにする').click()
  await see('dialog')
  await dialog.getByRole('button', { name: '公表する', exact: true }).click()
  await page.getByText('公表しました').waitFor()
  await page.getByText('登録と前回の公表は同じです').waitFor()
  expect(await (await fetch(`${service.issuer}/public/providers.html`)).text()).toContain(
    'マネールック',
  )
  const [gone] = (await maker.providers.list({ text: '' })).filter(({ name }) =>
    name.includes('LINE Pay'),
  )
  const { version } = await maker.providers.find({ id: gone?.id ?? 0 })
  const end = { id: gone?.id ?? 0, version, to: 'ended' as const, cause: 'business-ended' as const }
  const { waits } = await maker.providers.changeStatus({ ...end, reason: '' })
  await checker.proposals.decide({ id: waits ?? 0, approve: true, note: '' })
  await page.reload()
  await page
    .getByText(/LINE Pay.*（なくなる）/)
    .first()
    .waitFor()
  await see('changed')
  expect(problems).toEqual([])
})
