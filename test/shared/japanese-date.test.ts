import { describe, expect, it } from 'vitest'
import { importColumns } from '#shared/import-columns'
import {
  atJapan,
  calendarDays,
  dateText,
  eraDate,
  isoDate,
  isoTime,
  shortEraDate,
  startOfDay,
  timeText,
} from '#shared/japanese-date'
import { japanese } from '#shared/messages/catalogue'
import { parseDate } from '#shared/parse-date'
import { isRestDay } from '#shared/public-holidays'
import { demoPerson } from '../../src/main/bank/demo/generate.ts'

const jst = (text: string): number => Date.parse(`${text}+09:00`)

describe('dates as Japan writes them', () => {
  // R73: the change of era is at JST midnight.
  it.each([
    ['2019-05-01T00:00:00', '令和元年5月1日'],
    ['2019-04-30T23:59:59', '平成31年4月30日'],
    ['1989-01-07T12:00:00', '昭和64年1月7日'],
    ['1989-01-08T00:00:00', '平成元年1月8日'],
    ['2020-11-10T09:00:00', '令和2年11月10日'],
    ['2026-11-20T10:15:00', '令和8年11月20日'],
  ])('%s is %s', (at, era) => {
    expect(eraDate(jst(at))).toBe(era)
    // The short form is read back as the same day.
    expect(parseDate(shortEraDate(jst(at)))).toEqual({ date: at.slice(0, 10) })
  })

  it('is short in lists, and of one width', () => {
    expect(
      ['2019-05-01T00:00:00', '2026-11-20T10:15:00', '1989-01-07T12:00:00'].map((at) =>
        shortEraDate(jst(at)),
      ),
    ).toEqual(['R01.05.01', 'R08.11.20', 'S64.01.07'])
  })

  it('shows Japan’s clock whatever the machine’s zone', () => {
    const at = Date.parse('2026-11-19T15:00:01Z')
    expect([dateText(at), timeText(at), timeText(at, true), isoDate(at), isoTime(at)]).toEqual([
      '2026/11/20',
      '2026/11/20 00:00',
      '2026/11/20 00:00:01',
      '2026-11-20',
      '00:00:01+09:00',
    ])
  })

  it.each([
    ['2026-11-19T23:59:59.999', '2026-11-20T00:00:00.000', 1],
    ['2026-11-20T00:00:00.000', '2026-11-20T23:59:59.999', 0],
    ['2026-11-20T00:00:00.000', '2026-11-19T23:59:59.999', -1],
    ['2028-02-28T12:00:00.000', '2028-03-01T00:00:00.000', 2],
    ['1969-12-31T23:59:59.999', '1970-01-01T00:00:00.000', 1],
  ])('from %s to %s it is %d days by the calendar', (from, to, days) => {
    expect(calendarDays(jst(from), jst(to))).toBe(days)
  })

  it.each([
    ['2026-11-20T00:00:00.000', '2026-11-20'],
    ['2026-11-20T23:59:59.999', '2026-11-20'],
    // Nine hours before it is so in Greenwich.
    ['2027-01-01T00:00:00.000', '2027-01-01'],
    ['2027-01-01T08:59:59.999', '2027-01-01'],
  ])('%s lies in the day that begins at midnight of %s in Japan', (at, day) => {
    expect(startOfDay(jst(at))).toBe(jst(`${day}T00:00:00`))
    expect(atJapan(day)).toBe(jst(`${day}T00:00:00`))
  })

  it.each([
    ['2026-11-20', '17:05', '2026-11-20T17:05:00'],
    ['2026-02-29', undefined, '2026-03-01T00:00:00'],
    ['2028-02-29', undefined, '2028-02-29T00:00:00'],
    ['2026-13-01', undefined, '2027-01-01T00:00:00'],
    ['2026-1-1', undefined, '2026-01-01T00:00:00'],
  ])('%s %s in Japan is %s', (day, time, at) => {
    expect(atJapan(day, time)).toBe(jst(at))
  })

  it.each([
    ['2026-11-20', 'a Friday', false],
    ['2026-11-21', 'a Saturday', true],
    ['2026-11-22', 'a Sunday', true],
    ['2026-11-23', 'a Monday that is a holiday', true],
    ['2026-11-24', 'the Tuesday after it', false],
  ])('%s, %s, is a day of rest: %s', (day, _, rest) => {
    expect(isRestDay(day, ['2026-11-23'])).toBe(rest)
  })
})

describe('dates as staff type them (R74)', () => {
  it.each([
    ...['2026-01-05', '2026/1/5', '20260105', '2026年1月5日', '２０２６０１０５'],
    ...['令和8年1月5日', 'R8.1.5', 'r8/1/5', 'R080105', 'Ｒ８．１．５', '令和 8年 1月 5日'],
  ])('%s is 2026-01-05', (text) => {
    expect(parseDate(text)).toEqual({ date: '2026-01-05' })
  })

  it.each([
    ['令和元年5月1日', '2019-05-01'],
    ['R元.5.1', '2019-05-01'],
    ['M1.1.25', '1868-01-25'],
    ['S64.1.7', '1989-01-07'],
    ['昭和50年4月12日', '1975-04-12'],
    ['2024-02-29', '2024-02-29'],
  ])('%s is %s', (text, date) => {
    expect(parseDate(text)).toEqual({ date })
  })

  it.each([
    ['R1.4.30', '平成31年4月30日'],
    ['H31.5.1', '令和元年5月1日'],
    ['S64.1.8', '平成元年1月8日'],
  ])('%s is not of that era: %s', (text, right) => {
    expect(parseDate(text)).toEqual({ problem: 'era', right })
  })

  it.each([
    '',
    '2026-02-29',
    '2026-13-01',
    'R0.1.1',
    '8.1.5',
    'きのう',
    '2026-1',
    'X8.1.5',
    '1867-12-31',
    '3000-01-01',
  ])('%s is no date', (text) => {
    expect(parseDate(text)).toEqual({ problem: 'format' })
  })
})

it('the hint of a birth date is nobody’s of the demo', () => {
  const parsed = parseDate(/例 (.+?)、/.exec(japanese('identityHint.birth-date'))?.[1] ?? '')
  expect(parsed).toEqual({ date: expect.stringMatching(/^1975-04-/) })
  const born = new Set(Array.from({ length: 5_000 }, (_, n) => demoPerson(n).birthDate))
  // The named ones of the demo.
  for (const day of ['1975-04-12', '1988-11-03', '1993-07-21']) born.add(day)
  expect(born.has('date' in parsed ? parsed.date : '')).toBe(false)
  // Nor is the example of a file's column.
  for (const { field, example } of importColumns.customers)
    if (field === 'birthDate') expect(born.has(example), example).toBe(false)
})
