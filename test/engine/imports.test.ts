import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sql } from '#db'
import { gate, type ImportStatus, signIn, whyOf } from '#engine'
import { AppError } from '#shared/errors'
import type { ImportKind } from '#shared/import-columns'
import { dateOf } from '../../src/main/bank/import/zengin.ts'
import {
  importer as actor,
  type Cells,
  csv,
  encode,
  type Given,
  sendFile,
  takeFile,
} from '../support/import-file.ts'
import { act, openAtCounter } from '../support/request-steps.ts'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({ business: true })
})
afterEach(() => world.close())

const take = (file: Buffer, given: Given) => takeFile(world, file, given)
const person = (change: Cells = {}): Cells => ({
  顧客番号: '900001',
  区分: '個人',
  氏名: '髙橋 﨑子',
  カナ: 'ﾀｶﾊｼ ｻｷｺ',
  生年月日: '昭和64年1月7日',
  住所: '秋田県秋田市山王1丁目\n第2ビル, 3階 "南"',
  電話番号: '０１８－０２３－４５６７',
  取扱店: '11',
  ログインID: 'import01',
  初期パスワード: 'a-first-password',
  利用者番号: '1234567890',
  ...change,
})
const account = (change: Cells = {}): Cells => ({
  顧客番号: '0900001',
  店番: '011',
  科目: '普通',
  口座番号: '8000001',
  代表口座: 'する',
  口座メモ: '給与',
  開設日: 'H28.5.3',
  ...change,
})
const named = (status: ImportStatus) =>
  status.problems.map(({ row, column, problem }) => [row, column, problem])
const snapshot = (): string =>
  JSON.stringify(
    (['branches', 'customers', 'logins', 'accounts', 'transactions'] as const).map((table) =>
      world.engine.store.read(sql.selectFrom(table).selectAll()),
    ),
    (_key, value) => (value?.type === 'Buffer' ? 'bytes' : value),
  )

