const segmenter = new Intl.Segmenter('ja', { granularity: 'word' })

/** Two pieces that are one word to a reader, though the dictionary knows them as two. */
const one: readonly [before: RegExp, after: RegExp][] = [
  [/[\p{Script=Katakana}ー･-ﾟ]$/u, /^[\p{Script=Katakana}ー･-ﾟ]/u],
  [/[!-~•]$/, /^[!-~•]/],
  // A number and its counter.
  [/[0-9０-９]$/, /^[年月日時分秒件円名]/],
  // Nothing ends on an opening bracket, or begins with what closes one (JIS X 4051).
  [/[（「『【〔［]$/u, /^\S/u],
  [/\S$/u, /^[、。，．・）」』】〕］！？々ー…]/u],
]

/** The words of a text, each with the space that follows it. */
function wordsOf(text: string): string[] {
  const words: string[] = []
  for (const { segment } of segmenter.segment(text)) {
    const last = words.at(-1)
    const joined =
      last !== undefined &&
      (/^\s+$/u.test(segment) ||
        one.some(([before, after]) => before.test(last) && after.test(segment)))
    if (joined) words[words.length - 1] = last + segment
    else words.push(segment)
  }
  return words
}

/**
 * A text in lines of at most this width, broken between words: no name, number or day is cut in two. Only a word that is longer
 * than a whole line goes on in the next.
 */
export function wrap(text: string, width: number, widthOf: (text: string) => number): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    if (widthOf(line) <= width) return [line]
    const lines = ['']
    const add = (piece: string): void => {
      const last = lines.at(-1) ?? ''
      if (last === '' || widthOf((last + piece).trimEnd()) <= width)
        lines[lines.length - 1] = last + piece
      else lines.push(piece)
    }
    for (const word of wordsOf(line))
      if (widthOf(word.trimEnd()) <= width) add(word)
      else for (const letter of word) add(letter)
    return lines.map((each) => each.trimEnd())
  })
}
