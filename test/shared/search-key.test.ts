import { describe, expect, it } from 'vitest'
import { digitsKey, grams, searchKey } from '#shared/search-key'

describe('searchKey (U2)', () => {
  // Each pair must find the same customer (R63).
  it.each([
    ['ｷﾕｳﾖ ｲﾁﾛｳ', 'キュウヨ　イチロウ'],
    ['さとう じゅんこ', 'ｻﾄｳ ｼﾞﾕﾝｺ'],
    ['ﾊｯﾄﾘ', 'はっとり'],
    ['ヴァン', 'ｳﾞｱﾝ'],
    ['ﾏﾈ-ﾂﾘ-', 'マネーツリー'],
    ['髙橋 優子', '高橋優子'],
    ['山﨑', '山崎'],
    ['株式会社マネーフォワード', '㈱マネーフォワード'],
    ['カ゛ワ', 'ガワ'],
    ['ＡＢＣ', 'abc'],
  ])('treats %s and %s as one', (a, b) => {
    expect(searchKey(a)).toBe(searchKey(b))
  })

  it('keeps different names apart', () => {
    expect(searchKey('サトウ')).not.toBe(searchKey('カトウ'))
  })
})

describe('digitsKey', () => {
  it.each([
    ['０１８－１２３－４５６７', '0181234567'],
    ['018(123)4567', '0181234567'],
    ['+81181234567', '0181234567'],
    ['+81 90-1234-5678', '09012345678'],
  ])('reads %s as %s (R68)', (typed, digits) => {
    expect(digitsKey(typed)).toBe(digits)
  })
})

describe('grams', () => {
  it('finds names of one and of two characters', () => {
    expect(grams('佐藤')).toEqual(['佐', '藤', '佐藤'])
  })
})