describe('a union starts from its own files', () => {
  it.each(['utf-8', 'cp932'] as const)(
    'customers, accounts, balances and transactions in %s: what was in the file is what is found',
    async (encoding) => {
      expect(
        (await take(csv('customers', [person()], encoding), { kind: 'customers' })).state,
      ).toBe('done')
      expect((await take(csv('accounts', [account()], encoding), { kind: 'accounts' })).state).toBe(
        'done',
      )
      const place = { 店番: '11', 科目: '1', 口座番号: '8000001' }
      const balances = csv(
        'balances',
        [
          {
            ...place,
            残高: '１，２３４，５６７'.replaceAll('，', ','),
            基準日時: '2026/11/20 18:00',
            前日残高: '-5',
          },
        ],
        encoding,
      )
      expect((await take(balances, { kind: 'balances' })).state).toBe('done')
      const movements = [1, 2].map((n) => ({
        ...place,
        取引日: '2026/11/19',
        取引番号: String(n),
        入出金: '入金',
        金額: '5000',
        取引後残高: String(n * 5000),
        摘要: '=HYPERLINK("x")',
      }))
      expect(
        (await take(csv('transactions', movements, encoding), { kind: 'transactions' })).state,
      ).toBe('done')

      const { bank } = world.engine
      const [hit] = bank.search('高橋崎子', 5).hits
      expect(hit?.customerNumber).toBe('0900001')
      const customer = bank.customer(hit?.id ?? 0)
      expect(customer).toMatchObject({
        name: '髙橋 﨑子',
        birthDate: '1989-01-07',
        address: '秋田県秋田市山王1丁目\n第2ビル, 3階 "南"',
        phone: '018-023-4567',
        branchCode: '011',
      })
      const [found] = bank.openAccounts(hit?.id ?? 0)
      expect(found).toMatchObject({
        number: '8000001',
        balance: 1_234_567,
        previousDayBalance: -5,
        openedOn: '2016-05-03',
      })
      const period = { from: '2026-11-01', to: '2026-11-30' }
      const page = { afterDate: '', afterId: 0, limit: 10 }
      // A formula is text like any other; whoever exports it makes it harmless.
      expect(bank.transactions(found?.id ?? 0, period, page).map((row) => row.remarks)).toEqual([
        '=HYPERLINK("x")',
        '=HYPERLINK("x")',
      ])
      const login = bank.login('import01')
      expect(await bank.passwordMatches(login?.id, 'a-first-password')).toBe(true)
      expect(bank.digitsMatch(login?.id ?? 0, [1, 10], '10')).toBe(true)
    },
  )

  it('companies with their users and PINs', async () => {
    const company = person({
      区分: '法人',
      氏名: '株式会社試験',
      ログインID: '',
      初期パスワード: '',
      利用者番号: '',
    })
    await take(csv('customers', [company]), { kind: 'customers' })
    await take(
      csv('users', [
        {
          顧客番号: '900001',
          利用者名: '経理 太郎',
          ログインID: 'keiri',
          初期パスワード: 'another-password',
          許可: 'しない',
        },
      ]),
      { kind: 'users' },
    )
    await take(
      csv('accounts', [account({ 照会用暗証番号: '4649', 照会用暗証番号登録: 'しない' })]),
      { kind: 'accounts' },
    )
    const { bank } = world.engine
    const login = bank.login('keiri')
    expect(login).toMatchObject({ channel: 'business', userName: '経理 太郎', mayConsent: false })
    expect(bank.users(login?.customerId ?? 0)).toMatchObject([{ mayConsent: false }])
    expect(bank.customer(login?.customerId ?? 0)?.consentBy).toBe('named')
    const [found] = bank.openAccounts(login?.customerId ?? 0)
    expect(found?.inquiryPinRegistered).toBe(false)
    expect(await bank.inquiryPinMatches(found?.id ?? 0, '4649')).toBe(true)
    // Nothing of what was typed in the file is left anywhere in clear (R27).
    const dump = JSON.stringify(world.engine.store.read(sql.selectFrom('importRows').selectAll()))
    expect(dump).toBe('[]')
  })

  it('whom a file does not name among those who may consent, whichever row stands first', async () => {
    const { bank, store } = world.engine
    const [any = 0, named = 0] = world.companies.map(({ id }) => id)
    const user = (company: number, name: string, 許可 = ''): Cells => ({
      ...{ 顧客番号: String(company), 利用者名: name, ログインID: `new-${name}`, 許可 },
    })
    await store.write(() => bank.consentBy(named, 'named'))
    const there = bank.users(any).map(({ mayConsent }) => mayConsent)
    const rows = [
      ...[user(any, 'a'), user(any, 'b', 'しない'), user(any, 'c')],
      ...[user(named, 'd'), user(named, 'e', 'する'), user(named, 'f')],
    ]
    await take(csv('users', rows), { kind: 'users' })
    const may = () => [...'abcdef'].filter((name) => bank.login(`new-${name}`)?.mayConsent).join('')
    expect([may(), bank.customer(any)?.consentBy, bank.customer(named)?.consentBy]).toEqual([
      ...['ace', 'named', 'named'],
    ])
    expect(bank.users(any).map(({ mayConsent }) => mayConsent)).toEqual([
      ...there,
      true,
      false,
      true,
    ])
    // A later file that says nothing leaves each as it is.
    const later = ['a', 'b', 'c'].map((name) => user(any, name))
    await take(csv('users', [...later, user(any, 'g')]), { kind: 'users' })
    expect([may(), bank.login('new-g')?.mayConsent]).toEqual(['ace', false])
  })

  it('an imported sign-in without a password lets nobody in', async () => {
    await take(csv('customers', [person({ 初期パスワード: '' })]), { kind: 'customers' })
    const login = world.engine.bank.login('import01')
    for (const typed of ['', '!', 'a-first-password'])
      expect(await world.engine.bank.passwordMatches(login?.id, typed)).toBe(false)
  })

  it('外字 of CP932 stay what they are (U16)', async () => {
    const bytes = csv('customers', [person({ 氏名: '外字 XX' })], 'cp932')
    const at = bytes.indexOf('XX')
    bytes[at] = 0xf0
    bytes[at + 1] = 0x40
    await take(bytes, { kind: 'customers' })
    expect(
      world.engine.bank.customer(world.engine.bank.search('0900001', 1).hits[0]?.id ?? 0)?.name,
    ).toBe('外字 \ue000')
  })

  it('branches with the time that they are valid; a merged one stays for what happened there (R77)', async () => {
    await take(
      csv('branches', [
        {
          店番: '099',
          店名: '統合店',
          店名カナ: 'ﾄｳｺﾞｳﾃﾝ',
          有効開始日: '2019-05-01',
          有効終了日: '令和8年3月31日',
        },
      ]),
      { kind: 'branches' },
    )
    const [row] = world.engine.store.read(
      sql.selectFrom('branches').selectAll().where('code', '=', '099'),
    )
    expect(row).toMatchObject({ name: '統合店', validFrom: '2019-05-01', validTo: '2026-03-31' })
  })

  it('the same file twice changes nothing, and is said to be the same', async () => {
    const file = csv('customers', [person(), person({ 顧客番号: '900002', ログインID: '' })])
    await take(file, { kind: 'customers' })
    const before = snapshot()
    const again = await take(file, { kind: 'customers' })
    expect([again.same?.newerAt, snapshot()]).toEqual([null, before])
    const movements = csv('transactions', [
      {
        店番: '011',
        科目: '1',
        口座番号: '1000002',
        取引日: '2026-11-19',
        取引番号: '7',
        入出金: '2',
        金額: '1',
        取引後残高: '1',
      },
    ])
    // A different file that tells the same movement again.
    const [first] = world.engine.store.read(
      sql.selectFrom('accounts').selectAll().where('branchCode', '=', '011').limit(1),
    )
    const text = movements.toString().replace('1000002', first?.number ?? '')
    await take(Buffer.from(text), { kind: 'transactions' })
    const count = () => world.engine.store.read(sql.selectFrom('transactions').select('id')).length
    const n = count()
    await take(Buffer.from(text.replace(',1\r\n', ',1\r\n')), { kind: 'transactions' })
    expect(count()).toBe(n)
  })
})

