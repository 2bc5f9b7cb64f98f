import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import { auditReason } from '#shared/audit-words'
import { contract } from '#shared/contract'
import { errors } from '#shared/errors'
import { japanese, messages, sayIn } from '#shared/messages/catalogue'
import { errorTexts } from '#shared/messages/errors'

const root = join(import.meta.dirname, '../../src')
const code = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('messages/'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n')
/** The starts of keys that are completed by a value, such as a state: their entries are a vocabulary of that value. */
const families = [...code.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map(
  ([, start]) => start ?? '',
)
const ofVocabulary = (key: string): boolean => families.some((start) => key.startsWith(start))
const texts = Object.entries(messages)
/** The names of what is filled in; a text that is not of ICU's form throws. */
const placeholders = (text: string): string[] =>
  new IntlMessageFormat(text, 'ja', undefined, { ignoreTag: true })
    .getAst()
    .flatMap((part) => (part.type === 0 ? [] : 'value' in part ? [part.value] : []))
    .sort()

/** `noun.verb` of every call of the console. */
const calls = Object.entries(contract).flatMap(([noun, verbs]) =>
  Object.keys(verbs).map((verb) => `${noun}.${verb}`),
)

describe('the catalogue of words', () => {
  it('has a word in the audit for every call, which may be refused, and for every refusal of OAuth', () => {
    expect(calls.length).toBeGreaterThan(80)
    expect(calls.filter((call) => !(`action.${call}` in messages))).toEqual([])
    const oauth = Object.values(errors).flatMap((one) => ('oauth' in one ? [one.oauth] : []))
    expect(oauth.filter((error) => auditReason(error, japanese) === error)).toEqual([])
  })

  it('has the same placeholders in both languages (U40)', () => {
    for (const [key, [ja, en]] of texts) {
      expect(ja.trim(), key).not.toBe('')
      expect(placeholders(en), key).toEqual(placeholders(ja))
    }
  })

  it('writes numbers and plurals as the language does, and names as they are', () => {
    const english = sayIn('en')
    expect(japanese('imports.rows', { rows: 12_345 })).toBe('12,345行')
    expect(english('imports.rows', { rows: 12_345 })).toBe('12,345 rows')
    expect(english('imports.rows', { rows: 1 })).toBe('1 row')
    expect(english('provider.endAll.impact', { grants: 1, customers: 0 })).toContain(
      '1 live grant of 0 customers.',
    )
    expect(japanese('list.remove', { name: "<b>{x}</b> '#'" })).toBe("<b>{x}</b> '#' を消す")
  })

  it('has one key for each text; a vocabulary may say what another says', () => {
    const keys = new Map<string, string>()
    const twice: string[] = []
    for (const [key, [ja, en]] of texts.filter(([key]) => !ofVocabulary(key))) {
      const former = keys.get(`${ja} | ${en}`)
      if (former) twice.push(`${former} = ${key}`)
      keys.set(`${ja} | ${en}`, key)
    }
    expect(twice).toEqual([])
  })

  it('names buttons by verbs and one thing by one word (U18)', () => {
    const all = texts.flatMap(([, both]) => [...both])
    for (const answer of ['はい', 'いいえ', 'OK', 'Yes', 'No']) expect(all).not.toContain(answer)
    // The console says お客さま; お客様 is the personal consent screens' word (R94).
    for (const word of ['取消し', '同意の解除', 'ユーザー', 'クライアント', '無効化', 'お客様'])
      expect(all.join('\n')).not.toContain(word)
  })

  it('has no Japanese in the English texts but the language switch and the form of registration numbers', () => {
    const japanese = texts.filter(
      ([key, [, en]]) =>
        /[ぁ-んァ-ヶ一-龠]/.test(en) && key !== 'app.language' && !key.includes('registration'),
    )
    expect(japanese).toEqual([])
  })

  it('holds no word that nothing says', () => {
    const unsaid = texts.filter(([key]) => !code.includes(`'${key}'`) && !ofVocabulary(key))
    expect(unsaid).toEqual([])
  })

  it('names nobody who changed a record meanwhile: it may be the person’s own other window', () => {
    const told = [
      ...texts.filter(([key]) => /^(\w+\.)?others\./.test(key)),
      ...Object.entries(errorTexts)
        .filter(([code]) => /-meanwhile$|already-checked$/.test(code))
        .map(([code, { what, todo }]) => [code, [...what, ...todo]] as const),
    ]
    expect(told.length).toBeGreaterThan(20)
    const somebody = /別の人|ほかの人|他の人|相手|somebody|someone|other’s|theirs/i
    expect(told.filter(([, words]) => somebody.test(words.join('\n')))).toEqual([])
  })

  it('tells what happened and what to do for every error', () => {
    for (const { what, todo } of Object.values(errorTexts))
      for (const text of [...what, ...todo]) expect(text).not.toBe('')
  })
})
