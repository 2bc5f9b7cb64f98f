import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { AppError } from '#shared/errors'
import { FormCustomer } from '../support/form-customer.ts'
import { pushRequest, redeem } from '../support/protocol.ts'
import { changed, World } from '../support/world.ts'

let world: World
let issuer: string
let verifier: string
beforeEach(async () => {
  world = await World.open()
  issuer = await world.listen()
})
afterEach(() => world.close())

async function start(customer = new FormCustomer()): Promise<FormCustomer> {
  const pushed = await pushRequest(issuer, world.provider(), { scope: 'accounts balances' })
  verifier = pushed.verifier
  await customer.follow(pushed.url)
  return customer
}
const grants = () => world.engine.store.read(sql.selectFrom('grants').select('id')).length
const toPermit = async (customer: FormCustomer) => {
  await customer.signIn(world.customer)
  await customer.submit('user-number', { digit: customer.digits(world.customer.userNumber) })
}

describe('the screens of the personal notice, word for word (R95)', () => {
  it('P1, P2, P4 and the return', async () => {
    const customer = await start()
    expect(customer.title).toBe('API連携認証（利用登録）')
    for (const words of [
      '利用規定をご確認ください',
      '>ログインID<',
      '>ログインパスワード<',
      '>API連携</button>',
      '※注意事項※',
      '手順 1/3～4',
      '本機能はお客様の金融情報をAPI連携事業者に提供するものです。「免責事項」欄に掲載する当組合のAPI利用規定のリンクより同規定を確認のうえ同意いただき、必ずお客様自身の責任において行っていただきますようお願いいたします。',
    ])
      expect(customer.last.text).toContain(words)
    await customer.signIn(world.customer)
    expect(customer.title).toBe('API連携認証（利用登録）（利用者番号認証）')
    for (const words of [
      '入力桁数の指定',
      '利用者番号のうち指定の桁に該当する値',
      '>次へ</button>',
      '手順 2/3',
    ])
      expect(customer.last.text).toContain(words)
    await customer.submit('user-number', { digit: customer.digits(world.customer.userNumber) })
    expect(customer.title).toBe('API連携認証（利用登録）（情報連携認可）')
    for (const words of [
      '>許可</button>',
      '手順 3/3',
      '試験業者0',
      '家計簿0',
      '残高',
      '令和',
      '90日間',
      '018-000-0000',
    ])
      expect(customer.last.text).toContain(words)
    expect(customer.last.text).not.toContain('入出金明細')
    for (const account of world.customer.accounts)
      expect(customer.last.text).toContain(account.accountNumber)
    const answer = await customer.submit('permit')
    expect(answer.location).toMatch(/^https:\/\/provider-0\.example\/callback\?code=/)
  })

  it('P3, with both wordings that the notice has (R35)', async () => {
    const customer = await start()
    await customer.signIn(world.person(2))
    await customer.submit('user-number', { digit: customer.digits(world.person(2).userNumber) })
    expect(customer.title).toBe('API連携認証（利用登録）（追加認証）')
    for (const words of ['<dt>質問</dt>', '>回答を入力<', '>認証</button>', '手順 3/4'])
      expect(customer.last.text).toContain(words)
    await world.publish('personal', {
      'extraChallenge.button': '次へ',
      'extraChallenge.title': 'API連携認証（追加認証）（利用登録）',
      'permit.button': '許可する',
    })
    await customer.request(customer.url)
    expect(customer.title).toBe('API連携認証（追加認証）（利用登録）')
    expect(customer.last.text).toContain('>次へ</button>')
  })

  it('a customer without 合言葉 meets a page that says what to do, or goes on: as the setting says', async () => {
    const { engine } = world
    const without = (withoutQuestion: 'go-on' | 'refuse') =>
      engine.settings.save(
        'policy.personal',
        { ...engine.settings.get('policy.personal'), withoutQuestion },
        0,
      )
    await engine.store.write(() => engine.store.delete('customerQuestions', { customerId: 3 }))
    await without('refuse')
    const customer = await start()
    await customer.signIn(world.person(2))
    await customer.submit('user-number', { digit: customer.digits(world.person(2).userNumber) })
    for (const words of ['合言葉が登録されていません', 'お取引店の窓口', 'の画面へ戻る</button>'])
      expect(customer.last.text).toContain(words)
    expect(customer.last.text).not.toContain('<dt>質問</dt>')
    const { wrongEntries } = engine.bank.loginById(3) ?? {}
    await customer.submit('extra-challenge', { answer: '秋田' })
    expect([customer.last.status, engine.bank.loginById(3)?.wrongEntries]).toEqual([
      403,
      wrongEntries,
    ])
    await without('go-on')
    const other = await start()
    await other.signIn(world.person(2))
    await other.submit('user-number', { digit: other.digits(world.person(2).userNumber) })
    expect(other.title).toBe('API連携認証（利用登録）（情報連携認可）')
  })

  it('P4 can be made as bare as the notice (R33)', async () => {
    await world.publish('personal', { 'permit.details': 'hidden' })
    const customer = await start()
    await toPermit(customer)
    expect(customer.last.text).not.toContain('渡す情報')
  })
})

