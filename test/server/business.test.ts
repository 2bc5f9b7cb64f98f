import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PermitView, renderConsent } from '#consent-screens'
import { sql } from '#db'
import { changeProviderStatus, evidenceOf } from '#engine'
import type { Scope } from '#shared/grant'
import { dayMs } from '#shared/japanese-date'
import { FormCustomer } from '../support/form-customer.ts'
import { type Cells, csv, takeFile } from '../support/import-file.ts'
import { pushRequest, read, redeem } from '../support/protocol.ts'
import { changed, World } from '../support/world.ts'

let world: World
let issuer: string
let verifier: string
/** 0: business only; 1: both channels, asks for 業務; 2: both, lets accounts be chosen; 3: both, plain. */
beforeEach(async () => {
  world = await World.open({
    business: true,
    providers: [
      { channels: ['business'] },
      { channels: ['personal', 'business'], asksServices: true },
      { channels: ['personal', 'business'], asksAccounts: true },
      { channels: ['personal', 'business'] },
    ],
  })
  issuer = await world.listen()
})
afterEach(() => world.close())

const company = (index = 0) => {
  const found = world.companies[index]
  if (!found) throw new RangeError(`no company ${index}`)
  return found
}
async function start(
  provider = 0,
  given: { scope?: string; channel?: string } = {},
  customer = new FormCustomer(),
): Promise<FormCustomer> {
  const pushed = await pushRequest(issuer, world.provider(provider), given)
  verifier = pushed.verifier
  await customer.follow(pushed.url)
  return customer
}
const signIn = (customer: FormCustomer, index = 0, user = 0) => {
  const member = company(index).users[user]
  return customer.submit('sign-in', {
    loginId: member?.loginId ?? '',
    password: member?.password ?? '',
  })
}
/** Brings in a file of the company's users. */
const usersFile = (rows: { user: number; cells: Cells }[], index = 0) =>
  takeFile(
    world,
    csv(
      'users',
      rows.map(({ user, cells }) => {
        const { name = '', loginId = '' } = company(index).users[user] ?? {}
        return {
          顧客番号: String(company(index).id),
          利用者名: name,
          ログインID: loginId,
          ...cells,
        }
      }),
    ),
    { kind: 'users' },
  )
/** The place of an account in the list of B3, by its number. */
const placeOf = (customer: FormCustomer, number: string): string =>
  new RegExp(`id="(?:account)-(\\d+)"[^>]*>\\s*<label[^>]*>[^<]*${number}`).exec(
    customer.last.text,
  )?.[1] ?? ''
const enterPin = (customer: FormCustomer, number: string, pin: string) =>
  customer.submit('register-inquiry-pin', { account: placeOf(customer, number), pin })
const registered = (index = 0) =>
  world.engine.bank
    .openAccounts(company(index).id)
    .filter((account) => account.inquiryPinRegistered)
    .map((account) => account.number)
const grants = () => world.engine.store.read(sql.selectFrom('grants').selectAll())
const readable = async (provider: number, code: string): Promise<string[]> => {
  const p = world.provider(provider)
  const redirectUri = p.redirectUris[0] ?? ''
  const callback = new URL(redirectUri)
  const tokens = await redeem(issuer, p, { code, verifier, redirectUri, callback })
  const list = await read(issuer, p, tokens.body.access_token)
  return (list.body.accounts as { accountNumber: string }[]).map((a) => a.accountNumber)
}
const codeIn = (location: string | null): string =>
  new URL(location ?? '').searchParams.get('code') ?? ''

it('a user whom a file lets not consent is told so at the sign-in; the others of the company go on', async () => {
  const taken = await usersFile([
    { user: 0, cells: { 許可: 'しない' } },
    { user: 1, cells: {} },
  ])
  expect(taken).toMatchObject({ state: 'done', effects: { changed: 1, unchanged: 1 } })
  const refused = await start(3)
  await signIn(refused)
  expect(refused.title).toBe('このログインIDでは許可できません')
  const other = await start(3)
  await signIn(other, 0, 1)
  expect(other.title).toBe('API連携認証（照会用暗証番号登録）（利用登録）')
})

