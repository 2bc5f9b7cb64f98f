import { toKatakana } from 'wanakana'
import { looseKey, searchKey } from '#shared/search-key'

const latin = /^[a-zāīūēō][a-zāīūēō\s'’.-]*$/i

/**
 * The loose kana that a name in Latin letters may stand for: `sato`, `satou`, `satō`, `satoh`; `shimbashi` and `sinbasi`;
 * `junichi` is ジュニチ or ジュンイチ. Empty when the text is no such name.
 */
export function kanaOfRomaji(text: string): string[] {
  const typed = text.normalize('NFKC').trim().toLowerCase()
  if (!latin.test(typed)) return []
  const plain = typed
    .replace(/[āīūēō]/g, (c) => ({ ā: 'a', ī: 'i', ū: 'u', ē: 'e', ō: 'o' })[c] ?? c)
    .replace(/oh(?![aiueo])/g, 'o')
    .replace(/m(?=[bpm])/g, 'n')
    .replace(/tch/g, 'cch')
    .replace(/[\s.-]+/g, '')
    .replace(/’/g, "'")
  const spelt = [plain, plain.replace(/n(?=[aiueoy])/g, "n'")]
  return [
    ...new Set(
      spelt
        .map((one) => toKatakana(one))
        // What is left in Latin letters was no Japanese name.
        .filter((kana) => /^[\p{Script=Katakana}ー]+$/u.test(kana))
        .map((kana) => looseKey(searchKey(kana))),
    ),
  ]
}
