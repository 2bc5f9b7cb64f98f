import { expect, it } from 'vitest'
import { refuseWeak } from '../../src/main/engine/staff/weak-password.ts'
import { codeOf } from '../support/watched.ts'

it.each([
  ['a used one of twelve', '1qaz2wsx3edc'],
  ['a used one, in capitals', 'LEAVEMEALONE'],
  ['a used one with a year and a sign', 'Baseball2026!'],
  ['a used one between signs', '!!!password!!!'],
  ['a used one in wide letters', 'ｐａｓｓｗｏｒｄ２０２６'],
  ['a used one twice, with a number', 'dragondragon1'],
  ['a short text again and again', 'kx7kx7kx7kx7'],
  ['one letter', 'ああああああああああああ'],
  ['a telephone number', '018-023-4567-1'],
  ['the ID', 'kudo-no-kagi-2026'],
  ['the ID in capitals', 'no-kagi-KUDO-2026'],
])('%s is refused as a password: %s', async (_name, password) => {
  expect(await codeOf(refuseWeak(password, 'kudo'))).toBe('staff.password-weak')
})

it.each([
  ['words that are each used', 'baseball-dragon-tegami'],
  ['a sentence', 'ほかの人の知らない合言葉'],
  ['letters and digits', 'q8Rz-27vm-Lk40'],
  ['a used one within others', 'mori-password-umi'],
])('%s: %s is none of them', async (_name, password) => {
  expect(await codeOf(refuseWeak(password, 'kudo'))).toBe('done')
})