describe('every page', () => {
  it('has 中止する, no script, and headers that keep it to itself', async () => {
    const customer = await start()
    const pages = [customer.last]
    pages.push(await customer.signIn(world.customer))
    pages.push(
      await customer.submit('user-number', { digit: customer.digits(world.customer.userNumber) }),
    )
    for (const { text, headers } of pages) {
      expect(text).toContain('中止する</button>')
      expect(text).not.toMatch(/<script|onclick|javascript:|style="/i)
      expect(headers.get('content-security-policy')).toMatch(
        /default-src 'none'.*form-action 'self'; base-uri 'none'; frame-ancestors 'none'/,
      )
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect([
        headers.get('cache-control'),
        headers.get('x-content-type-options'),
        headers.get('referrer-policy'),
      ]).toEqual(['no-store', 'nosniff', 'no-referrer'])
    }
  })

  it('sends cookies that scripts cannot read and that end with the interaction', async () => {
    const response = await fetch((await start()).url, { redirect: 'manual' })
    expect(response.status).toBe(400)
    const fresh = new FormCustomer()
    const answer = await fresh.request((await pushRequest(issuer, world.provider())).url)
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/httponly/i)
    for (const cookie of answer.headers.getSetCookie()) expect(cookie).toMatch(/samesite=lax/i)
  })
})