it('a user who has left is told so once the password is right, and nothing of the company; the audit names them', async () => {
  await usersFile([{ user: 0, cells: { 利用終了日: '2026-01-31' } }])
  const [member] = company().users
  const refused = await start(3)
  await refused.submit('sign-in', { loginId: member?.loginId ?? '', password: 'wrong-password' })
  expect(refused.title).toBe('API連携認証（利用登録）')
  await signIn(refused)
  expect(refused.title).toBe('このログインIDはご利用いただけません')
  expect(refused.last.text).toContain('登録された利用終了日を迎えています')
  const [entry] = world.engine.store.read(
    sql.selectFrom('auditEntries').selectAll().where('reason', '=', 'user-left'),
  )
  expect(entry).toMatchObject({
    ...{ outcome: 'refused', action: 'consent.sign-in' },
    actorName: `${company().company}（${member?.name}）`,
  })
  await usersFile([{ user: 0, cells: { 利用終了日: '' } }])
  const back = await start(3)
  await signIn(back)
  expect(back.title).toBe('API連携認証（照会用暗証番号登録）（利用登録）')
})

describe('B1–B5, word for word (R95)', () => {
  it('with a company that has one registered and two missing PINs', async () => {
    const customer = await start(1)
    await customer.request(`${customer.url}?channel=business`)
    expect(customer.title).toBe('API連携認証（利用登録）')
    for (const words of [
      '手順 1/3～5',
      '>ログインID<',
      '>ログインパスワード<',
      '>API連携</button>',
      'ビジネスバンキング',
    ])
      expect(customer.last.text).toContain(words)

    await signIn(customer)
    expect(customer.title).toBe('API連携認証（認可業務選択）（利用登録）')
    for (const words of [
      '手順 2/5',
      '利用業務を選択',
      '残高照会',
      '入出金明細照会',
      '>次へ</button>',
    ])
      expect(customer.last.text).toContain(words)
    await customer.submit('choose-services', { service: ['balance-inquiry'] })

    expect(customer.title).toBe('API連携認証（照会用暗証番号登録）（利用登録）')
    for (const words of [
      '手順 3/5',
      '「照会用暗証番号」の登録状態が未登録の口座を選択して、当組合へ届け出ている照会用暗証番号を入力し、「登録」ボタンを押してください。',
      '>照会用暗証番号<',
      '>登録</button>',
      '口座メモ5678901234567890',
    ])
      expect(customer.last.text).toContain(words)
    // Only 未登録 rows can be chosen (R24).
    expect(customer.last.text.match(/type="radio"[^>]*disabled/g)).toHaveLength(1)

    await enterPin(customer, '9000012', '４０８１')
    expect(customer.title).toBe('API連携認証（照会用暗証番号登録結果）')
    for (const words of [
      '手順 4/5',
      '以下の内容で照会用暗証番号を登録しました。',
      '内容を確認の上、「確認」ボタンを押してください。',
      '照会用暗証番号を追加登録するには、「照会用暗証番号の追加登録」ボタンを押してください。',
      '◎ 口座一覧',
      '登録状態',
      '照会用口座',
      '口座メモ',
      '照会用暗証番号（現在）',
      '<td>登録済み*</td><td>本店(011) 当座 9000012</td><td>仕入れ用</td><td>●●●●</td>',
      '<td>登録済み</td><td>本店(011) 普通 9000011</td><td>口座メモ5678901234567890</td><td>—</td>',
      '<td>未登録</td><td>大館(031) 普通 9000013</td><td>—</td><td>—</td>',
      '※登録状態欄に“*”が表示されている口座の暗証番号は、認可完了後に有効となります。',
      '>照会用暗証番号の追加登録</button>',
      '>確認</button>',
    ])
      expect(customer.last.text.replace(/ (role|data-label)="[^"]*"/g, '')).toContain(words)
    expect(customer.last.text).not.toMatch(/\b4081\b/)

    const result = customer.url
    await customer.submit('more-inquiry-pins')
    // Back to where one has been is no step out of order: the walk stays where it is.
    await customer.follow(result)
    expect(customer.title).toBe('API連携認証（照会用暗証番号登録）（利用登録）')
    await enterPin(customer, '9000013', '４０ 81　')
    // Nothing is left to register: the link is hidden (R25).
    expect(customer.last.text).not.toContain('照会用暗証番号の追加登録')
    await customer.submit('more-inquiry-pins')
    expect(customer.title).toBe('API連携認証（照会用暗証番号登録結果）')
    await customer.submit('inquiry-pin-result')

    expect(customer.title).toBe('API連携認証（情報アクセス許可）（利用登録）')
    for (const words of [
      '手順 5/5',
      '会計1（試験業者1）がお客様のインターネットバンキングの口座情報・暗証情報へのアクセスを求めています。',
      '会計1（試験業者1）と信用組合IDサービスはそれぞれの利用規約とプライバシーポリシーに従って、この情報を使用します。',
      '以下の認可対象・認可期間にご同意の上、「許可」ボタンを押してください。',
      '◎ 認可対象',
      '◎ 認可期間',
      '◎ 意思確認',
      '「許可」ボタンを押す前に、会計1（試験業者1）のWebサイトを確認できるかどうかお客様自身の判断で確認してください。',
      '「許可」ボタンを押すことによって、お客様は会計1（試験業者1）の利用規約の同意と利用を認めることとなります。',
      '認可手続きを継続する場合は「認可手続きを継続する」のチェックボックスをチェックしてください。',
      'お客様の入力されたIPアドレス等の通信情報はAPI連携先企業には開示されません。また、API連携事業者との間の通信は暗号化されています。',
      'なお、本アプリケーションへのアクセスは、信用組合へ連絡することによってでも解除することができます。',
      'type="checkbox" id="tick" name="tick" value="yes" required',
      '>認可手続きを継続する</label>',
      '>許可</button>',
      '180日間',
      '令和',
    ])
      expect(customer.last.text, words).toContain(words)
    expect(customer.last.text).not.toContain('入出金明細')

    // Before 許可 nothing has taken effect (R26).
    expect([registered(), grants()]).toEqual([['9000011'], []])
    const answer = await customer.submit('permit', { tick: 'yes' })
    expect(registered()).toEqual(['9000011', '9000012', '9000013'])
    expect(grants()).toMatchObject([
      { channel: 'business', scopes: 'accounts balances', services: 'balance-inquiry' },
    ])
    const { after } = world.engine.store.find('auditEntries', { action: 'grants.permit' }) ?? {}
    expect(JSON.parse(after ?? '')).toMatchObject({
      ...{ accounts: 3, services: ['balance-inquiry'], inquiryPins: 2 },
    })
    expect(await readable(1, codeIn(answer.location))).toEqual(['9000011', '9000012', '9000013'])
  })
})

describe('the permission screen (R32, R35, R36)', () => {
  const toPermit = async (): Promise<FormCustomer> => {
    const customer = await start(0)
    await signIn(customer)
    await enterPin(customer, '9000012', '4081')
    return customer
  }
  it('names service, company, 認可対象 and 認可期間 from–to in both calendars, and says the two fixed sentences (R32)', async () => {
    const customer = await toPermit()
    await customer.submit('inquiry-pin-result')
    for (const words of [
      /会計0/,
      /試験業者0/,
      /<dt>認可対象<|認可対象/,
      /開始.*令和\d+年\d+月\d+日（\d{4}年\d+月\d+日）/s,
      /終了.*令和\d+年\d+月\d+日（\d{4}年\d+月\d+日）/s,
      /API連携先企業には開示されません。また、API連携事業者との間の通信は暗号化されています。/,
      /信用組合へ連絡することによってでも解除することができます。/,
    ])
      expect(customer.last.text).toMatch(words)
  })

  it('where the notice contradicts itself, both words are there to choose (R35)', async () => {
    await world.publish('business', {
      'pinResult.button': '確定',
      'permit.tick': '許可手続きを継続する',
    })
    const customer = await toPermit()
    expect(customer.last.text).toContain('>確定</button>')
    expect(customer.last.text).toContain('「確定」ボタンを押してください')
    await customer.submit('inquiry-pin-result')
    expect(customer.last.text).toContain('>許可手続きを継続する</label>')
    // The sentence about it calls it the same.
    expect(customer.last.text).toContain('「許可手続きを継続する」のチェックボックス')
  })

  it('a version of the business texts is for companies alone, and each grant keeps the one that was shown', async () => {
    const words = 'この版は法人のお客さまだけのものです。'
    expect(await world.publish('business', { 'permit.reassure': words })).toBe(2)
    const firm = await start(3)
    await signIn(firm, 1)
    expect(firm.last.text).toContain(words)
    await firm.submit('permit', { tick: 'yes' })
    const person = await start(3)
    await person.signIn(world.customer)
    await person.submit('user-number', { digit: person.digits(world.customer.userNumber) })
    expect(person.title).toBe('API連携認証（利用登録）（情報連携認可）')
    expect(person.last.text).not.toContain(words)
    await person.submit('permit')
    expect(grants().map(({ channel, textVersion }) => [channel, textVersion])).toEqual([
      ['business', 2],
      ['personal', 1],
    ])
    const shown = (id: number) =>
      evidenceOf(world.engine, id, (view) => renderConsent(view as PermitView)).again
    expect([shown(1)?.same, shown(1)?.page.includes(words)]).toEqual([true, true])
    expect([shown(2)?.same, shown(2)?.page.includes(words)]).toEqual([true, false])
  })

  it('the grant keeps the versions of texts and API利用規定 that were shown; no PIN is in any record (R27, R36)', async () => {
    const customer = await toPermit()
    await customer.submit('inquiry-pin-result')
    await customer.submit('permit', { tick: 'yes' })
    expect(grants()).toMatchObject([{ channel: 'business', termsVersion: '第2版', textVersion: 1 }])
    const { store } = world.engine
    for (const table of [
      'grants',
      'grantEvidence',
      'grantHistory',
      'auditEntries',
      'logins',
    ] as const) {
      const rows = JSON.stringify(store.read(sql.selectFrom(table).selectAll()), (_key, value) =>
        value?.type === 'Buffer' ? '' : value,
      )
      expect(rows, table).not.toMatch(/[^0-9a-f]4081[^0-9a-f]/)
    }
  })
})

describe('what can be skipped is skipped (R21–R24)', () => {
  it('every PIN there, no 業務 asked: B1 → B5', async () => {
    const customer = await start(0)
    await signIn(customer, 1)
    expect(customer.title).toBe('API連携認証（情報アクセス許可）（利用登録）')
    const answer = await customer.submit('permit', { tick: 'yes' })
    expect(await readable(0, codeIn(answer.location))).toEqual(['9000021', '9000022'])
    expect(grants()[0]).toMatchObject({
      scopes: 'accounts balances transactions',
      services: 'transaction-inquiry balance-inquiry',
    })
  })

  it('accounts without a PIN stay outside of the grant', async () => {
    const customer = await start(0)
    await signIn(customer)
    await enterPin(customer, '9000012', '4081')
    await customer.submit('inquiry-pin-result')
    const answer = await customer.submit('permit', { tick: 'yes' })
    expect(await readable(0, codeIn(answer.location))).toEqual(['9000011', '9000012'])
    expect(registered()).toEqual(['9000011', '9000012'])
  })

  it('each step skipped by its URL is refused and starts anew', async () => {
    for (const step of ['register-inquiry-pin', 'inquiry-pin-result', 'permit', 'user-number']) {
      const customer = await start(1)
      await signIn(customer)
      const answer = await customer.request(customer.url.replace(/[^/]+$/, step))
      expect([answer.status, customer.title], step).toEqual([403, 'はじめからやり直してください'])
      expect(customer.last.text).toContain('外部企業（API連携先）')
    }
    expect(grants()).toEqual([])
  })
})

describe('leaving the flow changes nothing (R26, R34)', () => {
  const steps: [string, (customer: FormCustomer) => Promise<unknown>][] = [
    ['B1', async () => {}],
    ['B2', (customer) => signIn(customer)],
    [
      'B3',
      async (customer) => {
        await signIn(customer)
        await customer.submit('choose-services', { service: ['balance-inquiry'] })
      },
    ],
    [
      'B4',
      async (customer) => {
        await signIn(customer)
        await customer.submit('choose-services', { service: ['balance-inquiry'] })
        await enterPin(customer, '9000012', '4081')
      },
    ],
    [
      'B5',
      async (customer) => {
        await signIn(customer)
        await customer.submit('choose-services', { service: ['balance-inquiry'] })
        await enterPin(customer, '9000012', '4081')
        await customer.submit('inquiry-pin-result')
      },
    ],
  ]
  it.each(steps)('at %s', async (name, walk) => {
    const customer = await start(1, { channel: 'business' })
    await walk(customer)
    const before = world.rows()
    const answer = await customer.submit('cancel')
    expect(new URL(answer.location ?? '').searchParams.get('error')).toBe('access_denied')
    expect(Object.keys(changed(before, world.rows()))).toEqual(['auditEntries'])
    expect([registered(), grants()]).toEqual([['9000011'], []])
    expect(name).toMatch(/^B\d$/)
  })
})

describe('the tick (R31)', () => {
  it('許可 without it is refused by the server and said', async () => {
    const customer = await start(0)
    await signIn(customer, 1)
    for (const tick of [{}, { tick: 'no' }, { tick: '' }]) {
      const answer = await customer.submit('permit', tick)
      expect(grants()).toEqual([])
      if (answer.status === 200)
        expect(customer.last.text).toContain('意思確認がお済みでありません')
      else await customer.follow(`${customer.url.replace(/[^/]+$/, '')}permit`)
    }
    expect((await customer.submit('permit', { tick: 'yes' })).location).toContain('code=')
  })
})

describe('wrong entries', () => {
  it('a wrong PIN is refused, counted, and not forgotten by a new start', async () => {
    const customer = await start(0)
    await signIn(customer)
    expect(customer.last.text).not.toContain('role="alert"')
    for (let i = 0; i < 4; i += 1) {
      await enterPin(customer, '9000012', '0000')
      expect(customer.last.text).toContain('照会用暗証番号を登録できませんでした')
      expect(customer.last.text).not.toContain('口座が選択されていません')
    }
    const again = await start(0)
    await signIn(again)
    await enterPin(again, '9000012', '0000')
    expect(again.title).toBe('ご利用を一時的に制限しています')
    expect(again.last.text).toContain('お取引店：本店')
    const third = await start(0)
    await signIn(third)
    expect(third.last.text).toContain('ログインできませんでした')
    // A colleague is not locked out by it.
    const colleague = await start(0)
    await signIn(colleague, 0, 1)
    expect(colleague.title).toBe('API連携認証（照会用暗証番号登録）（利用登録）')
  })

  it('a right PIN does not forget wrong ones; 許可 does', async () => {
    const customer = await start(0)
    await signIn(customer)
    const count = () => world.engine.bank.login('hokui-keiri')?.wrongEntries
    await enterPin(customer, '9000012', '0000')
    await enterPin(customer, '9000012', '4081')
    await customer.submit('inquiry-pin-result')
    expect(count()).toBe(1)
    expect((await customer.submit('permit', { tick: 'yes' })).location).toContain('code=')
    expect(count()).toBe(0)
  })

  it('no account, a registered one, one of another company: nothing is registered', async () => {
    const customer = await start(0)
    await signIn(customer)
    for (const account of [[], ['0'], ['7'], ['1', '2']]) {
      await customer.submit('register-inquiry-pin', { account, pin: '4081' })
      expect(customer.last.text).toContain('口座が選択されていません')
      expect(customer.last.text).not.toContain('照会用暗証番号を登録できませんでした')
    }
    expect(world.engine.bank.login('hokui-keiri')?.wrongEntries).toBe(0)
  })

  it('an account whose PIN was never notified cannot be registered by guessing', async () => {
    const customer = await start(0)
    await signIn(customer, 2)
    for (const account of ['1', '2']) {
      await customer.submit('register-inquiry-pin', { account, pin: '5950' })
      expect(customer.last.text).toContain('口座が選択されていません')
    }
  })

  it('wrong and unknown IDs, and a person’s at a business provider, get one answer', async () => {
    const answers = []
    for (const login of [
      { loginId: 'hokui-keiri', password: 'wrong' },
      { loginId: 'nobody', password: 'wrong' },
      world.person(0),
    ]) {
      const customer = await start(0)
      await customer.submit('sign-in', { loginId: login.loginId, password: login.password })
      answers.push(customer.last.text.replace(/value="[^"]+"|\/consent\/[^/"]+/g, ''))
    }
    expect(new Set(answers).size).toBe(1)
  })

  it('no 業務 chosen is said', async () => {
    const customer = await start(1, { channel: 'business' })
    await signIn(customer)
    for (const service of [[], ['payments'], ['']]) {
      await customer.submit('choose-services', { service })
      expect(customer.last.text).toContain('利用業務が選択されていません')
    }
  })
})

