import * as z from 'zod'

/** The union as customers see it. */
export const Institution = z.strictObject({
  code: z.string().regex(/^\d{4}$/),
  name: z.string().min(1).max(60),
  phone: z.string().min(1).max(60),
})
export type Institution = z.infer<typeof Institution>

/** Numbers the notices leave open (domain.md section 9): all of them settings. Units are in the names. */
export const Policy = z.strictObject({
  validityDays: z.number().int().min(1).max(366).default(90),
  accessTokenSeconds: z.number().int().min(60).max(3600).default(600),
  digitsAsked: z.number().int().min(1).max(6).default(3),
  wrongEntriesBeforeLock: z.number().int().min(1).max(20).default(5),
  wrongEntriesAtAll: z.number().int().min(5).max(1000).default(100),
  wrongEntriesPerSource: z.number().int().min(5).max(1000).default(50),
  supersedeFormerGrant: z.boolean().default(true),
  interactionMinutes: z.number().int().min(2).max(60).default(10),
  staffIdleMinutes: z.number().int().min(1).max(120).default(10),
  staffWrongPasswords: z.number().int().min(3).max(20).default(5),
})
export type Policy = z.infer<typeof Policy>

/** One answer for each contradiction of the personal notice (domain.md 8.3, R35); both variants are here. */
export const PersonalTexts = z.strictObject({
  extraChallengeButton: z.enum(['認証', '次へ']).default('認証'),
  extraChallengeTitle: z
    .enum(['API連携認証（利用登録）（追加認証）', 'API連携認証（追加認証）（利用登録）'])
    .default('API連携認証（利用登録）（追加認証）'),
  permitButton: z.enum(['許可', '許可する']).default('許可'),
  showScopeAndPeriod: z.boolean().default(true),
  termsVersion: z.string().default('第1版'),
  termsUrl: z.string().default('/terms'),
})
export type PersonalTexts = z.infer<typeof PersonalTexts>

export const settings = {
  institution: Institution,
  policy: Policy,
  'texts.personal': PersonalTexts,
} as const
export type SettingKey = keyof typeof settings