describe('what a page says of an entry', () => {
  const says = (customer: FormCustomer, words: string[], not: string[] = []) => {
    for (const one of words) expect(customer.last.text, one).toContain(one)
    for (const one of not) expect(customer.last.text, one).not.toContain(one)
  }
  const kept = (customer: FormCustomer) =>
    /id="loginId"[^>]* value="([^"]*)"/.exec(customer.last.text)?.[1]

  it('once: what was wrong, how often it may be, and nothing on the next page', async () => {
    const customer = await start()
    const { loginId, userNumber } = world.customer
    const wrongSignIn = 'ログインIDまたはログインパスワードが違うか'
    says(customer, ['有効期限（90日）', '試験業者0', '家計簿0'], [wrongSignIn, 'other-channel'])
    expect(kept(customer)).toBe('')
    await customer.submit('sign-in', { loginId, password: 'wrong' })
    says(customer, [wrongSignIn])
    expect(kept(customer)).toBe(loginId)
    await customer.request(customer.url)
    says(customer, [], [wrongSignIn])
    await customer.signIn(world.customer)
    says(customer, ['入力桁数の指定'], ['role="alert"', 'あと', '回間違えると'])
    for (const left of [3, 2]) {
      await customer.submit('user-number', { digit: ['x', 'y', 'z'] })
      says(customer, [
        `あと${left}回間違えると`,
        'をお確かめのうえ、もう一度入力してください。続けて',
      ])
    }
    await customer.submit('user-number', { digit: customer.digits(userNumber), asked: '1,2' })
    says(customer, ['role="alert"'], ['回間違えると'])
    await customer.submit('user-number', { digit: customer.digits(userNumber) })
    says(customer, ['>許可</button>'], ['role="alert"'])
    await customer.request(`${customer.url.replace(/[^/]+$/, 'time')}`)
    says(customer, ['このお手続きの残り時間は、およそ', '分です。'])
  })

  it('the question that is on file, and a wrong answer', async () => {
    const customer = await start()
    const person = world.person(2)
    await customer.signIn(person)
    await customer.submit('user-number', { digit: customer.digits(person.userNumber) })
    const question = /<dd>(.*?)<\/dd>/.exec(customer.last.text)?.[1]
    expect(person.questions.map((one) => one.question)).toContain(question)
    says(customer, [], ['role="alert"', '回間違えると'])
    await customer.submit('extra-challenge', { answer: 'x' })
    says(customer, ['あと4回間違えると', 'ご登録の回答をお確かめのうえ', `<dd>${question}</dd>`])
  })

  it('that no 利用者番号 is on file: nothing is asked, and no entry passes for it', async () => {
    const { store } = world.engine
    await store.write(() => store.update('logins', { id: 1 }, { userNumber: null }))
    const customer = await start()
    await customer.signIn(world.customer)
    const title = '<h1>利用者番号の登録がありません</h1>'
    says(
      customer,
      [title, 'お取引店で承ります', 'の画面へ戻る</button>'],
      ['桁目', '許可</button>'],
    )
    for (const fields of [{}, { digit: [''], asked: '' }, { digit: ['1'], asked: '1' }]) {
      await customer.submit('user-number', fields)
      await customer.request(customer.url)
      says(customer, [title], ['許可</button>'])
    }
  })

  it.each([
    ['gone', null, '利用者番号の登録がありません'],
    ['shorter', '12', '入力桁数の指定'],
  ])(
    'a 利用者番号 that is %s since its digits were asked: nothing passes for them',
    async (_, number, next) => {
      const { bank, factors, store } = world.engine
      const customer = await start()
      await customer.signIn(world.customer)
      await store.write(() => bank.keepDigitPositions(1, [8, 9, 10]))
      const userNumber = number === null ? null : factors.seal(number)
      await store.write(() => store.update('logins', { id: 1 }, { userNumber }))
      await customer.submit('user-number', { digit: ['', '', ''], asked: '8 9 10' })
      says(customer, [next], ['許可</button>'])
      expect(bank.loginById(1)?.wrongEntries).toBe(0)
    },
  )

  it.each([
    [
      'for a while',
      90_000,
      ['あとおよそ2分で、もう一度入力できます。', 'もう一度試す'],
      ['解けません'],
    ],
    [
      'for good',
      Number.MAX_SAFE_INTEGER,
      ['時間がたっても解けません。', 'お取引店：'],
      ['もう一度試す', 'あとおよそ'],
    ],
  ])('locked %s', async (_name, ms, words, not) => {
    const { bank, store } = world.engine
    const customer = await start()
    await customer.signIn(world.customer)
    world.clock.stop()
    const until = Math.min(world.clock.now() + ms, Number.MAX_SAFE_INTEGER)
    await store.write(() =>
      bank.keepWrongEntry(1, { wrongEntries: 5, refusedUntil: until, wrongAt: null }),
    )
    await customer.request(customer.url)
    expect(customer.last.status).toBe(429)
    says(customer, [...words, bank.customer(1)?.branchName ?? 'x', 'の画面へ戻る</button>'], not)
  })
})

