import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font, type Glyph, type GlyphPosition } from 'fontkit'

type Advance = Pick<GlyphPosition, 'xAdvance' | 'yAdvance' | 'xOffset' | 'yOffset'>
interface Letter {
  glyphs: Glyph[]
  positions: Advance[]
}

const letters = new Intl.Segmenter('ja', { granularity: 'grapheme' })

/** What PDFKit takes of a run. It scales the positions in place, so each run has its own, and sums up what it has scaled. */
class Run implements Letter {
  readonly glyphs: Glyph[] = []
  readonly positions: Advance[] = []
  get advanceWidth(): number {
    return this.positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0)
  }
}

/**
 * The font, which lays each letter out once, with the marks that belong to it, and for all papers: what is written here is not set
 * tighter by pairs of letters, and laying out a line as a whole runs through all rules of a Japanese font, 5 to 10 ms each time.
 */
function byLetters(font: Font): Font {
  const kept = new Map<string, Letter>()
  const letterOf = (letter: string): Letter => {
    let one = kept.get(letter)
    if (!one) {
      const { glyphs, positions } = font.layout(letter)
      one = { glyphs, positions: positions.map((position) => ({ ...position })) }
      kept.set(letter, one)
    }
    return one
  }
  const layout = (text: string): Run => {
    const run = new Run()
    for (const { segment } of letters.segment(text)) {
      const { glyphs, positions } = letterOf(segment)
      run.glyphs.push(...glyphs)
      run.positions.push(...positions.map((position) => ({ ...position })))
    }
    return run
  }
  return Object.create(font, { layout: { value: layout } })
}

const find = createRequire(import.meta.url).resolve
const folder = '@expo-google-fonts/noto-sans-jp'
const read = (file: string): Font =>
  byLetters(create(readFileSync(find(`${folder}/${file}`))) as Font)
let fonts: { regular: Font; bold: Font } | undefined
/** Noto Sans JP, which has every kanji of names; only the used glyphs are embedded. Read at the first paper, and kept. */
export function paperFonts(): { regular: Font; bold: Font } {
  fonts ??= {
    regular: read('400Regular/NotoSansJP_400Regular.ttf'),
    bold: read('700Bold/NotoSansJP_700Bold.ttf'),
  }
  return fonts
}
