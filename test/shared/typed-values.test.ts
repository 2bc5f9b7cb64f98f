import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { inputError, inputErrors } from '#shared/input-error'
import { sayIn } from '#shared/messages/catalogue'
import { Day, MonthDay } from '#shared/parse-date'
import { TimeOfDay } from '#shared/parse-time'
import { Institution } from '#shared/settings'
import { NewPassword } from '#shared/staff'

const t = sayIn('ja')

describe('what is typed is read in every form that staff use', () => {
  it.each([
    ['2027/1/4', '2027-01-04'],
    ['２０２７－０１－０４', '2027-01-04'],
    ['令和9年1月4日', '2027-01-04'],
    ['R9.1.4', '2027-01-04'],
    ['20270104', '2027-01-04'],
  ])('the day %s', (typed, read) => expect(Day.parse(typed)).toBe(read))

  it.each([
    ['9:00', '09:00'],
    ['８：００', '08:00'],
    ['0930', '09:30'],
    ['9時', '09:00'],
    ['17時5分', '17:05'],
    ['24:00', '24:00'],
  ])('the time %s', (typed, read) => expect(TimeOfDay.parse(typed)).toBe(read))

  it.each(['24:01', '25:00', '9:60', '900', '九時', ''])('no time: %s', (typed) =>
    expect(TimeOfDay.safeParse(typed).success).toBe(false),
  )

  it.each([
    ['1-4', '01-04'],
    ['０２／２９', '02-29'],
    ['12月31日', '12-31'],
  ])('the day of the year %s', (typed, read) => expect(MonthDay.parse(typed)).toBe(read))

  it.each(['2-30', '13-1', '0-1', '1'])('no day of the year: %s', (typed) =>
    expect(MonthDay.safeParse(typed).success).toBe(false),
  )
})

describe('what is wrong is said of the value', () => {
  it.each<[z.ZodType, unknown, string | undefined]>([
    [z.string().min(1), 'a', undefined],
    [z.string().min(1), '', '入力してください。'],
    [z.string().max(3), 'abcde', '5文字あります。3文字までにしてください。'],
    [z.string().min(3), 'ab', '2文字です。3文字以上にしてください。'],
    [z.number().max(366), 400, '400 は大きすぎます。366 までにしてください。'],
    [z.number().min(60), 5, '5 は小さすぎます。60 以上にしてください。'],
    [z.number(), '三', '「三」は整数ではありません。数字だけで入力してください。'],
    [z.number(), null, '入力してください。'],
    [z.array(z.string()).min(1), [], '1つ以上必要です。'],
    [z.array(z.string()).max(1), ['a', 'b'], '2件あります。1件までにしてください。'],
    [
      Day,
      '平成31年5月1日',
      '「平成31年5月1日」はその元号にない日です。令和元年5月1日 ではありませんか。',
    ],
    [z.string().regex(/^a$/), 'b', '「b」は使えない形です。'],
    [Institution.shape.code, '207', '「207」は4桁の数字ではありません。'],
    // Of a password never the value.
    [NewPassword, 'きりたんぽ', '5文字です。12文字以上にしてください。'],
    [NewPassword, 'x'.repeat(129), '129文字あります。128文字までにしてください。'],
    [NewPassword, 'abababababab', '同じ文字ばかりです。5種類以上の文字を使ってください。'],
  ])('%#', (schema, value, said) => expect(inputError(t, schema, value)).toBe(said))

  it('is told at its path, and for what it lies in', () => {
    const errors = inputErrors(
      t,
      z.object({ hours: z.object({ from: TimeOfDay }), days: z.array(Day) }),
      {
        hours: { from: '25:00' },
        days: ['2027/1/1', 'x'],
      },
    )
    expect(errors(['hours', 'from'])).toContain('「25:00」は時刻として')
    expect(errors(['hours'])).toContain('「25:00」')
    expect(errors(['days'])).toContain('「x」は日付として')
    expect(errors(['other'])).toBeUndefined()
  })
})