it('a cookie that was changed in its walk’s name or in its signature is nobody’s', async () => {
  const { url } = await pushRequest(issuer, world.provider())
  const begun = await fetch(url, { redirect: 'manual' })
  const cookies = begun.headers.getSetCookie()
  const bare = cookies.map((one) =>
    one.replace(/=[\w-]+;/, '=*;').replace(/(path=\/\w+\/)[\w-]+/, '$1*'),
  )
  const flags = /^(\w+(?:\.sig)?)=\*; path=\/(\w+)\/\*; expires=[^;]+; samesite=lax; httponly$/
  expect(bare.map((one) => flags.exec(one)?.slice(1))).toEqual([
    ...[
      ['rk_interaction', 'consent'],
      ['rk_interaction.sig', 'consent'],
    ],
    ...[
      ['rk_resume', 'auth'],
      ['rk_resume.sig', 'auth'],
    ],
  ])
  const page = new URL(begun.headers.get('location') ?? '', issuer).href
  const pairs = cookies.map((one) => one.split(';')[0] ?? '')
  const ask = async (change: (pair: string) => string) => {
    const cookie = pairs.map(change).join('; ')
    return (await fetch(page, { redirect: 'manual', headers: { cookie } })).status
  }
  const other = (pair: string) => pair.slice(0, -1) + (pair.endsWith('A') ? 'B' : 'A')
  const signature = (pair: string) => pair.includes('.sig=')
  expect(await ask((pair) => pair)).toBe(303)
  expect(await ask((pair) => (signature(pair) ? other(pair) : pair))).toBe(400)
  expect(await ask((pair) => (signature(pair) ? pair.slice(0, -4) : pair))).toBe(400)
  expect(await ask((pair) => (signature(pair) ? pair : other(pair)))).toBe(400)
})

describe('中止する (R34)', () => {
  it.each(['sign-in', 'user-number', 'permit'])(
    'at %s ends with access_denied, its entries in the audit and nothing else',
    async (step) => {
      const customer = await start()
      if (step !== 'sign-in') await customer.signIn(world.customer)
      if (step === 'permit')
        await customer.submit('user-number', { digit: customer.digits(world.customer.userNumber) })
      const before = world.rows()
      const answer = await customer.submit('cancel')
      const back = new URL(answer.location ?? '')
      expect([
        back.origin,
        back.searchParams.get('error'),
        back.searchParams.get('state'),
        back.searchParams.get('iss'),
        back.searchParams.get('code'),
      ]).toEqual(['https://provider-0.example', 'access_denied', 's', issuer, null])
      expect(back.searchParams.get('error_description')).toBe(
        'the customer did not permit the link',
      )
      expect(changed(before, world.rows())).toEqual({ auditEntries: 2 })
      const entries = world.engine.store.read(
        sql.selectFrom('auditEntries').selectAll().orderBy('id', 'desc').limit(2),
      )
      const { id, name, clientId } = world.provider()
      const target = { targetKind: 'provider', targetId: id, targetLabel: name }
      const who =
        step === 'sign-in' ? {} : { actorName: world.engine.bank.customer(1)?.name, actorId: '1' }
      expect(entries).toMatchObject([
        {
          ...{ ...target, action: 'oauth.authorization', outcome: 'refused' },
          ...{ actorKind: 'provider', actorId: clientId, reason: 'access_denied' },
        },
        { ...target, ...who, action: 'consent.cancel', outcome: 'done', actorKind: 'customer' },
      ])
      expect(entries.map(({ after }) => JSON.parse(after ?? ''))).toEqual([
        { detail: 'the customer did not permit the link', grantId: null },
        { step },
      ])
      expect(grants()).toBe(0)
    },
  )
})