describe('a provider that is closed to new links (R129)', () => {
  it('is given what one link has and no more: its services, its accounts', async () => {
    const link = async () => {
      const customer = await start(1, { channel: 'business' })
      await signIn(customer)
      return customer
    }
    const first = await link()
    await first.submit('choose-services', { service: ['balance-inquiry'] })
    await enterPin(first, '9000012', '4081')
    await first.submit('inquiry-pin-result')
    await first.submit('permit', { tick: 'yes' })
    const linked = await readable(1, codeIn(first.last.location))
    const { id, version } = world.registered(1)
    const stop = { to: 'restricted', cause: 'own-request', reason: '' } as const
    await changeProviderStatus(world.by(), { id, version, ...stop })
    const again = await link()
    expect(again.last.text).toContain('残高照会')
    expect(again.last.text).not.toContain('入出金明細照会')
    await again.submit('choose-services', { service: ['balance-inquiry', 'transaction-inquiry'] })
    expect(again.last.text).toContain('9000012')
    expect(again.last.text).not.toContain('9000013')
    await again.submit('permit', { tick: 'yes' })
    expect(await readable(1, codeIn(again.last.location))).toEqual(linked)
    expect(grants().map((one) => [one.status, one.scopes])).toEqual([
      ['superseded', 'accounts balances'],
      ['active', 'accounts balances'],
    ])
  })
})

