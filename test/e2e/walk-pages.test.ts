import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { lapseGrants, updateProvider } from '#engine'
import { untilUnlocked } from '#shared/lock'
import { closeWindows, workerBrowser } from '../support/browser.ts'
import { consoleOf } from '../support/desk-client.ts'
import { pushRequest, read, redeem } from '../support/protocol.ts'
import { fillDigits, signInAndProve } from '../support/provider-client.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

/** The customer's way where a browser decides how it goes on: redirects, tabs, frames, and what each end leads to. */
let world: World
let issuer: string
let browser: Browser
const servers: Server[] = []
/** Where the provider's callback leads on to, on another origin, as many providers' do. */
let landed: string

async function serve(handle: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(handle)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  servers.push(server)
  return (server.address() as AddressInfo).port
}
beforeAll(async () => {
  world = await World.open({ providers: [{ dpop: false }, { dpop: false }] })
  const last = await serve((_request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end('<!doctype html><title>app</title><h1>アプリ</h1>'),
  )
  landed = `http://localhost:${last}/landed`
  const callback = await serve((request, response) =>
    response.writeHead(302, { location: `${landed}${request.url?.replace(/^[^?]*/, '')}` }).end(),
  )
  issuer = await world.listen()
  const redirectUris = [`http://127.0.0.1:${callback}/callback`]
  for (const entry of world.providers) {
    const { id, version, ...provider } = world.registered(entry.id - 1)
    await updateProvider(world.by(), { id, version, provider: { ...provider, redirectUris } })
    entry.redirectUris = redirectUris
  }
  const { settings } = world.engine
  const policy = settings.get('policy.personal')
  await settings.save('policy.personal', { ...policy, riskRule: 'never' }, 0)
  await settings.save('policy', { ...settings.get('policy'), walksPerAddress: 1_000 }, 0)
  browser = await workerBrowser()
})
afterAll(async () => {
  await closeWindows(browser)
  await world.close()
  for (const server of servers) server.close()
})
afterEach(() => vi.restoreAllMocks())

async function open(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'ja-JP', ...options })
  onTestFinished(() => context.close())
  return context
}
const pushed = (provider = 0) => pushRequest(issuer, world.provider(provider))
const title = (page: Page) => page.locator('h1').innerText()
const atApp = async (page: Page): Promise<URLSearchParams> => {
  await page.waitForURL((url) => url.href.startsWith(landed))
  return new URL(page.url()).searchParams
}
const signIn = async (page: Page, person = 0) => {
  const { loginId, password } = world.person(person)
  await page.getByLabel('ログインID').fill(loginId)
  await page.getByLabel('ログインパスワード').fill(password)
  await page.getByRole('button', { name: 'API連携' }).click()
}
/** A window of staff, signed in, at a page of the console. */
const windowOf = async (staff: { loginId: string; password: string }, path: string) => {
  const console = await consoleOf(world, null, join(import.meta.dirname, '../../out/renderer'))
  onTestFinished(() => console.close())
  const desk = await (await open({ viewport: { width: 1366, height: 768 } })).newPage()
  await desk.goto(`${console.url}${path}`)
  await desk.getByLabel('職員ID').fill(staff.loginId)
  await desk.getByLabel('パスワード').fill(staff.password)
  await desk.keyboard.press('Enter')
  return desk
}
const login = (person = 0) => world.engine.bank.loginById(person + 1)

describe('1: the answer reaches a provider whose callback leads on to another origin', () => {
  it.each([true, false])('許可 and 中止する, scripts: %s', async (javaScriptEnabled) => {
    const page = await (await open({ javaScriptEnabled })).newPage()
    await page.goto((await pushed()).url)
    await signInAndProve(page, world.customer)
    await page.getByRole('button', { name: '許可', exact: true }).click()
    expect((await atApp(page)).get('code')).toBeTruthy()
    await page.goto((await pushed()).url)
    await page.getByRole('button', { name: '中止する' }).click()
    expect((await atApp(page)).get('error')).toBe('access_denied')
  })
})

