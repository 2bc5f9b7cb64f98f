import { describe, expect, it } from 'vitest'
import { addressKey } from '#shared/address-key'
import type { SpokenItem } from '#shared/request'
import { compareItem, type OnFile } from '../../../src/main/engine/requests/compare.ts'

/** R49: what a caller says against what is on file, and what alone a match may show. */
const file: OnFile = {
  name: '髙橋 優子',
  kana: 'タカハシ ユウコ',
  birthDate: '1985-04-03',
  address: '秋田県秋田市山王一丁目2番3号',
  phone: '018-862-0001',
  users: [
    { userName: '経理 一郎', userKana: '', loginId: 'keiri01' },
    { userName: '', userKana: '', loginId: 'empty' },
    { userName: '渡部 真理', userKana: 'ﾜﾀﾅﾍﾞ ﾏﾘ', loginId: 'mari' },
    { userName: '伊藤 学', userKana: 'イトウ マナブ', loginId: 'ito' },
    { userName: '伊東 学', userKana: 'ｲﾄｳ ﾏﾅﾌﾞ', loginId: 'ito2' },
  ],
  accounts: [
    { branchCode: '011', branchName: '本店', number: '1234567' },
    { branchCode: '012', branchName: '支店', number: '7654321' },
  ],
  movements: [
    { date: '2026-11-15', amount: 5_000 },
    { date: '2026-11-05', amount: 1_234_567 },
  ],
}
const address = file.address
const first = '2026/11/15 5,000円'
const second = '2026/11/05 1,234,567円'

const rows: [SpokenItem, string, string | null][] = [
  ['name', '高橋優子', '髙橋 優子（タカハシ ユウコ）'],
  ['name', 'たかはし　ゆうこ', '髙橋 優子（タカハシ ユウコ）'],
  ['name', '優子　高橋', '髙橋 優子（タカハシ ユウコ）'],
  ['name', 'ユウコ・タカハシ', '髙橋 優子（タカハシ ユウコ）'],
  ['name', '高橋 優', null],
  ['name', '高橋 高橋', null],
  ['name', '高橋', null],
  ['name', ' ', null],
  ['birth-date', '昭和60年4月3日', '1985/04/03'],
  ['birth-date', '1985-04-03', '1985/04/03'],
  ['birth-date', '1985-04-04', null],
  ['birth-date', '四月', null],
  ['address', address, address],
  ['address', '秋田市山王１－２－３', address],
  ['address', '山王1-2-3', address],
  ['address', '山王 一丁目 二番 三号', address],
  ['address', '1-2-3', null],
  ['address', '王1-2-3', null],
  ['address', '秋田市山王', null],
  ['address', '山王1-2-4', null],
  ['address', '岩手県盛岡市山王1-2-3', null],
  ['phone', '０１８（８６２）０００１', '018-862-0001'],
  ['phone', '018-862-0002', null],
  ['phone', '8620001', null],
  ['account', '1234567', '本店 1234567'],
  ['account', '012-7654321', '支店 7654321'],
  ['account', '０１１１２３４５６７', '本店 1234567'],
  ['account', '012-1234567', null],
  ['account', '4567', null],
  ['contact', '経理　一郎', '経理 一郎'],
  ['contact', ' ｋｅｉｒｉ０１ ', '経理 一郎'],
  ['contact', '経理', null],
  ['contact', '', null],
  ['contact', '渡部真理', '渡部 真理'],
  ['contact', 'わたなべ　まり', '渡部 真理'],
  ['contact', 'ワタナベマリ', '渡部 真理'],
  ['contact', 'わたなべ', null],
  ['contact', 'わたべ まり', null],
  // Two are read so: that one of them calls is known, and not which.
  ['contact', 'いとう まなぶ', 'イトウ マナブ'],
  ['contact', '伊東学', '伊東 学'],
  ['transaction', '11月15日 5,000円', first],
  ['transaction', '11/15 5000', first],
  ['transaction', '2026年11月15日、5,000円', first],
  ['transaction', '11-5 1,234,567', second],
  ['transaction', '１１／０５　１２３４５６７円', second],
  ['transaction', '11/15 5001', null],
  ['transaction', '11/14 5000', null],
  ['transaction', '11/15', null],
  ['transaction', '5000', null],
  ['transaction', '11/15 5000円 ほど', null],
  ['transaction', '先月 11/15 5000', null],
]

describe.each(rows)('%s, said %j', (item, said, registered) => {
  it(registered === null ? 'does not agree' : 'agrees', () => {
    const found = compareItem(item, said, file)
    expect(found.match).toBe(registered !== null)
    if (registered !== null) expect(found.registered).toBe(registered)
  })
})

it.each(['contact', 'account', 'transaction'] as const)(
  'of %s nothing is told where nothing agrees',
  (item) => expect(compareItem(item, '0', file)).toEqual({ match: false, registered: '' }),
)

it.each([
  ['東京都千代田区丸の内1丁目2番地の3', '千代田区丸の内1-2-3'],
  ['神奈川県横浜市中区本町十丁目', '横浜市中区本町10'],
  ['北海道札幌市北区二十三番四号', '札幌市北区23-4'],
  ['大阪府堺市十二番〇号', '堺市12-0'],
  ['秋田市大字上北手字沢1番2号', '秋田市上北手沢1-2'],
  ['秋田市　山王　１ー２‐３−', '秋田市山王1-2-3'],
])('%s is compared as %s', (text, key) => {
  expect(addressKey(text)).toBe(key)
})

it.each([
  ['ジョン・スミス', 'スミス ジョン'],
  ['ジョン・スミス', 'ｽﾐｽ･ｼﾞｮﾝ'],
  ['SMITH JOHN ALAN', 'john alan smith'],
])('of %s, %s are the same names in another order', (name, said) => {
  const { match } = compareItem('name', said, { ...file, name })
  expect(match).toBe(true)
})