describe('who may consent for a company', () => {
  it('only those named, where the company says so', async () => {
    const customer = await start(0)
    await signIn(customer, 1, 1)
    expect(customer.title).toBe('このログインIDでは許可できません')
    const before = grants().length
    await customer.request(customer.url.replace(/[^/]+$/, 'permit'))
    expect(grants().length).toBe(before)
    const named = await start(0)
    await signIn(named, 1, 0)
    expect(named.title).toBe('API連携認証（情報アクセス許可）（利用登録）')
    const [entry] = world.engine.store.read(
      sql.selectFrom('auditEntries').selectAll().where('reason', '=', 'not-entitled'),
    )
    expect(entry).toMatchObject({ outcome: 'refused', actorName: '有限会社米代川水産（畠山 学）' })
  })

  it('for R40 the customer is the company: a colleague’s link supersedes', async () => {
    for (const user of [0, 1]) {
      const customer = await start(0)
      await signIn(customer, 0, user)
      if (customer.title.includes('照会用暗証番号登録')) {
        await enterPin(customer, user === 0 ? '9000012' : '9000013', '4081')
        await customer.submit('inquiry-pin-result')
      }
      const before = grants().map((grant) => grant.status)
      await readable(0, codeIn((await customer.submit('permit', { tick: 'yes' })).location))
      expect(before).not.toContain('superseded')
    }
    expect(grants().map((grant) => grant.status)).toEqual(['superseded', 'active'])
  })
})

