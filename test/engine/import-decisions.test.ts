import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { importOverview, openEngine } from '#engine'
import { type ImportKind, importColumns } from '#shared/import-columns'
import { problemFile } from '../../src/main/console/import-problems.ts'
import { type Cells, csv, encode, importer, takeFile } from '../support/import-file.ts'
import { removeFolder, temporaryFolder } from '../support/service-process.ts'
import { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await World.open({ customers: 6 })
})
afterEach(() => world.close())

const other = { kind: 'staff', id: '2', name: '加賀谷 誠', role: 'sysadmin' } as const
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
    row: { 利用者名: '渡部 真理', ログインID: 'keiri01', 許可: 'する' },
    key: { ログインID: 'keiri02' },
    changes: { 利用者名: '渡部 真理子', 許可: 'しない' },
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

async function checked(kind: ImportKind, file: Buffer) {
  const desk = world.engine.imports
  const { id } = desk.begin(importer, { kind, fileName: 'f.csv', size: file.length })
  await desk.add(id, file)
  await expect.poll(() => desk.status(id).state).toBe('checked')
  return desk.status(id)
}

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
    expect(importOverview(empty).next).toBe('branches')
    const file = { fileName: 'f.csv', size: 1 }
    expect(() => empty.imports.begin(importer, { ...file, kind: 'balances' })).toThrow(
      'import.order: accounts',
    )
    await empty.store.write(() =>
      empty.store.insert('branches', { code: '011', name: '本店', kana: 'ﾎﾝﾃﾝ' } as never),
    )
    expect(waits().customers).toBeNull()
    expect(importOverview(empty).next).toBe('customers')
    empty.imports.begin(importer, { ...file, kind: 'customers' })
    await empty.close()
    removeFolder(folder)
  })

  it('what comes next is the first kind of which nothing is there, until all are; a Zengin file is 明細 too', async () => {
    const { store } = world.engine
    const next = () => importOverview(world.engine).next
    const bring = (kind: ImportKind) =>
      store.write(() =>
        store.insert('imports', {
          ...{ kind, fileName: 'f.csv', fileHash: Buffer.alloc(32), encoding: 'utf-8', rows: 1 },
          ...{ state: 'done', staffId: '1', staffName: '三浦 京子', createdAt: 1, endedAt: 1 },
        } as never),
      )
    // Branches, customers and accounts are there without a file.
    expect(next()).toBe('questions')
    await bring('questions')
    expect(next()).toBe('balances')
    await bring('balances')
    expect(next()).toBe('transactions')
    await bring('zengin')
    expect(next()).toBeNull()
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
    expect(status.effects).toEqual({ new: 1, changed: 1, unchanged: 1, missing: all - 2 })
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
    expect(await told('transactions', item, { ...item, 取引番号: '2' })).toEqual({
      ...{ new: 1, changed: 0, unchanged: 1, missing: null },
    })
    await takeFile(world, csv('events', [event(1, '利用停止')]), { kind: 'events' })
    expect(await told('events', event(1, '利用停止'), event(2, '利用停止'))).toEqual({
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

describe('a file that ends many links needs two persons', () => {
  const from = (eventsNeedTwoFrom: number) =>
    world.engine.settings.save(
      'policy',
      { ...world.engine.settings.get('policy'), eventsNeedTwoFrom },
      0,
    )
  const imports = () =>
    world.engine.store.read(
      sql.selectFrom('imports').select(['staffId', 'secondId', 'state']).orderBy('id'),
    )

  it('tells how many end, by reason; the same person cannot be both; the second one begins it', async () => {
    await from(2)
    for (const customer of [0, 1, 2]) await world.permit({ customer })
    const { imports: desk } = world.engine
    const status = await checked(
      'events',
      csv('events', [event(1, '解約'), event(2, '利用停止'), event(3, '解約'), event(4, '解約')]),
    )
    expect(status).toMatchObject({
      ends: { 'contract-ended': 2, 'service-stopped': 1 },
      needsTwo: true,
    })
    const first = await desk.accept(status.id, world.by(importer))
    expect([first.state, first.firstName, live()]).toEqual(['checked', importer.name, 3])
    await expect(desk.accept(status.id, world.by(importer))).rejects.toThrow('import.second-person')
    expect(live()).toBe(3)
    await desk.accept(status.id, world.by(other))
    await expect.poll(() => desk.status(status.id).state).toBe('done')
    expect([live(), imports()]).toEqual([0, [{ staffId: '1', secondId: '2', state: 'done' }]])
  })

  it('a first agreement that a restart took away is told until the next file; one that was followed is not', async () => {
    await from(1)
    await world.permit()
    const lost = () => world.engine.imports.lostAgreement()
    const file = csv('events', [event(1, '解約')])
    const agree = async () => {
      const status = await checked('events', file)
      return world.engine.imports.accept(status.id, world.by(importer))
    }
    const { fileName } = await agree()
    expect(lost()).toBeNull()
    await world.restart()
    expect(lost()).toEqual({ fileName, staffName: importer.name, at: expect.any(Number) })
    expect(live()).toBe(1)
    const { id } = await agree()
    expect(lost()).toBeNull()
    await world.engine.imports.accept(id, world.by(other))
    await expect.poll(() => world.engine.imports.status(id).state).toBe('done')
    await world.restart()
    expect([lost(), live()]).toEqual([null, 0])
    await world.permit({ customer: 4 })
    const third = await checked('events', csv('events', [event(5, '解約')]))
    await world.engine.imports.accept(third.id, world.by(importer))
    await world.engine.imports.cancel(third.id)
    await world.restart()
    expect(lost()).toBeNull()
  })

  it('links that are permitted after the check count in the commit that accepts the file', async () => {
    await from(2)
    await world.permit()
    const { imports: desk } = world.engine
    const status = await checked('events', csv('events', [event(1, '解約'), event(2, '解約')]))
    expect(status.needsTwo).toBe(false)
    const accepted = desk.accept(status.id, world.by(importer))
    await world.permit({ customer: 1 })
    await accepted
    await expect.poll(() => desk.status(status.id).state).toBe('failed')
    expect([live(), imports()]).toEqual([2, [{ staffId: '1', secondId: null, state: 'cancelled' }]])
  })

  it('cutting the file up changes nothing: what one person ended within a day counts', async () => {
    await from(2)
    for (const customer of [0, 1]) await world.permit({ customer })
    const one = await takeFile(world, csv('events', [event(1, '解約')]), { kind: 'events' })
    expect([one.state, one.needsTwo]).toEqual(['done', expect.any(Boolean)])
    const next = await checked('events', csv('events', [event(2, '解約')]))
    expect(next.needsTwo).toBe(true)
    world.clock.offset += 25 * 3_600_000
    expect(world.engine.imports.status(next.id).needsTwo).toBe(false)
  })
})
