/** One normaliser for writing and for searching (R65, domain.md 6.8–6.10): whoever changes it must rebuild the stored keys. */

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
/** 異体字 that NFKC leaves apart (domain.md 6.9, R66). */
const variants: Record<string, string> = {
  髙: '高',
  﨑: '崎',
  碕: '崎',
  嵜: '崎',
  邊: '辺',
  邉: '辺',
  齋: '斎',
  齊: '斉',
  澤: '沢',
  濱: '浜',
  濵: '浜',
  櫻: '桜',
  廣: '広',
  國: '国',
  嶋: '島',
  嶌: '島',
  𠮷: '吉',
  眞: '真',
  榮: '栄',
  德: '徳',
  惠: '恵',
  冨: '富',
  瀨: '瀬',
  黑: '黒',
  彌: '弥',
  藏: '蔵',
  龍: '竜',
  壽: '寿',
  實: '実',
  條: '条',
}
const companyWords =
  /株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|\(株\)|\(有\)|\(同\)/g

/** The key by which names and kana are stored and found. */
export function searchKey(text: string): string {
  return text
    .replace(/゛/g, 'ﾞ')
    .replace(/゜/g, 'ﾟ')
    .normalize('NFKC')
    .replace(/[ぁ-ゖ]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60))
    .replace(/[ァィゥェォッャュョヮヵヶ]/g, (c) => smallKana[c] ?? c)
    .replace(/[-‐‑‒–—―−─ー]/g, 'ー')
    .replace(companyWords, '')
    .replace(/[\s\p{Cc}・.,､、。]/gu, '')
    .replace(/\p{Script=Han}/gu, (c) => variants[c] ?? c)
    .toUpperCase()
}

/** Digits alone, full width folded; `+81` becomes the leading 0 (domain.md 6.14). */
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
