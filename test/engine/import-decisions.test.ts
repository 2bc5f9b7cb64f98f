import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sql } from '#db'
import {
  decideProposal,
  importOverview,
  listImports,
  listProposals,
  openEngine,
  toBegin,
  withdrawProposal,
} from '#engine'
import { type ImportKind, importColumns } from '#shared/import-columns'
import { problemFile } from '../../src/main/console/import-problems.ts'
import {
  agreer,
  type Cells,
  csv,
  encode,
  importer,
  reached,
  secondWord,
  sendFile,
  takeFile,
} from '../support/import-file.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({ customers: 6 })
})
afterEach(() => world.close())

const numberOf = (id: number) => world.engine.bank.customer(id)?.customerNumber ?? ''
const event = (id: number, kind: string): Cells => ({
  顧客番号: numberOf(id),
  出来事: kind,
  発生日時: new Date(world.clock.now()).toISOString().replace(/\.\d+/, ''),
})
const live = () =>
  world.engine.store.read(sql.selectFrom('grants').select('id').where('endedAt', 'is', null)).length

const place = { 店番: '011', 科目: '普通', 口座番号: '8000001' }
/**
 * What each kind of file is compared by with what is there: a row, another key, and another value for each column. Secrets are
 * not compared, since that would take a hash for each row.
 */
const compared: Record<
  'customers' | 'users' | 'questions' | 'accounts' | 'balances' | 'branches',
  { row: Cells; key: Cells; changes: Cells; secret?: string[] }
> = {
  branches: {
    row: { 店番: '098', 店名: '本荘', 店名カナ: 'ﾎﾝｼﾞｮｳ' },
    key: { 店番: '099' },
    changes: {
      店名: '本荘東',
      店名カナ: 'ﾎﾝｼﾞｮｳﾋｶﾞｼ',
      有効開始日: '2020-04-01',
      有効終了日: '2030-04-01',
    },
  },
  customers: {
    row: {
      ...{ 区分: '個人', 氏名: '菅原 恵', カナ: 'ｽｶﾞﾜﾗ ﾒｸﾞﾐ', 生年月日: '1990-05-01', 取扱店: '011' },
      ...{ 住所: '秋田県秋田市', 電話番号: '018-023-4567' },
    },
    key: { 顧客番号: '900001' },
    changes: {
      ...{ 氏名: '菅原 愛', カナ: 'ｽｶﾞﾜﾗ ｱｲ', 生年月日: '1990-05-02', 住所: '秋田県能代市' },
      ...{ 電話番号: '018-023-4568', 取扱店: '012' },
    },
    // Another 区分 or ログインID is refused, and a first one makes a row new.
    secret: ['区分', 'ログインID', '初期パスワード', '利用者番号'],
  },
  users: {
    row: { 利用者名: '渡部 真理', ログインID: 'keiri01', 利用者名カナ: 'ﾜﾀﾅﾍﾞ ﾏﾘ', 許可: 'する' },
    key: { ログインID: 'keiri02' },
    changes: {
      利用者名: '渡部 真理子',
      利用者名カナ: 'ﾜﾀﾅﾍﾞ ﾏﾘｺ',
      許可: 'しない',
      利用終了日: '2030-04-01',
    },
    secret: ['初期パスワード'],
  },
  questions: {
    row: {
      ...{ 質問1: '母の旧姓', 答え1: 'サトウ', 質問2: '出身地', 答え2: '秋田' },
      ...{ 質問3: 'ペットの名前', 答え3: 'ポチ' },
    },
    key: { 顧客番号: '900006' },
    changes: { 質問1: '父の名', 質問2: '学校', 質問3: '好きな色' },
    secret: ['答え1', '答え2', '答え3'],
  },
  accounts: {
    row: { 開設日: '2015-04-01' },
    key: { 口座番号: '8000002' },
    changes: { 代表口座: 'する', 口座メモ: '仕入れ用', 開設日: '2015-04-02', 解約日: '2026-03-31' },
    secret: ['照会用暗証番号', '照会用暗証番号登録'],
  },
  balances: {
    row: { 残高: '100', 基準日時: '2026-04-02 18:00' },
    key: { 口座番号: '8000003' },
    changes: {
      ...{ 残高: '101', 基準日時: '2026-04-02 18:01', 支払可能残高: '90' },
      ...{ 前日残高: '80', 前月末残高: '70' },
    },
  },
}

