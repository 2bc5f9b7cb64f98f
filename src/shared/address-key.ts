import { foldKanji } from './kanji-variants.ts'

const kanjiDigits = '〇一二三四五六七八九'

/** `秋田市山王1-2-3`: prefecture, 丁目・番・号, old forms of kanji and the width of letters do not count. */
export function addressKey(text: string): string {
  return foldKanji(text.normalize('NFKC'))
    .replace(/\s/g, '')
    .replace(/^.{2,3}?[都道府県]/, '')
    .replace(
      /([〇一二三四五六七八九])?十([一二三四五六七八九])?(?=丁目|番|号)/g,
      (_, tens?: string, ones?: string) =>
        String(
          (tens ? kanjiDigits.indexOf(tens) : 1) * 10 + (ones ? kanjiDigits.indexOf(ones) : 0),
        ),
    )
    .replace(/[〇一二三四五六七八九](?=丁目|番|号)/g, (c) => String(kanjiDigits.indexOf(c)))
    .replace(/丁目|番地の?|番|[-‐‑‒–—―−ー]/g, '-')
    .replace(/号/g, '')
    .replace(/-+/g, '-')
    .replace(/-$/, '')
    .replace(/大字|字/g, '')
}
