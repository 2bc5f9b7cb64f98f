import { describe, expect, it } from 'vitest'
import { en } from '#shared/messages/en'
import { errorsEn } from '#shared/messages/errors-en'
import { errorsJa } from '#shared/messages/errors-ja'
import { ja } from '#shared/messages/ja'

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort()

describe('the catalogue of words', () => {
  it('is complete in both languages, with the same placeholders (U40)', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(ja).sort())
    for (const [key, text] of Object.entries(ja)) {
      expect(text.trim(), key).not.toBe('')
      expect(placeholders(en[key as keyof typeof en]), key).toEqual(placeholders(text))
    }
  })

  it('names buttons by verbs and one thing by one word (U18)', () => {
    const japanese = Object.values(ja).join('\n')
    for (const answer of ['はい', 'いいえ', 'OK', 'Yes', 'No'])
      expect(Object.values(ja)).not.toContain(answer)
    for (const word of ['取消し', '同意の解除', 'ユーザー', 'クライアント', '無効化'])
      expect(japanese).not.toContain(word)
    // The console says お客さま; お客様 is the personal consent screens' word (R94).
    expect(japanese).not.toContain('お客様')
  })

  it('has no Japanese in the English texts but the language switch and the form of registration numbers', () => {
    const japanese = Object.entries(en).filter(
      ([key, text]) =>
        /[ぁ-んァ-ヶ一-龠]/.test(text) && key !== 'app.language' && !key.includes('registration'),
    )
    expect(japanese).toEqual([])
  })

  it('tells what happened and what to do for every error', () => {
    for (const catalogue of [errorsJa, errorsEn])
      for (const { what, todo } of Object.values(catalogue)) {
        expect(what).not.toBe('')
        expect(todo).not.toBe('')
      }
  })
})