describe('a provider of both channels', () => {
  it('takes either kind of login on either page, and says so by a link', async () => {
    const customer = await start(3)
    expect(customer.last.text).toContain('ビジネスバンキング（法人向け）をご利用の方はこちら')
    await signIn(customer, 1)
    expect(customer.title).toBe('API連携認証（情報アクセス許可）（利用登録）')
    const person = await start(3, { channel: 'business' })
    expect(person.last.text).toContain('手順 1/2～4')
    await person.signIn(world.customer)
    expect(person.title).toBe('API連携認証（利用登録）（利用者番号認証）')
    const strange = await start(0, { channel: 'personal' })
    expect(strange.title).toBe('お手続きをはじめられません')
  })
})

describe('validity (R37)', () => {
  it('business cannot be activated, nor an active provider widened to it, before it is set', async () => {
    const bare = await World.open()
    await expect(bare.addProvider({ channels: ['business'] })).rejects.toMatchObject({
      code: 'provider.not-ready',
    })
    await bare.close()
  })

  it('a provider’s own days go before the channel’s', async () => {
    const policy = { personalValidityDays: null, businessValidityDays: 30, accessTokenSeconds: 120 }
    const { store } = world.engine
    await store.write(() => {
      store
        .statement({
          build: (k) =>
            k
              .updateTable('providers')
              .set({ policy: JSON.stringify(policy) })
              .where('id', '=', world.provider(0).id),
          args: () => {},
        })
        .run({} as never)
      world.engine.authority.changed()
    })
    const customer = await start(0)
    await signIn(customer, 1)
    expect(customer.last.text).toContain('30日間')
    const answer = await customer.submit('permit', { tick: 'yes' })
    const [grant] = grants()
    expect((grant?.expiresAt ?? 0) - (grant?.grantedAt ?? 0)).toBe(30 * dayMs)
    const p = world.provider(0)
    const redirectUri = p.redirectUris[0] ?? ''
    const callback = new URL(redirectUri)
    const code = codeIn(answer.location)
    const tokens = await redeem(issuer, p, { code, verifier, redirectUri, callback })
    expect(tokens.body.expires_in).toBe(120)
  })
})

