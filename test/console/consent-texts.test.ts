import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type renderConsent, renderPreview } from '#consent-screens'
import { sql } from '#db'
import { bracesIn, checkTexts, shippedTexts, textKeys, textRows } from '#shared/consent-texts'
import { dayMs, isoDate } from '#shared/japanese-date'
import { noticesOf, type PreviewOptions } from '#shared/preview'
import { consoleOf, type Desk, type OpenConsole, openDesk } from '../support/desk-client.ts'
import { FormCustomer } from '../support/form-customer.ts'
import { authenticated, pkce, post } from '../support/protocol.ts'
import { codeOf } from '../support/watched.ts'
import { changed, World } from '../support/world.ts'

let world: World
let issuer: string
let listener: OpenConsole
const desks: Record<string, Desk> = {}
const logins: Record<string, { loginId: string; password: string }> = {}
beforeEach(async () => {
  world = await World.open({
    business: true,
    providers: [{ channels: ['personal', 'business'], asksServices: true, asksAccounts: true }],
  })
  issuer = await world.listen()
  listener = await consoleOf(world)
  for (const [name, role] of [
    ['author', 'hq-admin'],
    ['approver', 'officer'],
    ['clerk', 'clerk'],
  ] as const) {
    const { login } = await world.staff(role, name)
    const { desk } = openDesk(listener.url)
    await desk.staff.signIn(login)
    desks[name] = desk
    logins[name] = login
  }
})
afterEach(async () => {
  await listener.close()
  await world.close()
})
const as = (name: string): Desk => desks[name] as Desk
/** Signs in again: after a day the former session has ended. */
const again = (name: string) => as(name).staff.signIn(logins[name] as never)
const today = () => isoDate(world.clock.now())
const later = (days: number) => isoDate(world.clock.now() + days * dayMs)
const page = (change: Partial<PreviewOptions> = {}): PreviewOptions => ({
  channel: 'personal',
  language: 'ja',
  providerId: null,
  screen: 'permit',
  wrong: false,
  missingPins: 0,
  renewal: false,
  version: null,
  marked: false,
  ...change,
})
const fetchPage = (
  id: string,
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> =>
  new Promise((resolve, reject) => {
    request(`${listener.url}/preview/${id}`, async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
    })
      .on('error', reject)
      .end()
  })
async function seePage(desk: Desk, change: Partial<PreviewOptions> = {}): Promise<string> {
  const { ids } = await desk.preview.make({ pages: [page(change)] })
  return (await fetchPage(ids[0] ?? '')).text
}
/** As the page does it: for the draft as this person has seen it. */
async function approve(
  who: 'author' | 'approver' | 'clerk',
  kind: 'personal' | 'terms',
  number: number,
  from: string,
): Promise<null> {
  const { updatedAt } = await as(who).texts.find({ kind, number })
  return as(who).texts.approve({ kind, number, seenAt: updatedAt, from })
}
async function start(): Promise<FormCustomer> {
  const customer = new FormCustomer()
  const p = world.provider()
  const par = await post(`${issuer}/par`, {
    ...(await authenticated(p, issuer)),
    response_type: 'code',
    redirect_uri: p.redirectUris[0],
    scope: 'accounts balances',
    code_challenge: pkce().challenge,
    code_challenge_method: 'S256',
  })
  await customer.follow(
    `${issuer}/auth?client_id=${p.clientId}&request_uri=${encodeURIComponent(String(par.body.request_uri))}`,
  )
  return customer
}