describe('the order is the server’s (R21)', () => {
  it('a later step by its URL is 403 and a new start', async () => {
    const customer = await start()
    for (const step of ['permit', 'user-number', 'extra-challenge', 'nonsense']) {
      const answer = await customer.request(customer.url.replace(/[^/]+$/, step))
      expect([answer.status, customer.title], step).toEqual([403, 'はじめからやり直してください'])
    }
    await customer.follow(customer.url.replace(/\/[^/]+$/, ''))
    expect(customer.title).toBe('API連携認証（利用登録）')
  })

  it('許可 posted without the steps before it permits nothing', async () => {
    const customer = await start()
    const before = world.rows()
    const answer = await customer.submit('permit')
    expect([answer.status, grants(), changed(before, world.rows())]).toEqual([403, 0, {}])
  })

  it('after being thrown back everything is to be proven again', async () => {
    const customer = await start()
    await customer.signIn(world.customer)
    const { csrf } = customer
    const base = customer.url.replace(/\/[^/]+$/, '')
    await customer.request(`${base}/permit`)
    const answer = await customer.follow(`${base}/user-number`, { csrf, digit: ['1', '2', '3'] })
    expect(answer.status).toBe(403)
  })

  it('the back button and a second click lead to the step that is due', async () => {
    const customer = await start()
    const { csrf } = customer
    const signIn = customer.action('sign-in')
    await customer.signIn(world.customer)
    const again = await customer.follow(signIn, {
      csrf,
      loginId: world.customer.loginId,
      password: world.customer.password,
    })
    expect([again.status, customer.title]).toEqual([
      200,
      'API連携認証（利用登録）（利用者番号認証）',
    ])
    await customer.follow(signIn)
    expect(customer.title).toBe('API連携認証（利用登録）（利用者番号認証）')
  })

  it('a form without the interaction’s own token is refused (CSRF)', async () => {
    const customer = await start()
    for (const csrf of ['', 'x', 'A'.repeat(32)]) {
      const answer = await customer.follow(customer.action('sign-in'), {
        csrf,
        loginId: world.customer.loginId,
        password: world.customer.password,
      })
      expect(answer.status).toBe(403)
      await customer.follow(customer.url.replace(/\/[^/]+$/, ''))
    }
  })

  it('another browser cannot go on with it', async () => {
    const customer = await start()
    await customer.signIn(world.customer)
    const other = new FormCustomer()
    const answer = await other.request(customer.url)
    expect([answer.status, other.title]).toEqual([400, 'この画面からは続けられません'])
    const posted = await other.request(customer.action('user-number'), {
      csrf: customer.csrf,
      digit: customer.digits(world.customer.userNumber),
    })
    expect(posted.status).toBe(400)
  })

  it('two tabs of one browser are two links, each whole', async () => {
    const one = await start()
    const firstVerifier = verifier
    const oneUrl = one.url
    const oneText = one.last
    await start(one)
    await toPermit(one)
    const second = await one.submit('permit')
    expect(new URL(second.location ?? '').searchParams.get('code')).not.toBeNull()
    one.url = oneUrl
    one.last = oneText
    await one.follow(oneUrl)
    await toPermit(one)
    const first = await one.submit('permit')
    expect(
      (
        await redeem(issuer, world.provider(), {
          code: new URL(first.location ?? '').searchParams.get('code') ?? '',
          verifier: firstVerifier,
          redirectUri: world.provider().redirectUris[0] ?? '',
          callback: new URL(first.location ?? ''),
        })
      ).status,
    ).toBe(200)
    expect(grants()).toBe(2)
  })

  it('links to two providers and of two customers follow each other in one browser', async () => {
    const second = await world.addProvider({})
    const browser = new FormCustomer()
    for (const [provider, person] of [
      [world.provider(), 0],
      [second, 0],
      [second, 1],
    ] as const) {
      const { url } = await pushRequest(issuer, provider)
      const callback = await browser.permitAll(url, world.person(person))
      expect(callback.searchParams.get('code')).not.toBeNull()
    }
    expect(grants()).toBe(3)
  })

  it('許可 pressed twice gives one grant', async () => {
    const customer = await start()
    await toPermit(customer)
    const action = customer.action('permit')
    const { csrf, shown } = customer
    const answers = await Promise.all([
      customer.follow(action, { csrf, shown }),
      customer.follow(action, { csrf, shown }),
    ])
    expect(answers.filter((answer) => answer.location?.includes('code='))).toHaveLength(1)
    expect(grants()).toBe(1)
    await customer.follow(action)
    expect(customer.title).toMatch(/このお手続きは終わっています|この画面からは続けられません/)
  })
})