describe('2: two tabs', () => {
  it('of one walk: both go on to the same page, and no entry is wrong', async () => {
    const context = await open()
    const [one, two] = [await context.newPage(), await context.newPage()]
    await one.goto((await pushed()).url)
    await signIn(one)
    await one.getByText('入力桁数の指定').waitFor()
    await two.goto(one.url())
    expect(await two.locator('.digit label').allInnerTexts()).toEqual(
      await one.locator('.digit label').allInnerTexts(),
    )
    await fillDigits(one, world.customer.userNumber)
    await one.getByRole('button', { name: '次へ' }).click()
    await one.getByRole('button', { name: '許可', exact: true }).waitFor()
    await fillDigits(two, '0000000000')
    await two.getByRole('button', { name: '次へ' }).click()
    await two.getByRole('button', { name: '許可', exact: true }).waitFor()
    expect(login()?.wrongEntries).toBe(0)
    await two.getByRole('button', { name: '許可', exact: true }).click()
    await atApp(two)
    await one.getByRole('button', { name: '許可', exact: true }).click()
    expect(await title(one)).toBe('このお手続きは終わっています')
  })

  it('of one request: the second is asked for digits again, and is told when the first has permitted', async () => {
    const { bank } = world.engine
    const context = await open()
    const [one, two] = [await context.newPage(), await context.newPage()]
    const { url } = await pushed()
    for (const page of [one, two]) {
      await page.goto(url)
      await signIn(page)
      await page.getByText('入力桁数の指定').waitFor()
    }
    const asked = login()?.digitPositions ?? []
    await fillDigits(one, world.customer.userNumber)
    // The next ones are drawn at once: other ones, so that the second tab's are out of date.
    const { length } = world.customer.userNumber
    const others = asked.map((place) => (place % length) + 1).sort((a, b) => a - b)
    onTestFinished(() => void vi.restoreAllMocks())
    const keep = bank.keepDigitPositions.bind(bank)
    vi.spyOn(bank, 'keepDigitPositions').mockImplementation((id) => keep(id, others))
    await one.getByRole('button', { name: '次へ' }).click()
    await one.getByRole('button', { name: '許可', exact: true }).waitFor()
    await fillDigits(two, world.customer.userNumber)
    await two.getByRole('button', { name: '次へ' }).click()
    await two.getByText('指定の桁が変わりました').waitFor()
    expect(await two.locator('.digit').count()).toBe(asked.length)
    expect(login()?.wrongEntries).toBe(0)
    await fillDigits(two, world.customer.userNumber)
    await two.getByRole('button', { name: '次へ' }).click()
    await two.getByRole('button', { name: '許可', exact: true }).waitFor()
    await one.getByRole('button', { name: '許可', exact: true }).click()
    await atApp(one)
    await two.getByRole('button', { name: '許可', exact: true }).click()
    // The page says what has changed since: press again.
    if ((await title(two)).includes('認可'))
      await two.getByRole('button', { name: '許可', exact: true }).click()
    const told = await atApp(two)
    expect([told.get('error'), told.get('code')]).toEqual(['invalid_request_uri', null])
  })
})

