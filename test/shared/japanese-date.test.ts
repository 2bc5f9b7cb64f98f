import { describe, expect, it } from 'vitest'
import {
  calendarDays,
  dateText,
  eraDate,
  isoDate,
  isoTime,
  shortEraDate,
  timeText,
} from '#shared/japanese-date'
import { parseDate } from '#shared/parse-date'

const jst = (text: string): number => Date.parse(`${text}+09:00`)

describe('dates as Japan writes them', () => {
  // domain.md 6.12 (R73): the change of era is at JST midnight.
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

  it('counts days by the calendar, not by 24 hours', () => {
    expect(calendarDays(jst('2026-11-19T23:59:59'), jst('2026-11-20T00:00:01'))).toBe(1)
    expect(calendarDays(jst('2026-11-20T00:00:00'), jst('2026-11-20T23:59:59'))).toBe(0)
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

  it.each(['', '2026-02-29', '2026-13-01', 'R0.1.1', '8.1.5', 'きのう', '2026-1', 'X8.1.5'])(
    '%s is no date',
    (text) => {
      expect(parseDate(text)).toEqual({ problem: 'format' })
    },
  )
})