describe('the file is checked whole first; nothing is written for one that is wrong', () => {
  const refused: [string, ImportKind, () => Buffer, unknown[]][] = [
    [
      'columns missing and unknown',
      'customers',
      () => Buffer.from('顧客番号,氏名,おまけ\r\n1,x,y\r\n'),
      [1, '区分', 'missing-column'],
    ],
    [
      'a required field',
      'customers',
      () => csv('customers', [person({ 氏名: ' ' })]),
      [2, '氏名', 'required'],
    ],
    [
      'a form',
      'customers',
      () => csv('customers', [person({ 電話番号: '123456789' })]),
      [2, '電話番号', 'form'],
    ],
    [
      'an era that did not exist',
      'customers',
      () => csv('customers', [person({ 生年月日: '令和元年4月30日' })]),
      [2, '生年月日', 'era'],
    ],
    [
      'a day that does not exist',
      'customers',
      () => csv('customers', [person({ 生年月日: '2025-02-29' })]),
      [2, '生年月日', 'date'],
    ],
    [
      'a memo too long',
      'accounts',
      () => csv('accounts', [account({ 顧客番号: '1', 口座メモ: 'あ'.repeat(21) })]),
      [2, '口座メモ', 'too-long'],
    ],
    [
      'a NUL',
      'customers',
      () => csv('customers', [person({ 氏名: 'a\u0000b' })]),
      [2, '氏名', 'control-character'],
    ],
    [
      'a key twice',
      'customers',
      () => csv('customers', [person(), person({ ログインID: '' })]),
      [4, '顧客番号', 'duplicate'],
    ],
    [
      'a branch that is none',
      'customers',
      () => csv('customers', [person({ 取扱店: '777' })]),
      [2, '取扱店', 'unknown-branch'],
    ],
    [
      'a customer that is none',
      'accounts',
      () => csv('accounts', [account()]),
      [2, '顧客番号', 'unknown-customer'],
    ],
    [
      'an account that is none',
      'balances',
      () =>
        csv('balances', [
          { 店番: '011', 科目: '1', 口座番号: '1', 残高: '1', 基準日時: '2026-11-20 18:00' },
        ]),
      [2, '口座番号', 'unknown-account'],
    ],
    [
      'a user for a person',
      'users',
      () => csv('users', [{ 顧客番号: '1', 利用者名: 'x', ログインID: 'abc' }]),
      [2, '顧客番号', 'not-business'],
    ],
    [
      'another’s login',
      'customers',
      () => csv('customers', [person({ ログインID: 'suzuki01' })]),
      [2, 'ログインID', 'login-taken'],
    ],
    [
      'a second login for a person',
      'customers',
      () => csv('customers', [person({ 顧客番号: '1', ログインID: 'another01' })]),
      [2, 'ログインID', 'login-other'],
    ],
    [
      'a person become a company',
      'customers',
      () => csv('customers', [person({ 顧客番号: '1', 区分: '法人', ログインID: '' })]),
      [2, '区分', 'channel-other'],
    ],
    [
      'another’s account',
      'accounts',
      () => {
        const [theirs] = world.person(0).accounts
        return csv('accounts', [
          account({
            顧客番号: '2',
            店番: theirs?.branchCode ?? '',
            科目: theirs?.accountTypeCode ?? '',
            口座番号: theirs?.accountNumber ?? '',
          }),
        ])
      },
      [2, '口座番号', 'holder-other'],
    ],
    [
      'a column twice',
      'branches',
      () => Buffer.from('店番,店名,店名カナ,店名\n001,a,ｱ,b\n'),
      [1, '店名', 'duplicate'],
    ],
    [
      'a row with a field too many',
      'branches',
      () => Buffer.from('店番,店名,店名カナ\n001,a,ｱ,extra\n'),
      [2, '', 'wrong-columns'],
    ],
    [
      'a quote left open',
      'branches',
      () => Buffer.from('店番,店名,店名カナ\n001,"a,ｱ\n'),
      [2, '', 'quote'],
    ],
    [
      'bytes of another encoding',
      'branches',
      () =>
        Buffer.concat([
          Buffer.from('店番,店名,店名カナ\n001,'),
          Buffer.from([0x83, 0x65]),
          Buffer.from(',ｱ\n'),
        ]),
      [2, '店名', 'encoding'],
    ],
    ['0 bytes', 'branches', () => Buffer.alloc(0), [1, '', 'empty']],
    ['0 bytes', 'zengin', () => Buffer.alloc(0), [1, '', 'empty']],
    ['a header alone', 'branches', () => Buffer.from('店番,店名,店名カナ\n'), [1, '', 'empty']],
  ]
  it.each(refused)('%s', async (_name, kind, file, expected) => {
    const before = snapshot()
    const status = await take(file(), { kind })
    expect(named(status)).toContainEqual(expected)
    expect(snapshot()).toBe(before)
    expect(world.engine.store.read(sql.selectFrom('imports').select('id'))).toEqual([])
  })

  it('bytes that the encoding of the first line lacks are named with row and column, never replaced', async () => {
    const cp932 = encode('店番,店名,店名カナ\n', 'cp932')
    const status = await take(Buffer.concat([cp932, Buffer.from('001,𠮷野支店,ﾖｼﾉ\n')]), {
      kind: 'branches',
    })
    expect(named(status)).toContainEqual([2, '店名', 'encoding'])
  })

  it('a declared size of 2 GiB, more bytes than declared, a second file meanwhile, accepting what is wrong', async () => {
    const desk = world.engine.imports
    const file = { kind: 'branches', fileName: 'x' } as const
    expect(() => desk.begin(actor, { ...file, size: 2 ** 31 })).toThrow('import.too-large')
    const { id } = desk.begin(actor, { ...file, size: 10 })
    expect(() => desk.begin(actor, { ...file, size: 10 })).toThrow('import.busy')
    await expect(desk.add(id, Buffer.alloc(11), actor)).rejects.toThrow('import.too-large')
    await expect(desk.accept(id, world.by(actor))).rejects.toThrow('import.not-found')
    expect((await desk.cancel(id)).state).toBe('cancelled')
    await expect(desk.add(id, Buffer.alloc(1), actor)).rejects.toThrow('import.not-found')
  })
})

