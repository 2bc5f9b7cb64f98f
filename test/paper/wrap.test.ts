import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wrap } from '../../src/main/paper/wrap.ts'

/** As many units as letters: full width is one. */
const widthOf = (text: string): number => [...text].length

describe('lines of a paper are broken between words', () => {
  it.each([
    ['マネーフォワード クラウド会計 等', 10, ['マネーフォワード', 'クラウド会計 等']],
    ['株式会社マネーフォワード', 10, ['株式会社', 'マネーフォワード']],
    ['電話 03-3567-2456 平日', 13, ['電話', '03-3567-2456', '平日']],
    ['2026/11/22 18:33:20', 12, ['2026/11/22', '18:33:20']],
    ['止めた、と伝えた。', 3, ['止め', 'た、と', '伝え', 'た。']],
    ['令和8年11月22日に止めた', 6, ['令和8年', '11月22日', 'に止めた']],
    ['一行\n二行', 10, ['一行', '二行']],
  ] as const)('%s', (text, width, lines) => expect(wrap(text, width, widthOf)).toEqual(lines))

  it('a word longer than a line goes on in the next, and nothing is lost', () =>
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...'株式会社マネーフォワード（R-12）、。あ '),
          maxLength: 60,
        }),
        fc.integer({ min: 3, max: 30 }),
        (text, width) => {
          const lines = wrap(text, width, widthOf)
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        },
      ),
    ))
})