describe('3: what staff have stopped', () => {
  const staff = async (role: 'clerk' | 'officer', name: string) =>
    (await world.staff(role, name)).actor

  it('緊急停止 is told before any account is shown, and leads back to the provider', async () => {
    const clerk = await staff('clerk', 'clerk-stop')
    const request = await openAtCounter(world, clerk, 2)
    const scope = { kind: 'customer' } as const
    await act(world, clerk, request, { kind: 'emergency', scope, reason: 'lost-or-stolen' })
    const page = await (await open()).newPage()
    await page.goto((await pushed()).url)
    await signIn(page, 1)
    expect(await title(page)).toBe('API連携のご利用を止めています')
    for (const { accountNumber } of world.person(1).accounts)
      expect(await page.content()).not.toContain(accountNumber)
    const back = page.getByRole('button', { name: '「API業者」の画面へ戻る' })
    await back.click()
    expect((await atApp(page)).get('error')).toBe('access_denied')
    // The other answer is the credit union's to choose.
    const { settings } = world.engine
    const policy = settings.get('policy.personal')
    await settings.save(
      'policy.personal',
      { ...policy, stoppedAnswer: 'temporarily_unavailable' },
      1,
    )
    await page.goto((await pushed()).url)
    await signIn(page, 1)
    await back.click()
    expect((await atApp(page)).get('error')).toBe('temporarily_unavailable')
    await settings.save('policy.personal', policy, 2)
  })

  it('a link that ended for suspected fraud is not replaced until a resumption is approved', async () => {
    const grant = await world.permit({ customer: 2 })
    const clerk = await world.staff('clerk', 'clerk-bar')
    const officer = await world.staff('officer', 'officer-bar')
    const ended = await openAtCounter(world, clerk.actor, 3)
    const scope = { kind: 'grants' as const, grantIds: [grant] }
    await act(world, clerk.actor, ended, { kind: 'revoke', scope, reason: 'fraud-suspected' })
    const page = await (await open()).newPage()
    const walk = async (provider: number) => {
      await page.goto((await pushed(provider)).url)
      await signIn(page, 2)
      return title(page)
    }
    expect(await walk(0)).toBe('この連携先とは、いま連携できません')
    // Another provider's link is another matter.
    expect(await walk(1)).toContain('利用者番号認証')
    const request = await openAtCounter(world, clerk.actor, 3)
    const desk = await windowOf(clerk.login, '/customers/3')
    await desk.getByRole('button', { name: '再開' }).click()
    await desk.getByLabel('書面受領日').fill('令和8年1月5日')
    await desk.getByRole('button', { name: '検印へ回す' }).click()
    await desk.getByText('役席の検印を待っています。まだ何も再開していません。').waitFor()
    expect(await walk(0)).toBe('この連携先とは、いま連携できません')
    const second = await windowOf(officer.login, `/requests/${request}`)
    await second.getByRole('button', { name: '検印する' }).click()
    await second.getByRole('button', { name: '検印する' }).waitFor({ state: 'detached' })
    expect(await walk(0)).toContain('利用者番号認証')
  })
})

describe('4: each end has its own page, and its own way on', () => {
  const sql = (text: string) => world.engine.store.bulk((db) => void db.exec(text))
  const minutesLater = (minutes: number) => {
    const real = Date.now
    vi.spyOn(Date, 'now').mockImplementation(() => real() + minutes * 60_000)
  }
  const ends: [
    name: string,
    make: (page: Page) => Promise<unknown>,
    title: string,
    told?: string,
  ][] = [
    [
      'a request that has expired',
      async (page) => {
        const { url } = await pushed()
        sql('UPDATE pushedRequests SET expiresAt = 1 WHERE consumedAt IS NULL')
        await page.goto(url)
      },
      'はじめるまでに時間がたちました',
      'invalid_request_uri',
    ],
    [
      'a provider that is unknown',
      async (page) =>
        page.goto((await pushed()).url.replace(/client_id=[^&]+/, 'client_id=nobody')),
      'お手続きの依頼元を確認できません',
    ],
    [
      'a provider that is suspended',
      async (page) => {
        const { url } = await pushed(1)
        await world.suspend(1)
        await page.goto(url)
        await world.resume(1)
      },
      'この「API業者」との連携を停止しています',
    ],
    [
      'what is finished',
      async (page) => {
        const { url } = await pushed()
        await page.goto(url)
        const walk = page.url()
        await page.getByRole('button', { name: '中止する' }).click()
        await atApp(page)
        await page.goto(walk)
      },
      'このお手続きは終わっています',
    ],
    [
      'what took too long',
      async (page) => {
        await page.goto((await pushed()).url)
        minutesLater(11)
        await page.reload()
      },
      'お手続きの時間が過ぎました',
      'access_denied',
    ],
  ]
  it.each(ends)('%s', async (_name, make, said, told) => {
    const page = await (await open()).newPage()
    await make(page)
    expect(await title(page)).toBe(said)
    const back = page.getByRole('link', { name: '「API業者」の画面へ戻る' })
    expect(await back.count()).toBe(told ? 1 : 0)
    if (!told) return
    await back.click()
    const params = await atApp(page)
    expect([params.get('error'), params.get('state'), params.get('iss')]).toEqual([
      told,
      's',
      issuer,
    ])
  })
  it('no two of them say the same', () =>
    expect(new Set(ends.map(([, , said]) => said)).size).toBe(ends.length))

  it('on a renewal no page says that nothing is known: the former link still reads', async () => {
    const { bank } = world.engine
    const linked = await pushed()
    const page = await (await open()).newPage()
    await page.goto(linked.url)
    await signInAndProve(page, world.customer)
    await page.getByRole('button', { name: '許可', exact: true }).click()
    const code = (await atApp(page)).get('code') ?? ''
    const provider = world.provider()
    const { body } = await redeem(issuer, provider, { ...linked, code, callback: new URL(landed) })
    await page.goto((await pushed()).url)
    await signIn(page)
    for (let i = 0; i < 5; i += 1) {
      expect(await page.content()).not.toMatch(/情報は渡/)
      await fillDigits(
        page,
        world.customer.userNumber.replace(/\d/g, (d) => `${(Number(d) + 1) % 10}`),
      )
      await page.getByRole('button', { name: '次へ' }).click()
      await page.getByRole('heading', { level: 1 }).waitFor()
    }
    expect(login()?.refusedUntil).not.toBeNull()
    expect(await page.content()).not.toMatch(/情報は渡/)
    expect((await read(issuer, provider, body.access_token)).status).toBe(200)
    await world.engine.store.write(() => bank.clearWrongEntries(1))
  })
})