describe('texts in versions (R93)', () => {
  const body = (change: Record<string, string> = {}) => ({ ...shippedTexts('personal'), ...change })
  it('a draft is the author’s, a second person publishes it from a day, the old one stays', async () => {
    const changed = body({ 'signIn.lead': '規定を読んでからお進みください' })
    const { number } = await as('author').texts.save({
      kind: 'personal',
      draft: null,
      body: changed,
      note: '導入文の変更',
    })
    expect(number).toBe(2)
    expect((await start()).last.text).toContain('利用規定をご確認ください')
    expect(await codeOf(approve('author', 'personal', number, today()))).toBe('text.same-person')
    expect(await codeOf(approve('clerk', 'personal', number, today()))).toBe('permission.denied')
    await approve('approver', 'personal', number, later(3))
    expect((await start()).last.text).toContain('利用規定をご確認ください')
    world.clock.offset = 3 * dayMs
    expect((await start()).last.text).toContain('規定を読んでからお進みください')
    await again('clerk')
    const { versions, current } = await as('clerk').texts.list({ kind: 'personal' })
    expect([current, versions.map((one) => [one.number, one.approverName])]).toEqual([
      2,
      [
        [2, '職員officer'],
        [1, '出荷時'],
      ],
    ])
  })

  it('a draft is thrown away as it was looked at, never what another has saved since', async () => {
    const form = { kind: 'personal' as const, body: body({ 'signIn.lead': '一' }), note: '一' }
    const { number } = await as('author').texts.save({ ...form, draft: null })
    const { updatedAt: seenAt } = await as('author').texts.find({ kind: 'personal', number })
    await as('author').texts.save({ ...form, draft: { number, seenAt }, note: '二' })
    const discard = async () =>
      codeOf(as('author').texts.discard({ kind: 'personal', number, seenAt }))
    expect(await discard()).toBe('text.changed-meanwhile')
    expect(await as('author').texts.find({ kind: 'personal', number })).toMatchObject({
      note: '二',
    })
  })

  it('an approved version never changes, not even past the program', async () => {
    await world.publish('personal', { 'signIn.lead': '新しい文' })
    const change = () =>
      world.engine.store.bulk((db) =>
        db.exec("UPDATE textVersions SET body = '{}' WHERE number = 2"),
      )
    expect(change).toThrow(/never changes/)
    const approved = { kind: 'personal' as const, number: 2, seenAt: 0 }
    expect(await codeOf(as('author').texts.discard(approved))).toBe('text.approved-already')
    expect(await codeOf(approve('approver', 'personal', 2, today()))).toBe('text.approved-already')
  })

  it.each([
    ['an empty text', { 'signIn.lead': ' ' }],
    ['a placeholder that is none', { 'frame.contact': 'お電話 {phone} {loginId}' }],
    ['a placeholder left out', { 'permit.lead': '許可してください' }],
    ['an answer that no notice gives', { 'permit.button': '同意する' }],
    ['a text without end', { 'signIn.lead': 'あ'.repeat(601) }],
  ])('refuses %s', async (_name, change) => {
    expect(checkTexts('personal', body(change))).toHaveLength(1)
    expect(
      await codeOf(
        as('author').texts.save({ kind: 'personal', draft: null, body: body(change), note: 'n' }),
      ),
    ).toBe('text.invalid')
  })

  it('markup in a text is shown, not executed', async () => {
    await world.publish('personal', { 'signIn.lead': '<img src=x onerror=alert(1)> &amp;' })
    const { text } = (await start()).last
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt; &amp;amp;')
    expect(text).not.toContain('<img')
  })

  it('API利用規定 have versions of their own, each under its address', async () => {
    const { number } = await as('author').texts.save({
      kind: 'terms',
      draft: null,
      body: { title: 'API利用規定', paragraphs: ['第1条　目的', '<b>第2条</b>'] },
      note: '本文を登録',
    })
    await approve('approver', 'terms', number, today())
    const customer = await start()
    expect(customer.last.text).toContain(`href="/terms/${number}"`)
    const terms = await (await fetch(`${issuer}/terms/${number}`)).text()
    expect(terms).toContain('第1条　目的')
    expect(terms).toContain('&lt;b&gt;第2条')
    expect(await (await fetch(`${issuer}/terms/1`)).text()).toContain('見本です')
    expect((await fetch(`${issuer}/terms/99`)).status).toBe(404)
    await customer.signIn(world.customer)
    await customer.submit('user-number', { digit: customer.digits(world.customer.userNumber) })
    await customer.submit('choose-accounts', { account: ['0'] })
    await customer.submit('permit')
    const [grant] = world.engine.store.read(sql.selectFrom('grants').select('termsVersion'))
    expect(grant?.termsVersion).toBe(`第${number}版`)
  })

  it('every Japanese text has an English one, for the same channels and with the same placeholders', () => {
    for (const channel of ['personal', 'business'] as const)
      for (const key of textKeys(channel)) {
        const [ja, en] = [textRows.ja[key][channel] ?? '', textRows.en[key][channel] ?? '']
        const named = (text: string) => [...new Set(bracesIn(text))].sort()
        expect([key, named(en)]).toEqual([key, named(ja)])
        if (key !== 'frame.otherLanguage')
          expect(en, key).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/)
        expect(en, key).not.toMatch(channel === 'personal' ? /external company/ : /API provider/)
      }
    for (const kind of ['personal-en', 'business-en'] as const)
      expect(checkTexts(kind, shippedTexts(kind))).toEqual([])
  })

  it('English texts have versions of their own', async () => {
    await world.publish('personal-en', { 'signIn.lead': 'Have your user number at hand.' })
    const customer = await start()
    expect(customer.last.text).not.toContain('Have your user number at hand.')
    await customer.follow(`${customer.url}?lang=en`)
    expect(customer.last.text).toContain('Have your user number at hand.')
    expect((await as('clerk').texts.list({ kind: 'personal' })).current).toBe(1)
    expect((await as('clerk').texts.list({ kind: 'personal-en' })).current).toBe(2)
  })

  it('API利用規定 in English where there are any; the Japanese ones otherwise', async () => {
    const read = async () => (await fetch(`${issuer}/terms?lang=en`)).text()
    expect(await read()).toMatch(/<div lang="ja"><p class="paragraph">第1条/)
    const { number } = await as('author').texts.save({
      kind: 'terms',
      draft: null,
      body: {
        title: 'API利用規定',
        paragraphs: ['第1条'],
        englishTitle: 'API terms of use',
        englishParagraphs: ['Article 1'],
      },
      note: '英訳',
    })
    await approve('approver', 'terms', number, today())
    expect(await read()).toMatch(/<h1>API terms of use<\/h1>.*<p class="paragraph">Article 1</s)
    expect(await (await fetch(`${issuer}/terms`)).text()).toContain(
      '<p class="paragraph">第1条</p>',
    )
  })

  it('the shipped texts use each channel’s own words (R94)', () => {
    for (const channel of ['personal', 'business'] as const)
      for (const key of textKeys(channel)) {
        const text = textRows.ja[key][channel] ?? ''
        if (textRows.ja[key].quoted) continue
        const wrong = channel === 'personal' ? /お客さま|外部企業/ : /お客様|API業者/
        expect([key, text.match(wrong)]).toEqual([key, null])
      }
  })
})

