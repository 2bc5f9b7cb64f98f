import { expect, it } from 'vitest'
import { paperFonts } from '../../src/main/paper/fonts.ts'

it('a line is as wide as its letters, with their marks, and what is scaled in it is scaled in no other', () => {
  const { regular } = paperFonts()
  const wide = (text: string): number => regular.layout(text).advanceWidth
  // 葛󠄀: a form of the letter that is chosen by a mark behind it; か and its own mark.
  const line = ['山', '﨑', '　', '葛\u{e0100}', 'か\u3099', 'A', 'V', '・', '1']
  const run = regular.layout(line.join(''))
  const whole = line.map(wide).reduce((sum, one) => sum + one, 0)
  expect(run.glyphs).toHaveLength(run.positions.length)
  expect(run.advanceWidth).toBe(whole)
  expect([wide('葛\u{e0100}'), wide('か\u3099')]).toEqual([wide('葛'), wide('が')])
  for (const position of run.positions) position.xAdvance *= 2
  expect([run.advanceWidth, wide(line.join(''))]).toEqual([2 * whole, whole])
})
