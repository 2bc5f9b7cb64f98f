import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from '#db'
import { listProposals } from '#engine'
import type { ImportKind } from '#shared/import-columns'
import { problemWords } from '#shared/import-words'
import { japanese } from '#shared/messages/catalogue'
import {
  agreer,
  type Cells,
  csv,
  encode,
  importer,
  reached,
  sendFile,
  takeFile,
} from '../support/import-file.ts'
import { World } from '../support/world.ts'

/** Files as the core systems of credit unions write them: each is taken, and means what a person who reads it would say. */
let world: World
beforeEach(async () => {
  world = await World.open({ business: true })
})
afterEach(() => world.close())

const take = async (text: string, kind: ImportKind = 'branches') => {
  const { state, rows, problems } = await takeFile(world, encode(text, 'cp932'), { kind })
  return {
    state,
    rows,
    problems: problems.map(({ row, column, problem }) => [row, column, problem]),
  }
}
const branches = () =>
  world.engine.store
    .read(
      sql.selectFrom('branches').select(['code', 'name', 'validTo']).where('code', 'like', '9%'),
    )
    .map(({ code, name, validTo }) => [code, name, validTo])
const person: Cells = {
  ...{ 顧客番号: '900001', 区分: '個人', 氏名: '髙﨑 優子', カナ: 'ﾀｶｻｷ ﾕｳｺ' },
  ...{ 生年月日: '昭和64年1月7日', 住所: '秋田県秋田市山王1丁目', 電話番号: '018-023-4567' },
  取扱店: '11',
}
/** With the columns of the row alone. */
const csvOf = (row: Cells): string =>
  `${Object.keys(row).join(',')}\r\n${Object.values(row).join(',')}\r\n`
const found = () => world.engine.store.find('customers', { customerNumber: '0900001' })

describe('what stands around the rows', () => {
  it.each([
    ['empty lines below', '店番,店名,店名カナ\r\n901,南店,ﾐﾅﾐ\r\n\r\n\r\n'],
    [
      'a spreadsheet’s empty rows',
      '店番,店名,店名カナ\r\n901,南店,ﾐﾅﾐ\r\n,,\r\n"","",""\r\n　,,\r\n',
    ],
    ['the mark that ends a file (0x1A)', '店番,店名,店名カナ\r\n901,南店,ﾐﾅﾐ\r\n\x1a'],
    ['a comma at the end of each row', '店番,店名,店名カナ,\r\n901,南店,ﾐﾅﾐ,\r\n'],
    ['commas at the end of some rows', '店番,店名,店名カナ\r\n901,南店,ﾐﾅﾐ,,\r\n'],
    ['empty lines before the rows', '店番,店名,店名カナ\r\n\r\n901,南店,ﾐﾅﾐ\r\n'],
    ['names of columns in another width', '店番,店名,店名ｶﾅ,有効終了日　\r\n901,南店,ﾐﾅﾐ,\r\n'],
  ])('%s', async (_name, text) => {
    expect(await take(text)).toEqual({ state: 'done', rows: 1, problems: [] })
    expect(branches()).toEqual([['901', '南店', null]])
  })

  it('a value beyond the last column is no emptiness, and a row that is cut off neither', async () => {
    expect((await take('店番,店名,店名カナ,\r\n901,南店,ﾐﾅﾐ,x\r\n902,北店\r\n')).problems).toEqual([
      [2, '', 'wrong-columns'],
      [3, '', 'wrong-columns'],
    ])
    expect((await take('店番,店名,,店名カナ\r\n901,南店,x,ﾐﾅﾐ\r\n')).problems).toEqual([
      [1, '', 'unknown-column'],
    ])
  })

  it('rows below empty ones are named by the line on which an editor shows them', async () => {
    expect((await take('店番,店名,店名カナ\r\n,,\r\n\r\n901,,ﾐﾅﾐ\r\n')).problems).toEqual([
      [4, '店名', 'required'],
    ])
  })
})