describe('what may come in between', () => {
  it('the time runs out', async () => {
    const customer = await start()
    const { endsAt } = { endsAt: Date.now() + 11 * 60_000 }
    const real = Date.now
    Date.now = () => endsAt
    try {
      const answer = await customer.request(customer.url)
      expect([answer.status, customer.title]).toEqual([400, 'お手続きの時間が過ぎました'])
    } finally {
      Date.now = real
    }
  })

  it('the provider is suspended: nothing is permitted any more, before and at 許可', async () => {
    const customer = await start()
    await toPermit(customer)
    await world.suspend()
    const answer = await customer.submit('permit')
    expect([answer.status, customer.title, grants()]).toEqual([
      403,
      'この「API業者」との連携を停止しています',
      0,
    ])
  })

  it('the disk is full at 許可: a page says so, and the same press goes well later', async () => {
    const customer = await start()
    await toPermit(customer)
    const { csrf, shown } = customer
    const pressed = await customer.request(customer.action('permit'), { csrf, shown })
    const before = world.rows()
    const failing = vi
      .spyOn(world.engine.store, 'write')
      .mockRejectedValueOnce(new AppError('store.unavailable'))
    const answer = await customer.request(pressed.location ?? '')
    failing.mockRestore()
    expect([answer.status, answer.headers.get('retry-after'), customer.title]).toEqual([
      503,
      '5',
      'ただいまお手続きできません',
    ])
    expect([answer.location, changed(before, world.rows())]).toEqual([null, {}])
    expect((await customer.request(customer.url)).location).toContain('code=')
    expect(grants()).toBe(1)
  })

  it('too many sign in: a page says so, nothing is counted, and the same form goes well later', async () => {
    const customer = await start()
    const before = world.rows()
    const logged = vi.spyOn(world.engine.log, 'error')
    const full = vi
      .spyOn(world.engine.passwords, 'matches')
      .mockRejectedValueOnce(new AppError('server.busy'))
    const form = customer.url
    await customer.signIn(world.customer)
    full.mockRestore()
    // Many at once must not fill the log.
    expect(logged.mock.calls).toEqual([])
    expect([
      customer.last.status,
      customer.last.headers.get('retry-after'),
      customer.title,
    ]).toEqual([503, '5', 'ただいまお手続きできません'])
    expect(changed(before, world.rows())).toEqual({})
    await customer.request(form)
    await customer.signIn(world.customer)
    expect(customer.last.text).toContain('手順 2/3')
  })

  it('the customer is locked: the branch is named only after the password (R29)', async () => {
    const customer = await start()
    await customer.signIn(world.customer)
    for (let i = 0; i < 5; i += 1) await customer.submit('user-number', { digit: ['x', 'y', 'z'] })
    expect([customer.last.status, customer.title]).toEqual([429, 'ご利用を一時的に制限しています'])
    expect(customer.last.text).toContain('お取引店')
    const fresh = await start(new FormCustomer())
    await fresh.signIn(world.customer)
    expect(fresh.last.text).toContain('ログインできませんでした')
    expect(fresh.last.text).not.toMatch(/お取引店|鷹巣/)
  })

  it('a customer without an account that can be linked', async () => {
    world.engine.store.bulk((db) =>
      db.exec(`UPDATE accounts SET closedOn = '2026-01-01' WHERE customerId = 1`),
    )
    const customer = await start()
    await toPermit(customer)
    expect([customer.last.status, customer.title]).toEqual([403, '連携できる口座がありません'])
    expect((await customer.submit('permit')).status).toBe(403)
    expect(grants()).toBe(0)
  })

  it('names from outside are shown as text', async () => {
    world.engine.store.bulk((db) =>
      db.exec(
        `UPDATE providers SET name = '<img src=x onerror=alert(1)>"&', servicePersonal = '</p><script>x</script>'`,
      ),
    )
    const customer = await start()
    expect(customer.last.text).not.toMatch(/<img|<script/)
    expect(customer.last.text).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&amp;')
  })

  it('a business customer’s login says no more than an unknown one', async () => {
    world.engine.store.bulk((db) =>
      db.exec(`UPDATE customers SET channel = 'business' WHERE id = 1`),
    )
    const customer = await start()
    await customer.signIn(world.customer)
    expect(customer.last.text).toContain('ログインできませんでした')
  })
})

it('keeps with the grant what was shown and agreed to (R36, R83)', async () => {
  const customer = await start()
  await toPermit(customer)
  await customer.submit('permit')
  const [grant] = world.engine.store.read(
    sql.selectFrom('grants').select(['termsVersion', 'textVersion', 'shownHash']),
  )
  expect(grant).toMatchObject({ termsVersion: '第2版', textVersion: 1 })
  expect(Buffer.from(grant?.shownHash ?? []).equals(Buffer.alloc(32))).toBe(false)
})
