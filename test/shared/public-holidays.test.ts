import { describe, expect, it } from 'vitest'
import { isRestDay, publicHolidays } from '#shared/public-holidays'

/** As 内閣府 publishes them (国民の祝日について), or by the law for years that are not announced yet. */
const announced: Record<number, string> = {
  2025: '01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-21 08-11 09-15 09-23 10-13 11-03 11-23 11-24',
  2026: '01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
  2027: '01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23',
}

describe('国民の祝日 (R142)', () => {
  it.each(Object.entries(announced))('of %s are those that are published', (year, days) => {
    expect([...publicHolidays(Number(year))].map((day) => day.slice(5)).sort()).toEqual(
      days.split(' '),
    )
  })

  it('a day between two of them is one too, in 2032 as in 2026', () => {
    expect(publicHolidays(2032).has('2032-09-21')).toBe(true)
    expect(publicHolidays(2031).has('2031-09-22')).toBe(false)
  })
})

it.each([
  ['2026-11-23', true],
  ['2026-11-24', false],
  ['2026-12-30', false],
  ['2026-12-31', true],
  ['2027-01-03', true],
  ['2027-01-04', false],
  ['2026-11-21', true],
  ['2026-12-25', true],
])('banks rest on %s: %s', (day, rests) => {
  expect(isRestDay(day, ['2026-12-25'])).toBe(rests)
})