it('what is told as cancelled is not written, and what is too late for that is told so', async () => {
  const { store, imports: desk } = world.engine
  const rows = [{ 店番: '201', 店名: '支店', 店名カナ: 'ｼﾃﾝ' }]
  const { id } = await sendFile(world, csv('branches', rows), { kind: 'branches' })
  const said: string[] = []
  const write = store.write.bind(store)
  // As its acceptance is about to be committed.
  vi.spyOn(store, 'write').mockImplementation(async (unit, room) => {
    const staged = store.read(sql.selectFrom('importRows').select('n')).length
    if (staged === 1 && said.length === 0) said.push((await desk.cancel(id)).state)
    return write(unit as never, room) as never
  })
  await desk.accept(id, world.by(actor))
  const state = () => store.read(sql.selectFrom('imports').select('state')).map((one) => one.state)
  await expect.poll(() => ['done', 'cancelled'].includes(state()[0] ?? '')).toBe(true)
  const written = store.find('branches', { code: '201' }) !== undefined
  expect([said, state(), written]).toEqual([['writing'], ['done'], true])
})

it('cancelled while its rows are set aside, a file leaves nothing but that it was cancelled', async () => {
  const { store, imports: desk } = world.engine
  const before = snapshot()
  const rows = Array.from({ length: 500 }, (_, i) => ({
    ...{ 店番: String(200 + i), 店名: `支店${i}`, 店名カナ: 'ｼﾃﾝ' },
  }))
  const { id } = await sendFile(world, csv('branches', rows), { kind: 'branches' })
  await desk.accept(id, world.by(actor))
  expect((await desk.cancel(id)).state).toBe('cancelled')
  const state = () => store.read(sql.selectFrom('imports').select('state'))
  await expect.poll(state).toEqual([{ state: 'cancelled' }])
  expect(store.read(sql.selectFrom('importRows').select('n'))).toEqual([])
  expect(snapshot()).toBe(before)
})