it('5: how many tries are left, then for how long it is locked and whom to call; then it goes on', async () => {
  const { clock } = world
  const { settings } = world.engine
  const phoneHours = '平日 9:00〜17:00'
  await settings.save('institution', { ...settings.get('institution'), phoneHours }, 0)
  const page = await (await open()).newPage()
  await page.goto((await pushed()).url)
  await signIn(page)
  for (const left of [4, 3, 2, 1]) {
    await page.getByText('入力桁数の指定').waitFor()
    await fillDigits(page, 'xxxxxxxxxx'.replace(/x/g, '０'))
    await page.getByRole('button', { name: '次へ' }).click()
    await page.getByText(`あと${left}回間違えると`).waitFor()
  }
  await fillDigits(page, '0000000000')
  await page.getByRole('button', { name: '次へ' }).click()
  expect(await title(page)).toBe('ご利用を一時的に制限しています')
  const text = await page.locator('main').innerText()
  const branch = world.engine.bank.customer(1)?.branchName ?? '?'
  for (const said of ['あとおよそ1分', branch, `018-000-0000 ${phoneHours}`])
    expect(text).toContain(said)
  clock.offset += 61_000
  onTestFinished(() => {
    clock.offset = 0
  })
  await page.getByRole('link', { name: 'もう一度試す' }).click()
  await fillDigits(page, world.customer.userNumber)
  await page.getByRole('button', { name: '次へ' }).click()
  await page.getByRole('button', { name: '許可', exact: true }).waitFor()
})

it('5: an officer opens the counter of all entries in the console, within a request', async () => {
  const { bank, store } = world.engine
  const officer = await world.staff('officer', 'officer-unlock')
  await openAtCounter(world, officer.actor, 1)
  await store.write(() =>
    bank.keepWrongEntry(1, {
      ...{ wrongEntries: 100, refusedUntil: untilUnlocked, wrongAt: null },
    }),
  )
  const desk = await windowOf(officer.login, '/customers/1')
  await desk.getByText('ログインが制限されています').waitFor()
  await desk.getByRole('button', { name: 'ログインの制限を解く' }).click()
  await desk.getByText('ログインが制限されています').waitFor({ state: 'detached' })
  expect(login()).toMatchObject({ wrongEntries: 0, refusedUntil: null })
})