describe('preview (R78, R91, R92)', () => {
  const every: [string, Partial<PreviewOptions>][] = [
    ...(['personal', 'business'] as const).flatMap((channel) => [
      ...(['sign-in', 'choose-accounts', 'permit', 'terms', ...noticesOf(channel)] as const).map(
        (screen): [string, Partial<PreviewOptions>] => [
          `${channel} ${screen}`,
          { channel, screen },
        ],
      ),
    ]),
    ['personal user-number', { screen: 'user-number' }],
    ['personal extra-challenge', { screen: 'extra-challenge' }],
    ['business choose-services', { channel: 'business', screen: 'choose-services' }],
    ...([0, 1, 3] as const).flatMap((missingPins): [string, Partial<PreviewOptions>][] => [
      [
        `B3 with ${missingPins} missing`,
        { channel: 'business', screen: 'register-inquiry-pin', missingPins },
      ],
      [
        `B4 with ${missingPins} missing`,
        { channel: 'business', screen: 'inquiry-pin-result', missingPins },
      ],
    ]),
  ]
  it('shows every step and state of both channels, wrong and right, new and renewed, and writes nothing', async () => {
    const desk = as('clerk')
    await desk.texts.list({ kind: 'personal' })
    const before = world.rows()
    for (const [name, change] of every)
      for (const wrong of [false, true])
        for (const renewal of [false, true]) {
          const text = await seePage(desk, { ...change, wrong, renewal })
          expect(text, name).toContain('>プレビュー</p>')
          if (change.missingPins) expect(text, name).toContain('サンプル')
          expect(text, name).not.toMatch(/undefined|\[object|\{[a-z]+\}|<script/)
        }
    expect(changed(before, world.rows())).toEqual({})
  })

  it('its answer has its own headers: no script, no form, only the console’s frame', async () => {
    const { ids } = await as('clerk').preview.make({ pages: [page()] })
    const { status, headers } = await fetchPage(ids[0] ?? '')
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'nonce-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox$/,
    )
    expect(headers['x-frame-options']).toBe('SAMEORIGIN')
    expect((await fetchPage('guess')).status).toBe(404)
  })

  it('a provider that is there lends its name; one that is not is refused', async () => {
    const id = world.provider().id
    expect(await seePage(as('clerk'), { providerId: id })).toContain('試験業者0')
    expect(await codeOf(as('clerk').preview.make({ pages: [page({ providerId: 999 })] }))).toBe(
      'provider.not-found',
    )
  })

  it('marks what a draft changes, in the text alone, and shows the old one beside it', async () => {
    await as('author').texts.save({
      kind: 'personal',
      draft: null,
      body: {
        ...shippedTexts('personal'),
        'permit.title': '新しい題',
        'permit.reassure': '新しい文',
      },
      note: 'n',
    })
    const marked = await seePage(as('author'), { version: 2, marked: true })
    expect(marked).toContain('<h1><mark>新しい題</mark></h1>')
    expect(marked).toContain('<title>新しい題｜')
    expect(marked.match(/<mark>/g)).toHaveLength(2)
    expect(marked).not.toMatch(/[\ue000\ue001]/)
    expect(await seePage(as('author'))).not.toContain('新しい')
  })

  it('is the served page, byte for byte, but for watermark, token fields, style and nonce', async () => {
    const bare = (text: string): string =>
      text
        .slice(text.indexOf('<body>'))
        .replace(/<p class="watermark".*?<\/p>/, '')
        .replace(/name="csrf" value="[^"]*"/g, '')
        .replace(/\/consent\/[A-Za-z0-9_-]+/g, '')
    // The view as the server makes it goes through the preview's renderer; the page as served is what came over the wire.
    const served: string[] = []
    const walk = async (
      customer: FormCustomer,
      acts: [string, Record<string, string | string[]>][],
    ) => {
      served.push(customer.last.text)
      for (const [step, fields] of acts) {
        await customer.submit(step, fields)
        served.push(customer.last.text)
      }
    }
    const seen: Parameters<typeof renderConsent>[0][] = []
    const { viewOf } = await import('../../src/main/server/consent/view.ts')
    const { ConsentSessions } = await import('#engine')
    const find = ConsentSessions.prototype.find
    ConsentSessions.prototype.find = function found(uid) {
      const session = find.call(this, uid)
      if (session) seen.push(viewOf(world.engine, session))
      return session
    }
    try {
      const person = await start()
      await walk(person, [
        ['sign-in', { loginId: world.customer.loginId, password: world.customer.password }],
      ])
      await walk(person, [['user-number', { digit: person.digits(world.customer.userNumber) }]])
      await walk(person, [['choose-accounts', { account: '0' }]])
      const company = await start()
      const [member] = world.companies[0]?.users ?? []
      await walk(company, [
        ['sign-in', { loginId: member?.loginId ?? '', password: member?.password ?? '' }],
        ['choose-services', { service: 'balance-inquiry' }],
        ['choose-accounts', { account: ['0', '1', '2'] }],
        ['register-inquiry-pin', { account: '1', pin: '4081' }],
        ['inquiry-pin-result', {}],
      ])
    } finally {
      ConsentSessions.prototype.find = find
    }
    const previews = seen.map((view) => bare(renderPreview(view, 'n')))
    const titles = new Set<string>()
    for (const page_ of served) {
      const plain = bare(page_).replace(/\d+月\d+日|\d{4}年/g, '')
      titles.add(/<h1>(.*?)<\/h1>/.exec(page_)?.[1] ?? '')
      expect(previews.map((one) => one.replace(/\d+月\d+日|\d{4}年/g, ''))).toContain(plain)
    }
    expect(titles.size).toBe(9)
  })
})

