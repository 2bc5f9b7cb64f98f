import * as z from 'zod'

const text = z.string().max(200)
/** A field that may come once, several times or not at all. */
const several = z.union([z.array(text).max(200), text.transform((one) => [one])]).default([])
const places = several.transform((values) =>
  values.filter((value) => /^\d{1,4}$/.test(value)).map(Number),
)
/** The fields of the form of each step. */
export const forms = {
  'sign-in': z.object({ csrf: text, loginId: text, password: text }),
  'user-number': z.object({ csrf: text, digit: several, asked: text.optional() }),
  'extra-challenge': z.object({ csrf: text, answer: text }),
  'choose-services': z.object({ csrf: text, service: several }),
  'choose-accounts': z.object({ csrf: text, account: places }),
  'register-inquiry-pin': z.object({ csrf: text, account: places, pin: text }),
  'inquiry-pin-result': z.object({ csrf: text }),
  'more-inquiry-pins': z.object({ csrf: text }),
  permit: z.object({ csrf: text, shown: text.default(''), tick: z.literal('yes').optional() }),
  cancel: z.object({ csrf: text }),
  time: z.object({ csrf: text }),
} as const
/** All fields of all steps. */
export interface Fields {
  csrf: string
  loginId: string
  password: string
  digit: string[]
  /** The positions for which the digits were typed. */
  asked?: string
  answer: string
  service: string[]
  account: number[]
  pin: string
  /** Which page 許可 was pressed on. */
  shown: string
  tick?: 'yes'
}