describe('9: the time of a walk (WCAG 2.2.1)', () => {
  it.each([true, false])(
    'is told before it is over, and extended without losing what is typed, scripts: %s',
    async (javaScriptEnabled) => {
      const page = await (await open({ javaScriptEnabled })).newPage()
      await page.goto((await pushed()).url)
      const frame = page.frameLocator('iframe.time')
      await frame.getByText('残り時間は、およそ10分').waitFor()
      // The frame comes again by itself, so that what it says stays true; here it is led to the warning, so that nobody waits.
      const refresh = await frame.locator('meta[http-equiv=refresh]').getAttribute('content')
      expect(refresh).toMatch(/^60;url=/)
      await page.getByLabel('ログインID').fill('written-before')
      const real = Date.now
      const now = vi.spyOn(Date, 'now').mockImplementation(() => real() + 9 * 60_000)
      const time = page.frames().find((one) => one.url().endsWith('/time'))
      await time?.goto(time.url())
      await frame.getByText('まもなく時間切れになります').waitFor()
      await frame.getByRole('button', { name: '続ける' }).click()
      await frame.getByText('残り時間は、およそ').waitFor()
      expect(await page.getByLabel('ログインID').inputValue()).toBe('written-before')
      // Past the first end the same walk goes on.
      now.mockImplementation(() => real() + 15 * 60_000)
      await signIn(page)
      await page.getByText('入力桁数の指定').waitFor()
      now.mockImplementation(() => real() + 30 * 60_000)
      await page.reload()
      expect(await title(page)).toBe('お手続きの時間が過ぎました')
    },
  )
})

it('12: a lost code costs nobody a working link; the new one takes its place with its code, accounts keep their names', async () => {
  const provider = world.provider(1)
  const page = await (await open()).newPage()
  const permit = async () => {
    const asked = await pushed(1)
    await page.goto(asked.url)
    await signInAndProve(page, world.customer)
    await page.getByRole('button', { name: '許可', exact: true }).click()
    return { ...asked, code: (await atApp(page)).get('code') ?? '', callback: new URL(landed) }
  }
  const tokenOf = async (linked: Awaited<ReturnType<typeof permit>>) =>
    (await redeem(issuer, provider, linked)).body.access_token
  const idsOf = async (token: unknown) => {
    const { status, body } = await read(issuer, provider, token)
    return status === 200
      ? (body.accounts as { accountId: string }[]).map(({ accountId }) => accountId)
      : status
  }
  const former = await tokenOf(await permit())
  const ids = await idsOf(former)
  expect(ids).toHaveLength(world.linkable(1).length)

  const lost = await permit()
  const real = Date.now
  vi.spyOn(Date, 'now').mockImplementation(() => real() + 61_000)
  expect((await redeem(issuer, provider, lost)).status).toBe(400)
  await lapseGrants(world.engine)
  vi.restoreAllMocks()
  expect(await idsOf(former)).toEqual(ids)

  const officer = await world.staff('officer', 'officer-lapse')
  await openAtCounter(world, officer.actor, 1)
  const desk = await windowOf(officer.login, '/customers/1')
  const rows = desk.getByRole('row').filter({ hasText: provider.name })
  await rows.filter({ hasText: '未成立' }).click()
  expect(await rows.filter({ hasText: '有効' }).count()).toBe(1)
  await desk.keyboard.press('Enter')
  await desk.getByText('この許可で渡った情報はありません').waitFor()

  const last = await permit()
  expect(await idsOf(former)).toEqual(ids)
  const now = await tokenOf(last)
  expect([await idsOf(now), await idsOf(former)]).toEqual([ids, 401])
})

it('a password that was changed on the way: the walk begins anew', async () => {
  const page = await (await open()).newPage()
  await page.goto((await pushed()).url)
  await signInAndProve(page, world.customer)
  await page.getByRole('button', { name: '許可', exact: true }).waitFor()
  const { bank } = world.engine
  const version = bank.passwordVersion.bind(bank)
  vi.spyOn(bank, 'passwordVersion').mockImplementation((id) => `${version(id)}, changed`)
  await page.getByRole('button', { name: '許可', exact: true }).click()
  expect(await title(page)).toBe('もう一度ログインしてください')
  await page.getByRole('link', { name: 'はじめから' }).click()
  await page.getByLabel('ログインID').waitFor()
})
