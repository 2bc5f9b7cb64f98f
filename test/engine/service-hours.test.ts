import { expect, it } from 'vitest'
import { isServed } from '#engine'
import { ServiceHours } from '#shared/settings'

/** The hours that ship as an example (R44). */
const hours = ServiceHours.parse({ active: true, holidays: ['2026-11-23'] })
const at = (text: string): number => Date.parse(`${text}+09:00`)

it.each([
  ['a weekday', '2026-11-20T08:00:00', true],
  ['before eight', '2026-11-20T07:59:59', false],
  ['at a quarter to midnight', '2026-11-20T23:44:59', true],
  ['after it', '2026-11-20T23:45:00', false],
  ['a Saturday at nine', '2026-11-21T09:00:00', true],
  ['a Saturday at eight', '2026-11-21T08:30:00', false],
  ['a Sunday at five', '2026-11-22T17:00:00', false],
  ['a holiday on a Monday, at eight', '2026-11-23T08:30:00', false],
  ['New Year', '2027-01-01T12:00:00', false],
  ['the fourth of January, a Monday', '2027-01-04T12:00:00', true],
])('transactions on %s', (_name, when, served) => {
  expect(isServed(hours, 'transactions', at(when))).toBe(served)
})

it('balances are served around the clock but on closed days', () => {
  expect(isServed(hours, 'balance', at('2026-11-20T03:00:00'))).toBe(true)
  expect(isServed(hours, 'balance', at('2027-01-02T03:00:00'))).toBe(false)
})

it('inactive, as shipped, nothing is ever closed', () => {
  const shipped = ServiceHours.parse({})
  expect(shipped.active).toBe(false)
  expect(isServed(shipped, 'transactions', at('2027-01-01T03:00:00'))).toBe(true)
})