const company = '900005'
/** A company and a person, and two accounts without a balance. */
async function accountsThere(): Promise<void> {
  const { row } = compared.customers
  const people = [
    { ...row, 顧客番号: company, 区分: '法人' },
    { ...row, 顧客番号: '900006' },
  ]
  await takeFile(world, csv('customers', people), { kind: 'customers' })
  const accounts = ['8000001', '8000003'].map((number) => ({
    ...{ ...place, 口座番号: number, 顧客番号: numberOf(1), 開設日: '2015-04-01' },
  }))
  await takeFile(world, csv('accounts', accounts), { kind: 'accounts' })
}

const checked = (kind: ImportKind, file: Buffer) => sendFile(world, file, { kind })

it('a file that opens a closed account again waits for a second person, one that closes it does not', async () => {
  await accountsThere()
  const account = { ...place, 顧客番号: numberOf(1), 開設日: '2015-04-01' }
  const closing = csv('accounts', [{ ...account, 解約日: '2026-03-31' }])
  const open = csv('accounts', [{ ...account, 解約日: '' }])
  const silent = Buffer.from(
    `${Object.keys(account).join(',')}\r\n${Object.values(account).join(',')}\r\n`,
  )
  const seen = (one: Buffer) => takeFile(world, one, { kind: 'accounts', accept: false })
  const there = () => world.engine.store.find('accounts', { number: '8000001' })?.closedOn
  expect(await seen(open)).toMatchObject({ what: 'plain' })
  expect(await takeFile(world, closing, { kind: 'accounts' })).toMatchObject({ what: 'plain' })
  expect(there()).toBe('2026-03-31')
  expect(await seen(closing)).toMatchObject({ what: 'plain' })
  // A file without the column says nothing of it.
  const nothing = { unchanged: 1, replaced: 0, reopened: 0 }
  expect(await takeFile(world, silent, { kind: 'accounts' })).toMatchObject({
    ...{ what: 'plain', effects: nothing },
  })
  expect(there()).toBe('2026-03-31')
  const file = await checked('accounts', open)
  const reopenedAccounts = [`${place.店番}-1-•••0001 (2026-03-31)`]
  expect(file).toMatchObject({
    ...{ what: 'people', effects: { changed: 1, replaced: 0, reopened: 1, reopenedAccounts } },
  })
  // Whoever does not say so has not seen it, whatever sent the call.
  const accept = (reopened?: number) =>
    world.engine.imports.accept(file.id, world.by(importer), reopened)
  for (const said of [undefined, 2])
    await expect(accept(said)).rejects.toMatchObject({ code: 'import.reopens' })
  await accept(1)
  await reached(world.engine, file.id, ['waiting'])
  expect(there()).toBe('2026-03-31')
  // Who agrees reads which they are.
  const { actor } = await world.staff('hq-admin')
  expect(listProposals(world.by(actor)).at(-1)?.after).toContain(reopenedAccounts[0])
  await secondWord(world)
  await reached(world.engine, file.id, ['done'])
  expect(there()).toBeNull()
})

/** Whether a PIN on file counts as registered is the company's own word (B3), or two persons': never one file's. */
it.each([
  ['said to be registered', 'する', { what: 'people', effects: { changed: 1, replaced: 1 } }],
  ['not said to be', 'しない', { what: 'plain', effects: { changed: 0, replaced: 0 } }],
] as const)('a PIN that is on file, %s by a file', async (_name, registered, expected) => {
  await accountsThere()
  const account = { ...place, 口座番号: '8000009', 顧客番号: company, 開設日: '2015-04-01' }
  await takeFile(world, csv('accounts', [{ ...account, 照会用暗証番号: '4649' }]), {
    kind: 'accounts',
  })
  const there = () => world.engine.store.find('accounts', { number: '8000009' })
  expect(there()).toMatchObject({ inquiryPinSince: null, inquiryPinHash: expect.anything() })
  const again = csv('accounts', [{ ...account, 照会用暗証番号登録: registered }])
  const file = await checked('accounts', again)
  expect(file).toMatchObject(expected)
  await world.engine.imports.accept(file.id, world.by(importer))
  await reached(world.engine, file.id, ['waiting', 'done'])
  expect(there()?.inquiryPinSince).toBeNull()
  if (expected.what === 'plain') return
  await secondWord(world)
  await reached(world.engine, file.id, ['done'])
  expect(there()?.inquiryPinSince).not.toBeNull()
  // What was agreed to once is not asked again each night.
  expect(await checked('accounts', again)).toMatchObject({
    what: 'plain',
    effects: { unchanged: 1 },
  })
})

