import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseOffset, TokenValues } from '#engine'
import { dayMs } from '#shared/japanese-date'

it('a token names its row, and nothing else does (R107)', () => {
  const values = new TokenValues({ pseudonyms: randomBytes(32) })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (id) => {
      const value = values.make('refreshTokens', id)
      return (
        values.rowOf('refreshTokens', value) === id &&
        values.rowOf('accessTokens', value) === undefined
      )
    }),
  )
  const rowOf = (text: string) => values.rowOf('accessTokens', text)
  fc.assert(fc.property(fc.string(), (text) => typeof (rowOf(text) ?? 0) === 'number'))
  const make = (id: number) => values.make('accessTokens', id)
  const first = make(1)
  expect(new Set([first, make(1), make(2)]).size).toBe(3)
  expect(first).toMatch(/^[\w-]{51}$/)
  expect(rowOf(`${first}A`)).toBeUndefined()
})

it.each([
  ['91d', 91 * dayMs],
  ['-1s', -1_000],
  ['90d-1s', 90 * dayMs - 1_000],
  ['90d1s', 90 * dayMs + 1_000],
  ['', undefined],
  ['1', undefined],
  ['1y', undefined],
  ['d', undefined],
])('--clock-offset %s', (text, ms) => {
  expect(parseOffset(text)).toBe(ms)
})