describe('a disk that is full for a while', () => {
  it('after acceptance only delays the rows: nobody accepts twice, nobody begins another file meanwhile', async () => {
    const { store, imports: desk } = world.engine
    const write = store.write.bind(store)
    let failures = 0
    vi.spyOn(store, 'write').mockImplementation((unit) => {
      const [row] = store.read(sql.selectFrom('imports').select('state'))
      if (row?.state !== 'accepted' || failures === 1) return write(unit)
      failures += 1
      return Promise.reject(new AppError('store.unavailable', { detail: 'SQLITE_FULL' }))
    })
    const file = csv('customers', [person(), person({ 顧客番号: '900002', ログインID: '' })])
    const taken = take(file, { kind: 'customers' })
    await expect.poll(() => failures).toBe(1)
    const other = { kind: 'branches', fileName: 'x', size: 1 } as const
    expect(() => desk.begin(actor, other)).toThrow('import.busy')
    expect((await taken).state).toBe('done')
    expect(world.engine.bank.search('0900002', 1).hits).toHaveLength(1)
  })
})

describe('a movement told again', () => {
  const row = (change: Cells = {}): Cells => {
    const [place] = world.person(0).accounts
    return {
      店番: place?.branchCode ?? '',
      科目: place?.accountTypeCode ?? '',
      口座番号: place?.accountNumber ?? '',
      取引日: '2026-11-19',
      取引番号: '7',
      入出金: '入金',
      金額: '100',
      取引後残高: '100',
      ...change,
    }
  }
  it('the same is one; a different one under its number is not lost without a word', async () => {
    const take1 = (cells: Cells) => take(csv('transactions', [cells]), { kind: 'transactions' })
    await take1(row())
    expect(named(await take1(row()))).toEqual([])
    for (const change of [{ 金額: '200' }, { 取引後残高: '1' }, { 入出金: '出金' }])
      expect(named(await take1(row(change)))).toEqual([[2, '取引番号', 'entry-other']])
    expect(named(await take1(row({ 取引日: '2026-11-18' })))).toEqual([])
  })
})