describe('the encoding is recognised by the first line', () => {
  const text = '店番,店名,店名カナ\r\n098,本荘,ﾎﾝｼﾞｮｳ\r\n'
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8', []],
    ['UTF-8 with BOM', encode(text, 'utf-8'), 'utf-8', []],
    ['CP932', encode(text, 'cp932'), 'cp932', []],
    ['UTF-16', utf16, null, ['unknown-encoding']],
    ['EUC-JP', Buffer.from('c5b9c8d62cc5b9ccbe0a', 'hex'), null, ['other-file']],
    ['another file', Buffer.from('a,b,c\n1,2,3\n4,5,6\n'), null, ['other-file']],
    ['bytes of no encoding', Buffer.from('ff80ff0a41', 'hex'), null, ['unknown-encoding']],
  ] as const)('%s', async (_name, file, encoding, problems) => {
    const status = await checked('branches', file)
    expect([status.encoding, status.problems.map(({ problem }) => problem)]).toEqual([
      encoding,
      problems,
    ])
  })

  it('a first line that lacks a column is the one thing that is said, however many rows follow', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},x\n`).join('')
    const status = await checked('branches', Buffer.from(`店番,店名\n${rows}`))
    expect(status.problems.map(({ row, column }) => [row, column])).toEqual([[1, '店名カナ']])
  })
})

describe('the order of files', () => {
  it('an empty folder takes branches alone; each kind says what it waits for', async () => {
    const folder = temporaryFolder()
    const empty = await openEngine({
      folder,
      clock: { now: () => Date.now(), offset: 0 },
      log: world.engine.log,
    } as never)
    const waits = () =>
      Object.fromEntries(importOverview(empty).kinds.map(({ kind, waitsFor }) => [kind, waitsFor]))
    expect(waits()).toEqual({
      branches: null,
      customers: 'branches',
      users: 'customers',
      questions: 'customers',
      accounts: 'customers',
      balances: 'accounts',
      transactions: 'accounts',
      zengin: 'accounts',
      events: 'customers',
    })
    expect([importOverview(empty).next, toBegin(empty)]).toEqual([
      'branches',
      ['administrator', 'branches'],
    ])
    const file = { fileName: 'f.csv', size: 1 }
    expect(() => empty.imports.begin(importer, { ...file, kind: 'balances' })).toThrow(
      'import.order: accounts',
    )
    await empty.store.write(() =>
      empty.store.insert('branches', { code: '011', name: '本店', kana: 'ﾎﾝﾃﾝ' } as never),
    )
    expect(waits().customers).toBeNull()
    expect(importOverview(empty).next).toBe('customers')
    expect(toBegin(empty)).toContain('customers')
    empty.imports.begin(importer, { ...file, kind: 'customers' })
    const customer = {
      ...{ customerNumber: '0000001', name: '', kana: '', nameKey: '', kanaKey: '', address: '' },
      ...{ looseKey: '', looseSwapped: '', birthDate: '1970-01-01', phone: '', phoneKey: '' },
      ...{ phoneReversed: '', branchCode: '011' },
    }
    await empty.store.write(() =>
      empty.store.insert('customers', { ...customer, channel: 'personal' } as never),
    )
    expect(importOverview(empty).next).toBe('questions')
    // Users are for companies, and are passed over by bringing what comes after.
    const company = { ...customer, customerNumber: '0000002', channel: 'business' }
    await empty.store.write(() => empty.store.insert('customers', company as never))
    expect(importOverview(empty).next).toBe('users')
    expect(toBegin(empty)).toContain('accounts')
    const user = { customerId: 2, loginId: 'keiri01', userName: '渡部 真理', passwordHash: 'x' }
    await empty.store.write(() => empty.store.insert('logins', user as never))
    expect(importOverview(empty).next).toBe('questions')
    await empty.store.write(() => {
      empty.store.delete('logins', { loginId: 'keiri01' })
      const account = { customerId: 2, branchCode: '011', typeCode: '2', number: '2000003' }
      const reversed = { numberReversed: '3000002', primaryAccount: 1 }
      empty.store.insert('accounts', { ...account, ...reversed, openedOn: '2015-04-01' } as never)
    })
    expect(importOverview(empty).next).toBe('questions')
    // 合言葉 and users of companies may never come: a house without them has begun.
    expect(toBegin(empty)).toEqual(['administrator'])
    await empty.close()
    removeFolder(folder)
  })

  it('what comes next is the first kind of which nothing is there, whoever brought the others, until all are', async () => {
    const own = await World.open({ customers: 1 })
    const { store } = own.engine
    const next = () => importOverview(own.engine).next
    const [moves, asked, accounts] = [
      store.read(sql.selectFrom('transactions').select('id')),
      store.read(sql.selectFrom('customerQuestions').select(['customerId', 'position'])),
      store.read(sql.selectFrom('accounts').select('id')),
    ]
    expect(next()).toBeNull()
    const none = { balance: null, balanceAt: null, withdrawable: null }
    await store.write(() => {
      for (const row of moves) store.delete('transactions', row)
      for (const row of asked) store.delete('customerQuestions', row)
      for (const row of accounts) store.update('accounts', row, none)
    })
    expect(next()).toBe('questions')
    await store.write(() =>
      store.insert('customerQuestions', {
        ...{ customerId: 1, position: 1, question: '母の旧姓', answerHash: 'x' },
      } as never),
    )
    expect(next()).toBe('balances')
    await store.write(() => store.update('accounts', { id: 1 }, { balance: 1, balanceAt: 1 }))
    expect(next()).toBe('transactions')
    await store.write(() =>
      store.insert('transactions', {
        ...{ accountId: 1, date: '2026-04-02', itemNo: '1', type: '1', amount: 1, balance: 1 },
        remarks: '',
      } as never),
    )
    expect(next()).toBeNull()
    await own.close()
  })
})

describe('what a file would do is told before it is accepted', () => {
  it('new, changed, unchanged, missing', async () => {
    const { store } = world.engine
    const [first, second] = store.read(sql.selectFrom('branches').selectAll().orderBy('code'))
    const all = store.read(sql.selectFrom('branches').select('code')).length
    const cells = (code: string, name: string, kana: string): Cells => ({
      店番: code,
      店名: name,
      店名カナ: kana,
    })
    const status = await checked(
      'branches',
      csv('branches', [
        cells(first?.code ?? '', first?.name ?? '', first?.kana ?? ''),
        cells(second?.code ?? '', '新しい名前', second?.kana ?? ''),
        cells('098', '本荘', 'ﾎﾝｼﾞｮｳ'),
      ]),
    )
    expect(status.effects).toEqual({
      new: 1,
      changed: 1,
      unchanged: 1,
      missing: all - 2,
      replaced: 0,
      resumed: 0,
      leaving: 0,
      returning: 0,
      reopened: 0,
    })
  })

  it.each(Object.keys(compared) as (keyof typeof compared)[])(
    '%s: a row of its own is new, each column that says something else makes it changed',
    async (kind) => {
      const { row, key, changes, secret = [] } = compared[kind]
      await accountsThere()
      const before = { 顧客番号: kind === 'users' ? company : numberOf(1), ...place }
      const told = async (change: Cells) => {
        const file = csv(kind, [{ ...before, ...row, ...change }])
        const { effects, problems } = await takeFile(world, file, { kind, accept: false })
        return effects ?? problems
      }
      await takeFile(world, csv(kind, [{ ...before, ...row }]), { kind })
      expect(await told({})).toMatchObject({ new: 0, changed: 0, unchanged: 1 })
      for (const [column, value] of Object.entries(changes))
        expect(await told({ [column]: value }), column).toMatchObject({ changed: 1, unchanged: 0 })
      expect(await told(key)).toMatchObject({ new: 1, changed: 0, unchanged: 0 })
      // A new column is in none of them until somebody decides.
      const keys = ['顧客番号', '店番', '科目', '口座番号'].filter((name) => !(name in changes))
      expect([...keys, ...Object.keys(changes), ...Object.keys(key), ...secret]).toEqual(
        expect.arrayContaining(importColumns[kind].map(({ name }) => name)),
      )
    },
  )

  it('what a file does not mention is counted where it should hold all: closed accounts have no balance to come', async () => {
    const { store } = world.engine
    const there = (table: 'customers' | 'accounts') =>
      store.read(sql.selectFrom(table).select('id')).length
    const missing = async (kind: keyof typeof compared, row: Cells) =>
      (await takeFile(world, csv(kind, [row]), { kind, accept: false })).effects?.missing
    const { row } = compared.customers
    expect(await missing('customers', { ...row, 顧客番号: numberOf(1) })).toBe(
      there('customers') - 1,
    )
    expect(await missing('customers', { ...row, 顧客番号: '900009' })).toBe(there('customers'))
    await accountsThere()
    const balance = { ...place, ...compared.balances.row }
    expect(await missing('balances', balance)).toBe(there('accounts') - 1)
    const [other] = store.read(sql.selectFrom('accounts').select('id').orderBy('id').limit(1))
    await store.write(() =>
      store.update('accounts', { id: other?.id ?? 0 }, { closedOn: '2026-01-31' }),
    )
    expect(await missing('balances', balance)).toBe(there('accounts') - 2)
  })

  it('明細 and 出来事 that were told before are unchanged, and nothing is said of what they leave out', async () => {
    const item = {
      ...place,
      取引日: '2026-04-02',
      取引番号: '1',
      入出金: '入金',
      金額: '5',
      取引後残高: '5',
    }
    await accountsThere()
    await takeFile(world, csv('transactions', [item]), { kind: 'transactions' })
    const told = async (kind: 'transactions' | 'events', ...rows: Cells[]) =>
      (await takeFile(world, csv(kind, rows), { kind, accept: false })).effects
    expect(await told('transactions', item, { ...item, 取引番号: '2' })).toMatchObject({
      ...{ new: 1, changed: 0, unchanged: 1, missing: null },
    })
    const stopped = event(1, '利用停止')
    await takeFile(world, csv('events', [stopped]), { kind: 'events' })
    expect(await told('events', stopped, event(2, '利用停止'))).toMatchObject({
      ...{ new: 1, changed: 0, unchanged: 1, missing: null },
    })
  })

  it('all that is wrong can be had, with the value, and never a secret', async () => {
    const row = {
      顧客番号: '900001',
      区分: '個人',
      氏名: '菅原 恵',
      カナ: 'ｽｶﾞﾜﾗ',
      生年月日: '1990-13-01',
      住所: 'x',
      電話番号: '1',
      取扱店: '011',
      ログインID: 'megumi01',
      初期パスワード: 'short',
    }
    const many = Array.from({ length: 400 }, (_, i) => ({ ...row, 顧客番号: String(910_000 + i) }))
    const status = await checked('customers', csv('customers', many))
    expect([status.problemCount, status.problems.length]).toEqual([1_200, 500])
    const { problems } = world.engine.imports.problems(status.id)
    expect(problems).toHaveLength(1_200)
    expect(problems.slice(0, 3).map(({ column, value }) => [column, value])).toEqual([
      ['生年月日', '1990-13-01'],
      ['電話番号', '1'],
      ['初期パスワード', undefined],
    ])
    expect(JSON.stringify(problems)).not.toContain('short')
    const lines = async (count: number) =>
      (await problemFile(problems, count)).toString('utf8').trim().split('\r\n')
    expect(await lines(1_200)).toHaveLength(1_201)
    expect((await lines(101_200)).at(-1)).toContain('このほかに 100,000件の誤りがあります')
  })
})

const imports = () =>
  world.engine.store.read(
    sql.selectFrom('imports').select(['staffId', 'secondId', 'state']).orderBy('id'),
  )
const staged = () => world.engine.store.read(sql.selectFrom('importRows').select('n')).length
/** Sends a file and accepts it, as far as one person can. */
async function offered(kind: ImportKind, file: Buffer) {
  const { id } = await checked(kind, file)
  await world.engine.imports.accept(id, world.by(importer))
  return reached(world.engine, id, ['waiting', 'done', 'failed'])
}

describe('a file that ends many links needs two persons', () => {
  const from = (eventsNeedTwoFrom: number) =>
    world.engine.settings.save(
      'policy',
      { ...world.engine.settings.get('policy'), eventsNeedTwoFrom },
      0,
    )

  it('tells how many end, by reason; nothing ends before the second person agrees', async () => {
    await from(2)
    for (const customer of [0, 1, 2]) await world.permit({ customer })
    const status = await offered(
      'events',
      csv('events', [event(1, '解約'), event(2, '利用停止'), event(3, '解約'), event(4, '解約')]),
    )
    expect(status).toMatchObject({
      ...{ ends: { 'contract-ended': 2, 'service-stopped': 1 }, what: 'ends', state: 'waiting' },
    })
    expect(live()).toBe(3)
    const [waiting] = listProposals(world.by(agreer))
    expect(JSON.parse(waiting?.after ?? '')).toMatchObject({ ends: status.ends, rows: 4 })
    await secondWord(world)
    expect([live(), imports()]).toEqual([
      0,
      [{ staffId: importer.id, secondId: agreer.id, state: 'done' }],
    ])
  })

  it('a link that is permitted after they were counted makes the agreement fail', async () => {
    await from(1)
    await world.permit()
    await offered('events', csv('events', [event(1, '解約'), event(2, '解約')]))
    await world.permit({ customer: 1 })
    await expect(secondWord(world)).rejects.toThrow('proposal.changed-meanwhile')
    expect([live(), imports()[0]?.state]).toEqual([2, 'staging'])
  })

  it('links that are permitted after the check count in the commit that one person accepts it by', async () => {
    await from(2)
    await world.permit()
    const { imports: desk } = world.engine
    const { id, what } = await checked(
      'events',
      csv('events', [event(1, '解約'), event(2, '解約')]),
    )
    expect(what).toBe('plain')
    const accepted = desk.accept(id, world.by(importer))
    await world.permit({ customer: 1 })
    await accepted
    expect((await reached(world.engine, id, ['waiting', 'done', 'failed'])).state).toBe('waiting')
    expect(live()).toBe(2)
  })

  it('cutting the file up changes nothing: what one person ended within a day counts', async () => {
    await from(2)
    for (const customer of [0, 1]) await world.permit({ customer })
    const one = await takeFile(world, csv('events', [event(1, '解約')]), { kind: 'events' })
    expect(one.state).toBe('done')
    const next = await checked('events', csv('events', [event(2, '解約')]))
    expect(next.what).toBe('ends')
    world.clock.offset += 25 * 3_600_000
    expect(world.engine.imports.status(next.id).what).toBe('plain')
  })
})

const person = (number: number, change: Cells = {}): Cells => ({
  ...{ 顧客番号: String(number), 区分: '個人', 氏名: '菅原 恵', カナ: 'ｽｶﾞﾜﾗ ﾒｸﾞﾐ' },
  ...{ 生年月日: '1990-01-13', 住所: '秋田県', 電話番号: '018-023-4567', 取扱店: '011' },
  ...change,
})
const found = (number: string) =>
  world.engine.store.find('customers', { customerNumber: number }) !== undefined

describe('who customers are and what they sign in with is decided by two persons', () => {
  const replaced = {
    ログインID: 'megumi01',
    初期パスワード: 'a-first-password',
    利用者番号: '1357924680',
  }
  const kinds = async (): Promise<[string, ImportKind, Cells, string][]> => {
    const own = { 顧客番号: numberOf(1) }
    const answers = { 質問1: '母', 答え1: 'ア', 質問2: '父', 答え2: 'イ', 質問3: '犬', 答え3: 'ウ' }
    return [
      ['customers', 'customers', person(900_001), 'people'],
      ['questions', 'questions', { ...own, ...answers }, 'people'],
      [
        'a password',
        'events',
        { ...event(1, 'パスワード変更'), 新しいパスワード: 'another-password' },
        'people',
      ],
      ['a changed password without the new one', 'events', event(1, 'パスワード変更'), 'plain'],
      ['a resumption', 'events', event(1, '利用再開'), 'people'],
      ['a stop', 'events', event(1, '利用停止'), 'plain'],
    ]
  }

  it('by kind, and by what a row replaces or opens', async () => {
    for (const [name, kind, cells, what] of await kinds()) {
      const status = await checked(kind as 'events', csv(kind as 'events', [cells]))
      expect([name, status.problems, status.what]).toEqual([name, [], what])
      await world.engine.imports.cancel(status.id)
    }
  })

  it('nothing is written until another agrees, also across a stop of the program; then once', async () => {
    const { state } = await offered('customers', csv('customers', [person(900_001, replaced)]))
    expect([state, found('0900001'), staged()]).toEqual(['waiting', false, 1])
    await expect(secondWord(world, true, importer)).rejects.toThrow('proposal.same-person')
    await world.restart()
    await world.engine.imports.resume()
    expect([found('0900001'), staged(), imports()[0]?.state]).toEqual([false, 1, 'staging'])
    expect(listImports(world.engine)[0]?.state).toBe('waiting')
    const [waiting] = listProposals(world.by(agreer))
    const word = { id: waiting?.id ?? 0, approve: true, note: '' }
    const both = await Promise.allSettled([
      decideProposal(world.by(agreer), word),
      decideProposal(world.by(agreer), word),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    // The program stops with the agreement on disk and nothing written.
    await world.restart()
    await world.engine.imports.resume()
    expect([found('0900001'), staged(), imports()]).toEqual([
      true,
      0,
      [{ staffId: importer.id, secondId: agreer.id, state: 'done' }],
    ])
  })

  it.each([
    ['refused', { name: agreer.name, note: '' }, () => secondWord(world, false)],
    [
      'withdrawn',
      null,
      async () => {
        const [waiting] = listProposals(world.by(importer))
        await withdrawProposal(world.by(importer), waiting?.id ?? 0)
        await world.engine.imports.goOn()
      },
    ],
  ])(
    '%s, its rows go and nothing is written, and its page says by whom',
    async (_name, refused, word) => {
      const { id } = await offered('customers', csv('customers', [person(900_001)]))
      await word()
      expect([found('0900001'), staged(), imports()[0]?.state]).toEqual([false, 0, 'cancelled'])
      const told = { state: 'cancelled', refused }
      expect([world.engine.imports.status(id), listImports(world.engine)[0]]).toMatchObject([
        told,
        told,
      ])
    },
  )

  it('agreed to while its rows cannot be read, it is written with the next word or start (and ends no program)', async () => {
    await offered('customers', csv('customers', [person(900_001)]))
    const [waiting] = listProposals(world.by(agreer))
    await decideProposal(world.by(agreer), { id: waiting?.id ?? 0, approve: true, note: '' })
    const read = vi.spyOn(world.engine.store, 'statement').mockImplementationOnce(() => {
      throw new Error('disk I/O error')
    })
    await world.engine.imports.goOn()
    expect(read).toHaveBeenCalled()
    expect(found('0900001')).toBe(false)
    await world.engine.imports.goOn()
    expect([found('0900001'), imports()[0]?.state]).toEqual([true, 'done'])
  })

  it('another file meanwhile changes what would happen: the agreement fails, and says so', async () => {
    await offered('customers', csv('customers', [person(900_001)]))
    const first = listProposals(world.by(agreer))[0]?.id ?? 0
    // Another file can come, whoever waits.
    await takeFile(world, csv('customers', [person(900_001, { 氏名: '別の 人' })]), {
      kind: 'customers',
    })
    await expect(
      decideProposal(world.by(agreer), { id: first, approve: true, note: '' }),
    ).rejects.toThrow('proposal.changed-meanwhile')
    expect(world.engine.store.find('customers', { customerNumber: '0900001' })?.name).toBe(
      '別の 人',
    )
  })

  it('nobody else adds to a file or accepts it: its sender answers for the whole', async () => {
    const desk = world.engine.imports
    const file = csv('customers', [person(900_001)])
    const { id } = desk.begin(importer, { kind: 'customers', fileName: 'f', size: file.length })
    await expect(desk.add(id, file, agreer)).rejects.toThrow('import.not-yours')
    await desk.add(id, file, importer)
    await reached(world.engine, id, ['checked'])
    await expect(desk.accept(id, world.by(agreer))).rejects.toThrow('import.not-yours')
    expect(desk.status(id).state).toBe('checked')
  })
})