describe('choosing accounts', () => {
  it('what cannot be chosen is shown with the reason; nothing chosen is said; others cannot be forced in', async () => {
    const customer = await start(2, { channel: 'business' })
    await signIn(customer, 2)
    expect(customer.title).toBe('API連携認証（口座選択）（利用登録）')
    expect(customer.last.text).toContain('普通・当座・貯蓄の口座ではないため、連携できません')
    expect(customer.last.text).toContain('照会用暗証番号が未登録です。次の画面で登録できます。')
    for (const account of [[], ['2'], ['99']]) {
      await customer.submit('choose-accounts', { account })
      expect(customer.last.text).toContain('口座が選択されていません')
    }
    await customer.submit('choose-accounts', { account: ['0', '2'] })
    // Only the chosen one is asked a PIN for.
    expect(customer.last.text).toContain('9000031')
    expect(customer.last.text).not.toContain('9000032')
    await enterPin(customer, '9000031', '5950')
    await customer.submit('inquiry-pin-result')
    const answer = await customer.submit('permit', { tick: 'yes' })
    expect(await readable(2, codeIn(answer.location))).toEqual(['9000031'])
  })

  it('what the customer left out is not told as what cannot be linked', async () => {
    const customer = await start(2, { channel: 'business' })
    await signIn(customer)
    await customer.submit('choose-accounts', { account: ['0'] })
    expect(customer.title).toBe('API連携認証（情報アクセス許可）（利用登録）')
    expect(customer.last.text).toContain('9000011')
    for (const words of ['9000012', '9000013', '連携しない口座'])
      expect(customer.last.text).not.toContain(words)
  })
})

