import * as z from 'zod'
import type { Channel } from './grant.ts'
import { englishRows } from './messages/consent-texts-en.ts'
import { type Row, rows } from './messages/consent-texts-ja.ts'

/** The placeholders of texts; each page fills in those that it has. */
export const placeholders = [
  'institution',
  'phone',
  'provider',
  'service',
  'company',
  'days',
  'step',
  'title',
  'steps',
  'length',
  'position',
  'positions',
  'branch',
  'number',
  'version',
  'date',
  'button',
  'tick',
  'minutes',
  'tries',
] as const
export type Placeholder = (typeof placeholders)[number]

export type TextKey = keyof typeof rows
/** The texts of one channel: every key that it has. */
export type Texts = Readonly<Record<string, string>>
export const Language = z.enum(['ja', 'en'])
/** What customers read. Japanese unless they choose, or their provider asks for, English. */
export type Language = z.infer<typeof Language>
export const textRows: Readonly<Record<Language, Readonly<Record<TextKey, Row>>>> = {
  ja: rows,
  en: englishRows,
}

/** Texts have versions by channel and language; the API利用規定 have theirs. */
export const TextKind = z.enum(['personal', 'business', 'personal-en', 'business-en', 'terms'])
export type TextKind = z.infer<typeof TextKind>
export type ScreenTextKind = Exclude<TextKind, 'terms'>

export function textKindOf(channel: Channel, language: Language): ScreenTextKind {
  return language === 'ja' ? channel : `${channel}-en`
}

export function facesOf(kind: ScreenTextKind): { channel: Channel; language: Language } {
  return {
    channel: kind.startsWith('personal') ? 'personal' : 'business',
    language: kind.endsWith('-en') ? 'en' : 'ja',
  }
}

export function textKeys(channel: Channel): TextKey[] {
  return (Object.keys(rows) as TextKey[]).filter((key) => textRows.ja[key][channel] !== undefined)
}

/** As shipped. */
export function shippedTexts(kind: ScreenTextKind): Texts {
  const { channel, language } = facesOf(kind)
  return Object.fromEntries(
    textKeys(channel).map((key) => [key, textRows[language][key][channel] ?? '']),
  )
}

export const shippedTerms: Terms = {
  title: 'API利用規定',
  paragraphs: [
    'この規定は見本です。信用組合が定めた規定を、「同意画面」の「API利用規定」から登録してください。',
  ],
}

/** What stands in braces in a text, in order, whether it is a known placeholder or not. */
export function bracesIn(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '')
}

export interface TextProblem {
  key: string
  problem: 'empty' | 'too-long' | 'unknown-placeholder' | 'missing-placeholder' | 'not-a-variant'
  detail: string
}

const longest = 600

/** What is wrong with a set of texts; empty when all of it may be shown. */
export function checkTexts(
  kind: ScreenTextKind,
  texts: Readonly<Record<string, string>>,
): TextProblem[] {
  const { channel, language } = facesOf(kind)
  return textKeys(channel).flatMap((key): TextProblem[] => {
    const text = texts[key]?.trim() ?? ''
    const row = textRows[language][key]
    if (text === '') return [{ key, problem: 'empty', detail: '' }]
    if (text.length > longest) return [{ key, problem: 'too-long', detail: String(longest) }]
    if (row.variants && !row.variants.includes(text))
      return [{ key, problem: 'not-a-variant', detail: row.variants.join(' / ') }]
    const allowed = new Set(bracesIn(row[channel] ?? ''))
    const used = new Set(bracesIn(text))
    const unknown = [...used].filter((name) => !allowed.has(name))
    const missing = [...allowed].filter((name) => !used.has(name))
    if (unknown.length > 0)
      return [{ key, problem: 'unknown-placeholder', detail: unknown.join('、') }]
    if (missing.length > 0)
      return [{ key, problem: 'missing-placeholder', detail: missing.join('、') }]
    return []
  })
}

const paragraphs = z.array(z.string().trim().min(1).max(4_000)).max(200)
/** API利用規定. Plain paragraphs: markup is shown, not executed. */
export const Terms = z.strictObject({
  title: z.string().trim().min(1).max(100),
  paragraphs: paragraphs.min(1),
  /** The same in English, where the credit union has it; the Japanese text is the one that binds. */
  englishTitle: z.string().trim().max(100).optional(),
  englishParagraphs: paragraphs.optional(),
})
export type Terms = z.infer<typeof Terms>