describe('what happened to a customer’s internet banking (R41)', () => {
  const event = (what: string, at: number | string): Cells => ({
    顧客番号: world.engine.bank.customer(1)?.customerNumber ?? '',
    出来事: what,
    発生日時: typeof at === 'string' ? at : new Date(at).toISOString().replace(/\.\d+/, ''),
  })
  const status = (id: number) =>
    world.engine.store.read(
      sql.selectFrom('grants').select(['status', 'reason']).where('id', '=', id),
    )[0]

  it.each([
    ['パスワード変更', 'password-changed'],
    ['利用停止', 'service-stopped'],
    ['解約', 'contract-ended'],
  ] as const)('%s ends every grant permitted until then, and says so', async (what, reason) => {
    const [mine, others] = [await world.permit(), await world.permit({ customer: 1 })]
    const file = csv('events', [event(what, world.clock.now() + 1_000)])
    expect(await take(file, { kind: 'events' })).toMatchObject({ state: 'done' })
    expect(status(mine)).toEqual({ status: 'terminated', reason })
    expect(status(others)?.status).toBe('active')
    expect(whyOf(world.engine, mine)).toMatchObject({ code: reason })
    // Told again it ends nothing more, and nothing that was permitted since.
    world.clock.offset += 3_000
    await take(csv('events', [event('利用再開', world.clock.now())]), { kind: 'events' })
    const later = await world.permit()
    await take(file, { kind: 'events' })
    expect(status(later)?.status).toBe('active')
  })

  it('a held grant ends too', async () => {
    const grant = await world.permit()
    const clerk = (await world.staff()).actor
    await act(world, clerk, await openAtCounter(world, clerk), {
      kind: 'emergency',
      scope: { kind: 'customer' },
      reason: 'fraud-suspected',
    })
    await take(csv('events', [event('パスワード変更', world.clock.now())]), { kind: 'events' })
    expect(status(grant)?.status).toBe('terminated')
  })

  it('利用停止 keeps everybody out until 利用再開 is told; neither touches the password', async () => {
    const may = async (): Promise<boolean> => {
      const session = world.walk()
      await signIn(world.engine, session, world.customer, {
        address: '127.0.0.1',
        userAgent: 'Mozilla/5.0',
      })
      return session.customerId === 1 && gate(world.engine, session) === undefined
    }
    expect(await may()).toBe(true)
    await take(csv('events', [event('利用停止', world.clock.now())]), { kind: 'events' })
    expect(await may()).toBe(false)
    await take(csv('events', [event('利用再開', world.clock.now())]), { kind: 'events' })
    expect(await may()).toBe(true)
  })

  it.each([
    ['令和8年11月20日 14:03', undefined],
    ['2026-11-20T05:03:05Z', undefined],
    ['２０２６／１１／２０　１４：０３', undefined],
    ['2026-11-20', 'form'],
    ['2026-11-20 25:00', 'form'],
    ['2199-01-01 00:00:00', 'in-future'],
  ] as const)('a time of %s: %s', async (at, problem) => {
    const checked = await take(csv('events', [event('解約', at)]), {
      kind: 'events',
      accept: false,
    })
    expect(named(checked)).toEqual(problem ? [[2, '発生日時', problem]] : [])
  })
})

describe('between check and acceptance', () => {
  it('what the file refers to goes: nothing is written, and the next file may come', async () => {
    const branch = { 店番: '099', 店名: '統合店', 店名カナ: 'ﾄｳｺﾞｳﾃﾝ' }
    await take(csv('branches', [branch]), { kind: 'branches' })
    const desk = world.engine.imports
    const file = csv('customers', [
      person(),
      person({ 顧客番号: '900002', ログインID: '', 取扱店: '099' }),
    ])
    const { id } = await sendFile(world, file, { kind: 'customers' })
    world.engine.store.bulk((db) => db.exec("DELETE FROM branches WHERE code = '099'"))
    const before = snapshot()
    await desk.accept(id, world.by(actor))
    // A second press comes too late.
    await expect(desk.accept(id, world.by(actor))).rejects.toThrow('import.not-found')
    await expect.poll(() => desk.status(id).state).toBe('failed')
    expect(snapshot()).toBe(before)
    expect(world.engine.store.read(sql.selectFrom('importRows').select('n'))).toEqual([])
    expect((await take(csv('branches', [branch]), { kind: 'branches' })).state).toBe('done')
  })
})