describe('what is wrong with a whole file is said in one line', () => {
  it('the header of another kind', async () => {
    const accounts = '顧客番号,店番,科目,口座番号,開設日\r\n1,11,普通,1,2020-04-01\r\n'
    const { problems } = await takeFile(world, encode(accounts, 'cp932'), { kind: 'customers' })
    expect(problems).toEqual([{ row: 1, column: '', problem: 'other-kind', detail: 'accounts' }])
    expect(problems.map((one) => problemWords(japanese, one).what)).toEqual([
      '1行目は「口座」のファイルの項目です',
    ])
    // Of several kinds, or of none, the columns are named.
    expect((await take('店番\r\n1\r\n')).problems).toEqual([
      [1, '店名', 'missing-column'],
      [1, '店名カナ', 'missing-column'],
    ])
  })

  it.each(['\t', ';'])('fields divided by %j', async (sign) => {
    for (const quote of ['', '"'])
      expect(
        (await take(['店番', '店名', '店名カナ'].map((one) => quote + one + quote).join(sign)))
          .problems,
      ).toEqual([[1, '', 'delimiter']])
  })

  it('a day of another era is told as it is; one that does not exist is no matter of form', async () => {
    const wrong = async (生年月日: string) =>
      (
        await takeFile(world, encode(csvOf({ ...person, 生年月日 }), 'cp932'), {
          kind: 'customers',
        })
      ).problems
    expect(await wrong('平成31年5月3日')).toMatchObject([
      { column: '生年月日', problem: 'era', detail: '令和元年5月3日' },
    ])
    for (const none of ['1988-02-30', 'きのう'])
      expect(await wrong(none)).toMatchObject([{ column: '生年月日', problem: 'date' }])
  })

  it('the optional columns that it lacks are told before it is accepted', async () => {
    const { absent } = await takeFile(world, encode(csvOf(person), 'cp932'), { kind: 'customers' })
    expect(absent).toEqual(['ログインID', '初期パスワード', '利用者番号'])
  })
})

describe('a column that the file lacks says nothing; an empty cell of it says that there is none', () => {
  const bring = async (kind: 'branches' | 'customers' | 'accounts', text: string) => {
    const { state, problems, effects } = await takeFile(world, encode(text, 'cp932'), { kind })
    expect([state, problems]).toEqual(['done', []])
    return effects
  }

  it('店舗: the days on which a branch is valid', async () => {
    const row = '901,南店,ﾐﾅﾐ'
    await bring('branches', `店番,店名,店名カナ,有効終了日\r\n${row},2026-03-31\r\n`)
    expect(await bring('branches', `店番,店名,店名カナ\r\n${row}\r\n`)).toMatchObject({
      unchanged: 1,
    })
    expect(branches()).toEqual([['901', '南店', '2026-03-31']])
    const taken = await bring('branches', `店番,店名,店名カナ,有効終了日\r\n${row},\r\n`)
    expect([taken?.changed, branches()]).toEqual([1, [['901', '南店', null]]])
  })

  it('お客さま: the telephone; taking it back counts as a change of it (R51)', async () => {
    const { 電話番号: phone, ...without } = person
    const file = (row: Cells) => csvOf(row)
    await bring('customers', file(person))
    expect(await bring('customers', file(without))).toMatchObject({ unchanged: 1 })
    expect([found()?.phone, found()?.phoneChangedAt]).toEqual([phone, null])
    expect(await bring('customers', file({ ...person, 電話番号: '' }))).toMatchObject({
      changed: 1,
    })
    expect([found()?.phone, found()?.phoneChangedAt]).toEqual(['', expect.any(Number)])
    // A new customer may have none.
    await bring('customers', file({ ...without, 顧客番号: '900002' }))
    expect(world.engine.store.find('customers', { customerNumber: '0900002' })?.phone).toBe('')
  })

  it('口座: whether it is the first one, and its memo', async () => {
    await bring('customers', csvOf(person))
    const account = {
      顧客番号: '900001',
      店番: '11',
      科目: '普通',
      口座番号: '8000001',
      開設日: 'H28.5.3',
    }
    const told = { ...account, 代表口座: 'する', 口座メモ: '給与' }
    await bring('accounts', csvOf(told))
    expect(await bring('accounts', csvOf(account))).toMatchObject({ unchanged: 1 })
    const kept = () => {
      const [{ primaryAccount, memo } = {}] = world.engine.store.read(
        sql
          .selectFrom('accounts')
          .select(['primaryAccount', 'memo'])
          .where('number', '=', '8000001'),
      )
      return [primaryAccount, memo]
    }
    expect(kept()).toEqual([1, '給与'])
    await bring('accounts', csvOf({ ...told, 代表口座: '', 口座メモ: '' }))
    expect(kept()).toEqual([0, ''])
  })
})