describe('evidence (R83)', () => {
  async function link(): Promise<number> {
    const customer = await start()
    await customer.signIn(world.customer)
    await customer.submit('user-number', { digit: customer.digits(world.customer.userNumber) })
    await customer.submit('choose-accounts', { account: ['0'] })
    expect((await customer.submit('permit')).location).toContain('code=')
    return world.engine.store.read(sql.selectFrom('grants').select('id')).at(-1)?.id ?? 0
  }
  async function linkCompany(): Promise<number> {
    const customer = await start()
    const [member] = world.companies[1]?.users ?? []
    await customer.submit('sign-in', {
      loginId: member?.loginId ?? '',
      password: member?.password ?? '',
    })
    await customer.submit('choose-services', { service: 'balance-inquiry' })
    await customer.submit('choose-accounts', { account: ['0', '1'] })
    expect((await customer.submit('permit', { tick: 'yes' })).location).toContain('code=')
    return world.engine.store.read(sql.selectFrom('grants').select('id')).at(-1)?.id ?? 0
  }

  it('two years and three versions later the screens still give the hash that was kept', async () => {
    const ids = [await link(), await linkCompany()]
    for (const lead of ['二', '三', '四']) {
      world.clock.offset += 240 * dayMs
      await world.publish('personal', { 'permit.reassure': lead })
      await world.publish('business', { 'permit.reassure': lead })
    }
    world.clock.offset = 731 * dayMs
    await again('approver')
    for (const id of ids) {
      const evidence = await as('approver').grants.evidence({ id })
      expect(evidence).toMatchObject({ textVersion: 1, termsVersion: '第2版', language: 'ja' })
      expect(evidence.again?.same).toBe(true)
      const shown = await fetchPage(evidence.again?.page ?? '')
      expect(shown.text).toContain('>許可</button>')
      expect(shown.text).toContain('>記録</p>')
    }
  })

  it('a page that would no longer be the same is said to be so', async () => {
    const id = await link()
    world.engine.store.bulk((db) =>
      db.exec(
        "DROP TRIGGER grantEvidenceNoUpdate; UPDATE grantEvidence SET view = json_set(view, '$.days', 91)",
      ),
    )
    expect((await as('approver').grants.evidence({ id })).again?.same).toBe(false)
  })

  it('evidence is append-only, and holds no secret', async () => {
    await linkCompany()
    expect(() =>
      world.engine.store.bulk((db) => db.exec("UPDATE grantEvidence SET view = '{}'")),
    ).toThrow(/append-only/)
    const [row] = world.engine.store.read(sql.selectFrom('grantEvidence').selectAll())
    // A number of its own: the digits may well stand inside a time.
    expect(row?.view).not.toMatch(/csrf|yoneshiro|\b2763\b/)
  })
})

