import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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

  it('holds no word that nothing says', () => {
    const root = join(import.meta.dirname, '../../src')
    const code = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes('messages'))
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('\n')
    const families = [...code.matchAll(/`([a-zA-Z.-]+)\$\{/g)].map(([, start]) => start ?? '')
    const unsaid = Object.keys(ja).filter(
      (key) => !code.includes(`'${key}'`) && !families.some((start) => key.startsWith(start)),
    )
    expect(unsaid).toEqual([])
  })

  it('tells what happened and what to do for every error', () => {
    for (const catalogue of [errorsJa, errorsEn])
      for (const { what, todo } of Object.values(catalogue)) {
        expect(what).not.toBe('')
        expect(todo).not.toBe('')
      }
  })
})