it('a branch that would end before it begins is refused, also where the file says one of the days alone', async () => {
  const head = '店番,店名,店名カナ'
  const wrong = [[2, '有効終了日', 'days-order']]
  expect(
    (await take(`${head},有効開始日,有効終了日\r\n901,南店,ﾐﾅﾐ,2026-04-01,2026-03-31\r\n`))
      .problems,
  ).toEqual(wrong)
  expect((await take(`${head},有効開始日\r\n901,南店,ﾐﾅﾐ,2026-04-01\r\n`)).state).toBe('done')
  expect((await take(`${head},有効終了日\r\n901,南店,ﾐﾅﾐ,2026-03-31\r\n`)).problems).toEqual(wrong)
})

it('an older file after a newer one is told to who sends it and to who agrees: both were here, in that order', async () => {
  const file = (name: string) => csv('customers', [{ ...person, 氏名: name }])
  const given = { kind: 'customers' as const }
  for (const name of ['山田 花', '佐藤 花']) await takeFile(world, file(name), given)
  const ends = world.engine.store
    .read(sql.selectFrom('imports').select('endedAt').orderBy('id'))
    .map(({ endedAt }) => endedAt)
  const told = async (name: string) => (await sendFile(world, file(name), given)).same
  const again = async (name: string) => {
    const same = await told(name)
    await world.engine.imports.cancel(world.engine.imports.current()?.id ?? '')
    return same
  }
  expect(await again('高橋 花')).toBeNull()
  expect(await again('佐藤 花')).toEqual({ at: ends[1], newerAt: null })
  expect(await told('山田 花')).toEqual({ at: ends[0], newerAt: ends[1] })
  await world.engine.imports.accept(world.engine.imports.current()?.id ?? '', world.by(importer))
  await reached(world.engine, world.engine.imports.current()?.id ?? '', ['waiting'])
  expect(JSON.parse(listProposals(world.by(agreer)).at(-1)?.after ?? '{}')).toMatchObject({
    sameAt: ends[0],
    newerAt: ends[1],
  })
})

describe('readings', () => {
  it.each([
    'ｼﾞｮﾝ･ｽﾐｽ',
    'ｶ)｢ﾀﾏﾊｶﾞﾈ｣',
    'カ）タマハガネ．',
    'ﾄｸﾋ)ｲｽﾞﾓ/ﾏﾂｴ',
    "D'ANGELO LUCA",
    'Ｏ’ＢＲＩＥＮ',
    'ｴｰ＆ﾋﾞｰ',
    'ア゛ンヌ－マリー',
    'すずき　いちろう',
    'ﾉｳ)ﾀﾛｳ,ﾊﾅｺ',
  ])('%s stays as it stands (U16)', async (kana) => {
    const file = csv('customers', [{ ...person, カナ: kana }], 'utf-8')
    const { problemCount } = await takeFile(world, file, { kind: 'customers' })
    expect([problemCount, found()?.kana]).toEqual([0, kana])
  })

  it.each(['高橋 優子', 'ﾀｶﾊｼ<b>', 'ﾀｶﾊｼ;', 'ﾀｶﾊｼ=1'])('%s is none', async (kana) => {
    const file = csv('customers', [{ ...person, カナ: kana }], 'utf-8')
    const { problems } = await takeFile(world, file, { kind: 'customers' })
    expect(problems.map(({ column, problem }) => [column, problem])).toEqual([['カナ', 'form']])
  })
})