describe('linking again shows what changes (R102)', () => {
  const link = async (scope: string, accounts: string[]) => {
    const customer = await start(2, { scope })
    await customer.signIn(world.customer)
    await customer.submit('user-number', { digit: customer.digits(world.customer.userNumber) })
    const chooser = customer.last.text
    await customer.submit('choose-accounts', { account: accounts })
    const permit = customer.last.text
    await readable(2, codeIn((await customer.submit('permit')).location))
    return { chooser, permit }
  }
  it('new data, other accounts, a longer period; former accounts are chosen already', async () => {
    const first = await link('accounts balances' satisfies `${Scope} ${Scope}`, ['0'])
    expect(first.permit).not.toContain('の許可を、今回の内容で置き換えます')
    expect(first.chooser).not.toMatch(/name="account"[^>]*checked/)
    world.clock.offset = 10 * dayMs
    const second = await link('accounts transactions', ['1'])
    expect(second.chooser.match(/name="account" value="0" checked/)).not.toBeNull()
    expect(second.chooser).toContain('前回も連携していた口座')
    for (const words of [
      'の許可を、今回の内容で置き換えます',
      '<dt>入出金明細<span class="added">新しく加わる</span></dt>',
      '今回はなくなる',
      '<li>残高</li>',
      'より延びます',
    ])
      expect(second.permit, words).toContain(words)
    const same = await link('accounts transactions', ['1'])
    expect(same.permit).toContain('渡す情報と口座は前回と同じです。')
    expect(grants().map(({ status, formerGrantId }) => [status, formerGrantId])).toEqual([
      ['superseded', null],
      ['superseded', 1],
      ['active', 2],
    ])
  })
})
