const digits = '〇一二三四五六七八九'
const units = ['', '十', '百', '千']

/** 40 as 四十 and as 四〇. Up to four digits, as names have them. */
function inKanji(number: string): string[] {
  const said = [...number]
    .map((d, i) => {
      const unit = units[number.length - 1 - i] ?? ''
      if (d === '0') return ''
      return `${d === '1' && unit !== '' ? '' : digits[Number(d)]}${unit}`
    })
    .join('')
  return [said, [...number].map((d) => digits[Number(d)]).join('')]
}

function inDigits(kanji: string): string {
  if (!/[十百千]/.test(kanji)) return [...kanji].map((c) => digits.indexOf(c)).join('')
  let sum = 0
  let last = 0
  for (const c of kanji) {
    const unit = units.indexOf(c)
    if (unit > 0) sum += (last || 1) * 10 ** unit
    last = unit > 0 ? 0 : digits.indexOf(c)
  }
  return String(sum + last)
}

/** The other ways to write the number in a name: 北緯40度 as 北緯四十度 and 北緯四〇度, and back. */
export function numeralsOf(word: string): string[] {
  const found = /\d{1,4}|[〇一二三四五六七八九十百千]+/.exec(word)
  if (!found) return []
  const [number] = found
  const others = /\d/.test(number) ? inKanji(number) : [inDigits(number)]
  return [...new Set(others)].map((other) => word.replace(number, other))
}
