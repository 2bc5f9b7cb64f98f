import { foldKanji } from './kanji-variants.ts'

/**
 * One normaliser for writing and for searching (R65). Whoever changes its result raises this number: keys stored under
 * another number are made anew at the next start (engine/customers/reindex.ts).
 */
export const searchKeyVersion = 3

const smallKana: Record<string, string> = {
  ァ: 'ア',
  ィ: 'イ',
  ゥ: 'ウ',
  ェ: 'エ',
  ォ: 'オ',
  ッ: 'ツ',
  ャ: 'ヤ',
  ュ: 'ユ',
  ョ: 'ヨ',
  ヮ: 'ワ',
  ヵ: 'カ',
  ヶ: 'ケ',
}
/** Kana with the same sound: ヂ and ジ, ヅ and ズ, ヲ and オ (U2). */
const saidAlike: Record<string, string> = {
  ヂ: 'ジ',
  ヅ: 'ズ',
  ヲ: 'オ',
  ヰ: 'イ',
  ヱ: 'エ',
  ヴ: 'ブ',
}
const vRow: Record<string, string> = { ア: 'バ', イ: 'ビ', エ: 'ベ', オ: 'ボ' }
const forms = [
  '株式会社',
  '有限会社',
  '合同会社',
  '合資会社',
  '合名会社',
  '一般社団法人',
  '公益社団法人',
  '一般財団法人',
  '公益財団法人',
  '医療法人社団',
  '医療法人財団',
  '医療法人',
  '社会福祉法人',
  '学校法人',
  '宗教法人',
  '農事組合法人',
  '特定非営利活動法人',
  'NPO法人',
  '弁護士法人',
  '税理士法人',
  '司法書士法人',
  'カブシキガイシヤ',
  'ユウゲンガイシヤ',
  'ゴウドウガイシヤ',
  'ゴウシガイシヤ',
  'ゴウメイガイシヤ',
  'イツパンシヤダンホウジン',
  'シヤカイフクシホウジン',
  'イリヨウホウジン',
  'ガツコウホウジン',
]
/** Zengin's short forms (R67): `カ)アキタ`, `アキタ(カ`, `アキタ(カ)ノシロ`. */
const short =
  'カ|ユ|メ|シ|ド|イ|ザイ|シヤ|シユウ|ガク|フク|ソ|ホゴ|トクヒ|ドク|ベン|チユウ|ギヨ|シホウ|ゼイ|ダイ|ノウ|株|有|同|資|名|社|財|医|福|学'
const companyWords = new RegExp(
  `${forms.join('|')}|^(?:${short})\\)|\\((?:${short})\\)?$|\\((?:${short})\\)`,
  'g',
)

/** The key by which names and kana are stored and found. */
export function searchKey(text: string): string {
  return foldKanji(text.replace(/゛/g, 'ﾞ').replace(/゜/g, 'ﾟ').normalize('NFKC'))
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[ぁ-ゖ]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60))
    .replace(/[ァィゥェォッャュョヮヵヶ]/g, (c) => smallKana[c] ?? c)
    .replace(/ヴ([アイエオ])/g, (_, vowel: string) => vRow[vowel] ?? vowel)
    .replace(/[ヂヅヲヰヱヴ]/g, (c) => saidAlike[c] ?? c)
    .replace(/[-‐‑‒–—―−─ー]/g, 'ー')
    .replace(companyWords, '')
    .replace(/[\s\p{Cc}・.,､、。]/gu, '')
    .toUpperCase()
}

/** After a vowel of the オ row ウ and オ only lengthen it; after the ウ row ウ does. */
const longO = /([オコゴソゾトドノホボポモヨロ])[ウオ]+/g
const longU = /([ウクグスズツヌフブプムユル])ウ+/g

/**
 * The key without the length of vowels, which Latin letters do not show: サトウ, さとー and `sato` are one key; so are オオタ, `ota`
 * and `ohta`. Different names may share it, so it is searched last (decision 0017).
 */
export function looseKey(key: string): string {
  return key.replace(/ー/g, '').replace(longO, '$1').replace(longU, '$1')
}

/**
 * The loose key as it sounds on a bad line: without voicing, ハ as ワ: なかじま and なかしま, すがわら and すがはら, たかぎ and たかき are one.
 * Of a key that is loose already.
 */
export function soundKey(loose: string): string {
  return loose
    .replace(/[ガ-ボポパピプペ]/g, (c) => c.normalize('NFD').replace(/[\u3099\u309A]/g, ''))
    .replace(/ハ/g, 'ワ')
}

/** What a reading sounds like, whole and name by name: folding may join the end of one name with the beginning of the next. */
export function sounds(kana: string): string[] {
  const parts = [kana, ...kana.normalize('NFKC').trim().split(/\s+/)]
  return [...new Set(parts.map((part) => soundKey(looseKey(searchKey(part)))))].filter(Boolean)
}

/** The loose key with the given name first, as Latin letters often have it; the kana has a space between the two. */
export function looseSwapped(kana: string): string {
  const [family = '', ...given] = kana.normalize('NFKC').trim().split(/\s+/)
  return looseKey(searchKey(`${given.join('')}${family}`))
}

/** Digits alone, full width folded; `+81` becomes the leading 0 (R68). */
export function digitsKey(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/^\s*\+81[-\s]*\(?0?\)?/, '0')
    .replace(/\D/g, '')
}

export function reversed(text: string): string {
  return [...text].reverse().join('')
}

/** Single characters and pairs, the terms of the name index: names of one or two characters are found too. */
export function grams(key: string): string[] {
  const characters = [...key]
  return [...new Set([...characters, ...characters.slice(1).map((c, i) => `${characters[i]}${c}`)])]
}