describe('settings (R37, R44, R103)', () => {
  it('are changed by head office alone, hold at once, and are in the audit whole', async () => {
    const { hours } = await as('clerk').settings.find()
    expect(
      await codeOf(as('clerk').settings.save({ key: 'hours', seen: hours, value: hours })),
    ).toBe('permission.denied')
    const grantId = await world.permit()
    expect(grantId).toBe(1)
    const { waits } = await as('author').settings.save({
      key: 'hours',
      seen: hours,
      value: { ...hours, active: true, closedDays: [today().slice(5)] },
    })
    const { login } = await world.staff('hq-admin', 'second')
    const { desk: second } = openDesk(listener.url)
    await second.staff.signIn(login)
    await second.proposals.decide({ id: waits ?? 0, approve: true, note: '' })
    // A stale tab takes nothing back.
    expect(
      await codeOf(
        as('author').settings.save({
          key: 'hours',
          seen: hours,
          value: { ...hours, closedDays: [] },
        }),
      ),
    ).toBe('settings.changed-meanwhile')
    expect((await as('clerk').settings.find()).hours.active).toBe(true)
    const [entry] = world.engine.store.read(
      sql
        .selectFrom('auditEntries')
        .selectAll()
        .where('action', '=', 'settings.save')
        .where('outcome', '=', 'done'),
    )
    expect(JSON.parse(entry?.before ?? '{}')).toMatchObject({ active: false })
    expect(JSON.parse(entry?.after ?? '{}')).toMatchObject({ active: true })
  })

  it('the validity of business stays while providers of it are active', async () => {
    const { 'policy.business': policy } = await as('author').settings.find()
    expect(
      await codeOf(
        as('author').settings.save({
          key: 'policy.business',
          seen: policy,
          value: { ...policy, validityDays: null },
        }),
      ),
    ).toBe('policy.validity-missing')
  })

  it('who may consent for a company: named users, never nobody', async () => {
    const id = world.companies[0]?.id ?? 0
    const users = (await as('approver').customers.find({ id })).full?.users ?? []
    expect(
      await codeOf(as('approver').customers.setConsent({ id, consentBy: 'named', users: [] })),
    ).toBe('input.invalid')
    await as('approver').customers.setConsent({
      id,
      consentBy: 'named',
      users: [users[1]?.id ?? 0],
    })
    const customer = await start()
    const [first, second] = world.companies[0]?.users ?? []
    await customer.submit('sign-in', {
      loginId: first?.loginId ?? '',
      password: first?.password ?? '',
    })
    expect(customer.title).toBe('このログインIDでは許可できません')
    const other = await start()
    await other.submit('sign-in', {
      loginId: second?.loginId ?? '',
      password: second?.password ?? '',
    })
    expect(other.title).toBe('API連携認証（認可業務選択）（利用登録）')
    expect(
      await codeOf(as('approver').customers.setConsent({ id: 1, consentBy: 'any', users: [] })),
    ).toBe('customer.not-found')
  })
})