describe('Zengin 入出金取引明細', () => {
  const pad = (text: string, length: number): string => text.padEnd(length, ' ')
  const zero = (n: number | string, length: number): string => String(n).padStart(length, '0')
  const target = () => {
    const [row] = world.engine.store.read(
      sql.selectFrom('accounts').selectAll().where('branchCode', '=', '011').limit(1),
    )
    return row?.number ?? ''
  }
  const header = (change: { institution?: string; ebcdic?: boolean } = {}): string =>
    pad(
      `103${change.ebcdic ? 1 : 0}081120081101081120${change.institution ?? '2075'}${pad('ｱｷﾀｹﾝｼﾝｸﾐ', 15)}011${pad('ﾎﾝﾃﾝ', 15)}   1${zero(target(), 10)}${pad('ｼｹﾝ', 40)}11${zero(100000, 14)}`,
      200,
    )
  const data = (n: number, type: 1 | 2, amount: number, date = '081119'): string =>
    pad(
      `2${zero(n, 8)}${date}${date}${type}11${zero(amount, 12)}${zero(0, 12)}${zero(0, 6)}${zero(0, 6)} ${zero(0, 7)}${pad('', 3)}${zero(0, 10)}${pad('ｶ)ｼｹﾝ', 48)}${pad('', 15)}${pad('', 15)}${pad('ﾌﾘｺﾐ', 20)}${pad('', 20)}`,
      200,
    )
  const trailer = (ins: [number, number], outs: [number, number], rows: number): string =>
    pad(
      `8${zero(ins[0], 6)}${zero(ins[1], 13)}${zero(outs[0], 6)}${zero(outs[1], 13)}1${zero(0, 14)}${zero(rows, 7)}`,
      200,
    )
  const end = (rows: number): string => pad(`9${zero(rows, 10)}00001`, 200)
  const file = (records: string[], delimiter = '\r\n'): Buffer =>
    encode(records.join(delimiter) + delimiter, 'cp932')
  const good = () => [
    header(),
    data(1, 1, 5000),
    data(2, 2, 1200),
    trailer([1, 5000], [1, 1200], 2),
    end(5),
  ]

  it.each(['', '\r\n', '\n'])('is read with line ends %j', async (delimiter) => {
    const status = await take(file(good(), delimiter), { kind: 'zengin' })
    expect([status.state, named(status)]).toEqual(['done', []])
    const rows = world.engine.store.read(
      sql.selectFrom('transactions').selectAll().where('itemNo', 'is not', null),
    )
    expect(rows).toMatchObject([
      { date: '2026-11-19', type: '1', amount: 5000, remarks: 'ﾌﾘｺﾐ', itemNo: '00000001' },
      { date: '2026-11-19', type: '2', amount: 1200, itemNo: '00000002' },
    ])
  })

  const wrong: [string, () => string[], unknown[]][] = [
    ['a record too short', () => [header(), data(1, 1, 5).slice(0, 150)], [2, '', 'record-length']],
    [
      'another institution',
      () => [header({ institution: '0001' }), ...good().slice(1)],
      [1, '金融機関コード', 'other-institution'],
    ],
    ['EBCDIC', () => [header({ ebcdic: true }), ...good().slice(1)], [1, 'コード区分', 'ebcdic']],
    [
      'sums that do not agree',
      () => [header(), data(1, 1, 5000), trailer([1, 5001], [0, 0], 1), end(4)],
      [3, 'トレーラ', 'record-total'],
    ],
    [
      'an account number of more than seven digits, whose last seven are somebody’s',
      () => [`${header().slice(0, 63)}123${target()}${header().slice(73)}`, ...good().slice(1)],
      [2, '口座番号', 'too-long'],
    ],
    ['data before a header', () => [data(1, 1, 1)], [1, 'データ区分', 'record-order']],
    ['no end', () => good().slice(0, 4), [4, 'データ区分', 'record-order']],
    [
      'a day that no era has',
      () => [header(), data(1, 1, 5000, '080230'), trailer([1, 5000], [0, 0], 1), end(4)],
      [2, '取引日', 'form'],
    ],
  ]
  it.each(wrong)('%s is refused', async (_name, records, expected) => {
    const before = snapshot()
    expect(named(await take(file(records()), { kind: 'zengin' }))).toContainEqual(expected)
    expect(snapshot()).toBe(before)
  })

  it.each([
    ['280503', '2016-05-03'],
    ['310430', '2019-04-30'],
    ['310501', undefined],
    ['010501', '2019-05-01'],
    ['010430', '1989-04-30'],
    ['081120', '2026-11-20'],
    ['081121', '1996-11-21'],
    ['000101', undefined],
    ['081301', undefined],
  ])('%s is %s', (text, date) => {
    expect(dateOf(text, '2026-11-20')).toBe(date)
  })
})

