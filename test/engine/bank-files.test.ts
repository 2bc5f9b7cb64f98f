import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { gate, signIn } from '#engine'
import type { ImportKind } from '#shared/import-columns'
import { dayMs } from '#shared/japanese-date'
import { joinPeriods } from '../../src/main/bank/import/periods.ts'
import { type Cells, csv, takeFile } from '../support/import-file.ts'
import { get, linkToCode, redeem } from '../support/protocol.ts'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({ business: true, providers: [{ dpop: false }] })
})
afterEach(() => world.close())

const take = (kind: Exclude<ImportKind, 'zengin'>, ...rows: Cells[]) =>
  takeFile(world, csv(kind, rows), { kind })
const problems = async (kind: Exclude<ImportKind, 'zengin'>, ...rows: Cells[]) =>
  (await take(kind, ...rows)).problems.map(({ row, column, problem }) => [row, column, problem])
const jst = (ms: number) =>
  new Date(ms + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
const now = () => world.clock.now()
const numberOf = (id: number) => world.engine.bank.customer(id)?.customerNumber ?? ''
const companyId = () =>
  world.engine.bank.login(world.companies[0]?.users[0]?.loginId ?? '')?.customerId ?? 0
const customer = (change: Cells = {}): Cells => ({
  顧客番号: '900001',
  区分: '個人',
  氏名: '菅原 恵',
  カナ: 'ｽｶﾞﾜﾗ ﾒｸﾞﾐ',
  生年月日: '1990-05-01',
  住所: '秋田県秋田市',
  電話番号: '018-023-4567',
  取扱店: '011',
  ログインID: 'megumi01',
  初期パスワード: 'first-password',
  利用者番号: '1234567890',
  ...change,
})
const words = (change: Cells = {}): Cells => ({
  顧客番号: '900001',
  質問1: '母の旧姓',
  答え1: 'ｻﾄｳ',
  質問2: '出身地',
  答え2: '秋田',
  質問3: 'ペットの名前',
  答え3: 'ｐｏｃｈｉ',
  ...change,
})
const place = { 店番: '011', 科目: '普通', 口座番号: '8000001' }
const account = { 顧客番号: '900001', ...place, 開設日: '2015-04-01' }
const idOf = () => world.engine.bank.login('megumi01')?.customerId ?? 0
const may = async (password: string) =>
  world.engine.bank.passwordMatches(world.engine.bank.login('megumi01')?.id, password)

describe('合言葉 by file', () => {
  it('are asked of their customer in any width, replaced by a later file, and kept by the same one', async () => {
    const { bank, store } = world.engine
    await take('customers', customer())
    const lacks = () => store.find('customers', { id: idOf() })?.lacksQuestions
    expect(lacks()).toBe(1)
    expect((await take('questions', words())).state).toBe('done')
    expect(lacks()).toBe(0)
    expect(bank.questions(idOf()).map(({ question }) => question)).toEqual([
      '母の旧姓',
      '出身地',
      'ペットの名前',
    ])
    expect(await bank.answerMatches(idOf(), 1, 'サトウ')).toBe(true)
    expect(await bank.answerMatches(idOf(), 3, 'pochi ')).toBe(true)
    expect(await bank.answerMatches(idOf(), 2, 'サトウ')).toBe(false)
    const hashes = () =>
      store.read(sql.selectFrom('customerQuestions').selectAll().where('customerId', '=', idOf()))
    const before = hashes()
    await take('questions', words({ 答え3: 'POCHI'.toLowerCase() }))
    expect(hashes()).toEqual(before)
    await take('questions', words({ 答え2: '能代' }))
    expect(await bank.answerMatches(idOf(), 2, '秋田')).toBe(false)
    expect(await bank.answerMatches(idOf(), 2, '能代')).toBe(true)
    expect(JSON.stringify(hashes())).not.toMatch(/能代|サトウ|pochi/)
  })

  it('only for persons who are known, each question once, none without its answer', async () => {
    const company = numberOf(companyId())
    expect(await problems('questions', words())).toEqual([[2, '顧客番号', 'unknown-customer']])
    expect(await problems('questions', words({ 顧客番号: company }))).toEqual([
      [2, '顧客番号', 'not-personal'],
    ])
    expect(
      await problems('questions', words({ 顧客番号: numberOf(1), 質問3: '母の旧姓' })),
    ).toEqual([[2, '質問3', 'question-twice']])
    expect(await problems('questions', words({ 顧客番号: numberOf(1), 答え2: ' ' }))).toEqual([
      [2, '答え2', 'required'],
    ])
  })
})

describe('passwords', () => {
  it('that a customer file carries replace what was there; a file without them keeps it', async () => {
    await take('customers', customer())
    const hash = () => world.engine.store.find('logins', { loginId: 'megumi01' })?.passwordHash
    const first = hash()
    await take('customers', customer({ 氏名: '菅原 めぐみ' }))
    expect(hash()).toBe(first)
    await take('customers', customer({ 初期パスワード: '', 利用者番号: '' }))
    expect(hash()).toBe(first)
    await take(
      'customers',
      customer({ 初期パスワード: 'second-password', 利用者番号: '0987654321' }),
    )
    expect([await may('first-password'), await may('second-password')]).toEqual([false, true])
    const login = world.engine.bank.login('megumi01')
    expect(world.engine.bank.digitsMatch(login?.id ?? 0, [1, 10], '01')).toBe(true)
  })

  const changed = (change: Cells = {}): Cells => ({
    顧客番号: numberOf(idOf()),
    出来事: 'パスワード変更',
    発生日時: jst(now()),
    ...change,
  })
  it('a change takes the old one away until a file brings the new one', async () => {
    await take('customers', customer())
    world.clock.offset += 5_000
    const event = changed()
    await take('events', event)
    expect(await may('first-password')).toBe(false)
    world.clock.offset += 5_000
    await take('customers', customer({ 初期パスワード: 'second-password' }))
    // The same event told again is known already.
    world.clock.offset += 5_000
    await take('events', event)
    expect(await may('second-password')).toBe(true)
  })

  it('a change may carry the new one', async () => {
    await take('customers', customer())
    world.clock.offset += 5_000
    await take('events', changed({ 新しいパスワード: 'third-password' }))
    expect([await may('first-password'), await may('third-password')]).toEqual([false, true])
  })

  it('a link permitted after the change but with the old password ends too', async () => {
    const { store } = world.engine
    const at = jst(now() - 3_600_000)
    const grant = await world.permit()
    await take('events', { ...changed(), 顧客番号: numberOf(1), 発生日時: at })
    expect(store.find('grants', { id: grant })?.status).toBe('terminated')
    // What is permitted afterwards is not reached by the same event.
    world.clock.offset += 5_000
    const next = await world.permit()
    await take('events', { ...changed(), 顧客番号: numberOf(1), 発生日時: at })
    expect(store.find('grants', { id: next })?.status).toBe('active')
  })

  it('of a company: the named user’s alone, and a new one needs the name', async () => {
    const { bank, store } = world.engine
    const id = companyId()
    const [one, other] = bank.users(id)
    if (!one || !other) throw new Error('a company with two users')
    const event = { ...changed(), 顧客番号: numberOf(id) }
    expect(await problems('events', { ...event, 新しいパスワード: 'for-whom-is-it' })).toEqual([
      [2, 'ログインID', 'login-needed'],
    ])
    expect(await problems('events', { ...event, ログインID: 'suzuki01' })).toEqual([
      [2, 'ログインID', 'login-unknown'],
    ])
    expect(
      await problems('events', { ...event, 出来事: '解約', 新しいパスワード: 'x'.repeat(9) }),
    ).toEqual([[2, '新しいパスワード', 'other-event']])
    const before = store.find('logins', { id: other.id })?.passwordHash
    await take('events', { ...event, ログインID: one.loginId })
    expect(store.find('logins', { id: one.id })?.passwordHash).toBe('!')
    expect(store.find('logins', { id: other.id })?.passwordHash).toBe(before)
  })
})

describe.each(['利用停止', '解約'])('%s', (what) => {
  const event = (kind: string, at: number): Cells => ({
    顧客番号: numberOf(1),
    出来事: kind,
    発生日時: jst(at),
  })
  const home = { address: '127.0.0.1', userAgent: 'Mozilla/5.0 Chrome/156.0 Safari/537.36' }

  it('ends a link that was permitted after it happened, and lets no new one be made until 利用再開', async () => {
    const { engine } = world
    const statusOf = (id: number) => engine.store.find('grants', { id })?.status
    const happened = now() - dayMs
    const grant = await world.permit()
    const walk = world.walk()
    await signIn(engine, walk, world.customer, home)
    await take('events', event(what, happened))
    expect(statusOf(grant)).toBe('terminated')
    // A walk that was begun before ends here too, and its 許可 is refused in the commit.
    expect(gate(engine, walk)).toBe('service-stopped')
    await expect(world.permit()).rejects.toThrow('consent.refused: service-stopped')
    await engine.store.write(() =>
      engine.bank.keepWrongEntry(1, {
        ...{ wrongEntries: 100, wrongAt: 1 },
        refusedUntil: Number.MAX_SAFE_INTEGER,
      }),
    )
    // Another stop lets nobody in, and a resumption from before the stop lifts nothing.
    await take('events', event(what, happened + 30_000))
    expect(engine.bank.loginById(1)?.wrongEntries).toBe(100)
    await take('events', event('利用再開', happened - 60_000))
    await expect(world.permit()).rejects.toThrow('consent.refused')
    await take('events', event('利用再開', happened + 60_000))
    expect(engine.bank.loginById(1)).toMatchObject({ wrongEntries: 0, refusedUntil: null })
    const next = await world.permit()
    // The former stop told again is old news.
    await take('events', event(what, happened))
    expect([statusOf(next), gate(engine, walk)]).toEqual(['active', undefined])
    // Nor does another resumption end anything.
    await take('events', event('利用再開', happened + 90_000))
    expect(statusOf(next)).toBe('active')
  })
})

it('a telephone number is new from the file that brings another one, and not from one that writes it otherwise (R51)', async () => {
  const changedAt = () => world.engine.store.find('customers', { id: idOf() })?.phoneChangedAt
  await take('customers', customer())
  expect(changedAt()).toBeNull()
  await take('customers', customer({ 電話番号: '０１８−０２３−４５６７', 住所: '秋田県能代市' }))
  expect(changedAt()).toBeNull()
  const before = now()
  await take('customers', customer({ 電話番号: '018-023-4568' }))
  expect(changedAt()).toBeGreaterThanOrEqual(before)
})

describe('what nobody delivered is not answered (R108)', () => {
  const linked = async () => {
    await take('customers', customer())
    await take('accounts', account)
    const issuer = await world.listen()
    const person = {
      ...world.customer,
      loginId: 'megumi01',
      password: 'first-password',
      userNumber: '1234567890',
      questions: [],
    }
    const code = await linkToCode(issuer, world.provider(), person)
    const tokens = await redeem(issuer, world.provider(), code)
    const bearer = { authorization: `Bearer ${tokens.body.access_token}` }
    const list = await get(`${issuer}/api/v1/accounts`, bearer)
    const [{ accountId } = { accountId: '' }] = list.body.accounts as { accountId: string }[]
    return (path: string) => get(`${issuer}/api/v1/accounts/${accountId}/${path}`, bearer)
  }
  const balance: Cells = { ...place, 残高: '1,234', 基準日時: '2026-11-20 18:00' }
  const movement: Cells = {
    ...place,
    取引日: '2026-11-20',
    取引番号: '1',
    入出金: '入金',
    金額: '5000',
    取引後残高: '6234',
  }

  it('a balance: 503 before its row, then with the time of the row, and no other balance than was told', async () => {
    const call = await linked()
    const before = await call('balance')
    expect([before.status, before.body.errorCode]).toEqual([503, 'data.not-yet'])
    expect(JSON.stringify(before.body)).not.toContain('"0"')
    await take('balances', balance)
    const { status, body } = await call('balance')
    expect([status, body.balance, body.baseDate, body.baseTime]).toEqual([
      200,
      '1234',
      '2026-11-20',
      '18:00:00+09:00',
    ])
    for (const absent of ['withdrawableAmount', 'previousDayBalance', 'previousMonthBalance'])
      expect(body).not.toHaveProperty(absent)
    await take('balances', { ...balance, 支払可能残高: '0', 前日残高: '-5', 前月末残高: '7' })
    expect((await call('balance')).body).toMatchObject({
      withdrawableAmount: '0',
      previousDayBalance: '-5',
      previousMonthBalance: '7',
    })
    await take('balances', balance)
    expect((await call('balance')).body).not.toHaveProperty('previousDayBalance')
  })

  it('an older balance, and one of tomorrow, are refused', async () => {
    await take('customers', customer())
    await take('accounts', account)
    await take('balances', balance)
    expect(await problems('balances', { ...balance, 基準日時: '2026-11-20 17:59' })).toEqual([
      [2, '基準日時', 'older-balance'],
    ])
    expect(await problems('balances', { ...balance, 基準日時: '2199-01-01 00:00' })).toEqual([
      [2, '基準日時', 'in-future'],
    ])
  })

  it('明細: 503 before anything came; then from which to which day they are complete, if that was said', async () => {
    const call = await linked()
    const path = 'transactions?dateFrom=2026-11-01'
    expect((await call(path)).body.errorCode).toBe('data.not-yet')
    await take('transactions', movement)
    const plain = await call(path)
    expect([plain.body.count, plain.body.completeFrom]).toEqual(['1', undefined])
    for (const absent of ['valueDate', 'remarks'])
      expect((plain.body.transactions as object[])[0]).not.toHaveProperty(absent)
    await take('transactions', { ...movement, 期間開始日: '2026-11-19', 期間終了日: '2026-11-20' })
    expect((await call(path)).body).toMatchObject({
      completeFrom: '2026-11-19',
      completeTo: '2026-11-20',
    })
  })

  it('an account without a movement: a row that tells its period alone makes an empty list true', async () => {
    const call = await linked()
    const row = { ...place, 期間開始日: '2026-11-01', 期間終了日: '2026-11-20' }
    expect(await take('transactions', row)).toMatchObject({ state: 'done', rows: 0, periods: 1 })
    expect((await call('transactions')).body).toMatchObject({
      count: '0',
      completeTo: '2026-11-20',
    })
  })

  it.each([
    ['one day alone', { 期間開始日: '2026-11-19' }, '期間終了日', 'period'],
    [
      'the end before the start',
      { 期間開始日: '2026-11-20', 期間終了日: '2026-11-19' },
      '期間開始日',
      'period',
    ],
    [
      'an end after today',
      { 期間開始日: '2026-11-20', 期間終了日: '2199-01-01' },
      '期間開始日',
      'period',
    ],
    [
      'a day outside',
      { 期間開始日: '2026-11-19', 期間終了日: '2026-11-19' },
      '取引日',
      'outside-period',
    ],
  ])('a period is refused: %s', async (_name, change, column, problem) => {
    await take('customers', customer())
    await take('accounts', account)
    expect(await problems('transactions', { ...movement, ...change })).toEqual([
      [2, column, problem],
    ])
  })

  it.each([
    ['the next day', '11-21', '11-22', '11-10', '11-22'],
    ['overlapping', '11-15', '11-22', '11-10', '11-22'],
    ['within', '11-12', '11-13', '11-10', '11-20'],
    ['earlier, adjoining', '11-01', '11-09', '11-01', '11-20'],
    ['after a gap', '11-22', '11-23', '11-22', '11-23'],
    ['before a gap', '11-01', '11-08', '11-10', '11-20'],
  ])('periods join: %s', (_name, from, to, first, last) => {
    const known = { from: '2026-11-10', to: '2026-11-20' }
    expect(joinPeriods(known, { from: `2026-${from}`, to: `2026-${to}` })).toEqual({
      from: `2026-${first}`,
      to: `2026-${last}`,
    })
  })
})

it('an account imported before its 照会用暗証番号 was on file gets it from a later file', async () => {
  const { bank } = world.engine
  await take(
    'customers',
    customer({ 区分: '法人', ログインID: '', 初期パスワード: '', 利用者番号: '' }),
  )
  await take('accounts', account)
  const [found] = world.engine.store.read(
    sql.selectFrom('accounts').select('id').where('number', '=', '8000001'),
  )
  const id = found?.id ?? 0
  expect(await bank.inquiryPinMatches(id, '4649')).toBe(false)
  await take('accounts', { ...account, 照会用暗証番号: '4649', 照会用暗証番号登録: 'する' })
  expect(await bank.inquiryPinMatches(id, '4649')).toBe(true)
  const since = () => world.engine.store.find('accounts', { id })?.inquiryPinSince
  const first = since()
  await take('accounts', { ...account, 照会用暗証番号: '1234' })
  expect([await bank.inquiryPinMatches(id, '1234'), since()]).toEqual([true, first])
  // What a file does not carry is kept.
  await take('accounts', account)
  expect([await bank.inquiryPinMatches(id, '1234'), since()]).toEqual([true, first])
})