describe('hostile files', () => {
  it('whatever the bytes, the check ends, says something or accepts, and writes nothing', async () => {
    const before = snapshot()
    const kinds = ['branches', 'customers', 'transactions', 'zengin'] as const
    const header = (kind: (typeof kinds)[number]): Buffer =>
      kind === 'zengin' ? Buffer.from('1030') : csv(kind, [])
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.boolean(),
        fc.oneof(
          fc.uint8Array({ minLength: 1, maxLength: 2_000 }),
          fc
            .string({ unit: 'binary', minLength: 1, maxLength: 400 })
            .map((text) => Buffer.from(text)),
          fc
            .array(
              fc.array(
                fc.constantFrom('a', '"', ',', '\n', '\r', '=cmd()', '令和元年', '　', '\u0000'),
                { maxLength: 12 },
              ),
              { maxLength: 30 },
            )
            .map((rows) => Buffer.from(`x${rows.map((row) => row.join('')).join('\n')}`)),
        ),
        async (kind, withHeader, bytes) => {
          const body = withHeader ? Buffer.concat([header(kind), bytes]) : Buffer.from(bytes)
          const status = await take(body, { kind, accept: false })
          expect(status.state).toBe('checked')
        },
      ),
      { numRuns: 150 },
    )
    expect(snapshot()).toBe(before)
  }, 60_000)

  it('any rows of good form come back as they were, in both encodings', async () => {
    const name = fc
      .array(fc.constantFrom(...'髙橋﨑佐藤渡邊鈴木一郎カナ・ー"=,、 x1'), {
        minLength: 1,
        maxLength: 20,
      })
      .map((chars) => chars.join('').trim())
      .filter((text) => text !== '')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('utf-8' as const, 'cp932' as const),
        fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 999 }), name), {
          minLength: 1,
          maxLength: 20,
          selector: ([code]) => code,
        }),
        async (encoding, rows) => {
          const cells = rows.map(([code, text]) => ({
            店番: String(code),
            店名: text,
            店名カナ: 'ｱ',
          }))
          const status = await take(csv('branches', cells, encoding), {
            kind: 'branches',
          })
          expect(named(status)).toEqual([])
          for (const [code, text] of rows) {
            const [row] = world.engine.store.read(
              sql
                .selectFrom('branches')
                .select('name')
                .where('code', '=', String(code).padStart(3, '0')),
            )
            expect(row?.name).toBe(text)
          }
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)
})

describe('an end in the middle', () => {
  it('before acceptance the old data is whole; after it the rest is written at the next start', async () => {
    const { store } = world.engine
    const before = snapshot()
    const half = { code: '555', name: '半端', kana: 'ﾊﾝﾊﾟ', validFrom: null, validTo: null }
    const left = {
      kind: 'branches',
      fileName: 'x',
      encoding: 'utf-8',
      fileHash: Buffer.alloc(32),
      rows: 0,
      state: 'staging',
      staffId: '1',
      staffName: 'x',
      createdAt: 0,
    } as const
    const row = (payload: object) => world.engine.factors.seal(JSON.stringify(payload))
    await store.write(() => {
      store.insert('imports', left)
      store.insert('importRows', { importId: 1, n: 1, payload: row(half) })
    })
    await world.engine.imports.resume()
    expect(snapshot()).toBe(before)
    expect(store.read(sql.selectFrom('imports').select('state'))).toEqual([{ state: 'cancelled' }])
    expect(store.read(sql.selectFrom('importRows').select('n'))).toEqual([])
    await store.write(() => {
      store.insert('imports', { ...left, id: 2, rows: 1, state: 'accepted' })
      const payload = row({ ...half, code: '556', name: '採用', kana: 'ｻｲﾖｳ' })
      store.insert('importRows', { importId: 2, n: 1, payload })
    })
    await world.engine.imports.resume()
    expect(store.read(sql.selectFrom('branches').select('name').where('code', '=', '556'))).toEqual(
      [{ name: '採用' }],
    )
    expect(
      store.read(sql.selectFrom('imports').select(['id', 'state']).where('id', '=', 2)),
    ).toEqual([{ id: 2, state: 'done' }])
  })
})
