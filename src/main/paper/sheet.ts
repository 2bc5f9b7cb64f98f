import PDFDocument from 'pdfkit'
import { paperFonts } from './fonts.ts'
import { drawQr } from './qr.ts'
import { wrap } from './wrap.ts'

/** Points; A4 with 15 mm at each side. */
const page = { width: 595.28, height: 841.89, margin: 42.5 }
export const inner = page.width - 2 * page.margin
export const left = page.margin
export const right = page.margin + inner
export const bottom = page.height - page.margin
const ink = '#1a1a1a'
export const soft = '#595959'
const line = '#8c8c8c'
const tint = '#f2f2f2'
const red = '#b60000'
const textSize = 9.5

interface TextStyle {
  size?: number
  bold?: boolean
  colour?: string
  align?: 'left' | 'center' | 'right'
}

/** Lines in a frame; all lengths are points. */
interface Box {
  lines: readonly string[]
  /** Of all lines, and of one. */
  high: number
  line: number
  size: number
  x: number
  width: number
  /** It names what stands beside it: tinted. */
  names?: boolean | undefined
}

/** A4 pages that are written from top to bottom: `y` is where the next part begins. All lengths are points. */
export class Sheet {
  y = page.margin
  readonly #running: string | undefined
  readonly #doc: InstanceType<typeof PDFDocument>
  readonly #chunks: Buffer[] = []
  readonly #finished: Promise<void>
  readonly #widths = new Map<string, number>()
  readonly #foot: ((page: number, pages: number) => string) | undefined

  /**
   * @param info `running`: said at the top of each further page
   * @param foot what stands at the foot of each page, where there are several
   */
  constructor(
    info: { title: string; creator: string; running?: string },
    foot?: (page: number, pages: number) => string,
  ) {
    this.#foot = foot
    // PDFKit takes fonts that are open too; its types know of files alone.
    const { regular, bold } = paperFonts() as Record<'regular' | 'bold', never>
    this.#running = info.running
    this.#doc = new PDFDocument({
      bufferPages: foot !== undefined,
      size: 'A4',
      margin: page.margin,
      font: regular,
      lang: 'ja-JP',
      info: { Title: info.title, Creator: info.creator },
    })
    this.#doc.on('data', (chunk: Buffer) => this.#chunks.push(chunk))
    this.#finished = new Promise((resolve) => this.#doc.on('end', resolve))
    this.#doc.registerFont('regular', regular).registerFont('bold', bold)
  }

  async file(): Promise<Uint8Array> {
    this.#numberPages()
    this.#doc.end()
    await this.#finished
    return Buffer.concat(this.#chunks)
  }

  #numberPages(): void {
    const pages = this.#foot ? this.#doc.bufferedPageRange().count : 0
    for (let page = 0; pages > 1 && page < pages; page += 1) {
      this.#doc.switchToPage(page)
      const words = this.#foot?.(page + 1, pages) ?? ''
      this.text(words, left, bottom - 12, inner, { size: 8, colour: soft, align: 'right' })
    }
  }

  text(words: string, x: number, top: number, width: number, style: TextStyle = {}): void {
    this.#doc
      .font(style.bold ? 'bold' : 'regular')
      .fontSize(style.size ?? textSize)
      .fillColor(style.colour ?? ink)
      .text(words, x, top, {
        width,
        align: style.align ?? 'left',
        lineGap: 0,
      })
  }

  /** The width at size 1, letter by letter: laying out each try of a line takes a hundred times as long. */
  #widthOf(text: string): number {
    let sum = 0
    for (const letter of text) {
      let width = this.#widths.get(letter)
      if (width === undefined) {
        width = this.#doc.font('regular').fontSize(1).widthOfString(letter)
        this.#widths.set(letter, width)
      }
      sum += width
    }
    return sum
  }

  #wrapped(words: string, width: number, size = textSize) {
    const lines = wrap(words, width, (text) => this.#widthOf(text) * size)
    const line = this.#doc.font('regular').fontSize(size).currentLineHeight()
    return { lines, high: lines.length * line, line, size }
  }

  /** Lines that are broken already. */
  #lines(
    lines: readonly string[],
    x: number,
    top: number,
    { size = textSize, colour = ink },
  ): void {
    const doc = this.#doc.font('regular').fontSize(size).fillColor(colour)
    lines.forEach((line, i) => {
      doc.text(line, x, top + i * doc.currentLineHeight(), { lineBreak: false })
    })
  }

  /** The rest is written on a page of its own. */
  nextPage(): void {
    this.#doc.addPage()
    this.y = page.margin
    if (this.#running === undefined) return
    this.text(this.#running, left, this.y - 16, inner, { size: 8, colour: soft, align: 'right' })
  }

  heading(words: string): void {
    this.y += 9
    this.block(words, inner, { size: 10.5, bold: true }, 17)
  }

  /** Words that may take several lines; what follows begins below the last one, and at least so much further down. */
  block(words: string, width: number, style: TextStyle, least: number): void {
    const high = this.#heightOf(words, width, style) + 1
    this.text(words, left, this.y, width, style)
    this.y += Math.max(least, high)
  }

  /** What is written ends above the foot. */
  get #lowest(): number {
    return this.#foot ? bottom - 16 : bottom
  }

  /** Begins another page where less room than this is left. */
  need(high: number): void {
    if (this.y + high > this.#lowest) this.nextPage()
  }

  /** A heading of a document of several pages, never alone at the foot of one. */
  part(words: string): void {
    this.need(60)
    this.heading(words)
  }

  /** Words as long as they are. */
  paragraph(words: string, style: TextStyle = {}): void {
    const high = this.#heightOf(words, inner, style) + 4
    this.need(high)
    this.text(words, left, this.y, inner, style)
    this.y += high
  }

  /** A name and its value, framed, whole however long: for documents of several pages. */
  entry(label: string, words: string): void {
    const width = 130
    this.#boxes([
      { ...this.#wrapped(label, width - 10), x: left, width, names: true },
      { ...this.#wrapped(words, inner - width - 12), x: left + width, width: inner - width },
    ])
  }

  #heightOf(words: string, width: number, { size, bold }: TextStyle = {}): number {
    const doc = this.#doc.font(bold ? 'bold' : 'regular').fontSize(size ?? textSize)
    return doc.heightOfString(words || ' ', { width, lineGap: 0 })
  }

  box(x: number, top: number, width: number, height: number): void {
    this.#doc.lineWidth(0.6).strokeColor(line).rect(x, top, width, height).stroke()
  }

  /** A box for what names something: tinted. */
  namedBox(x: number, top: number, width: number, height: number): void {
    this.#doc.lineWidth(0.6).rect(x, top, width, height).fillAndStroke(tint, line)
  }

  /** Names and values side by side, framed; as high as the longest needs, and no word cut between two lines. */
  row(cells: readonly [name: string, value: string][]): void {
    const name = 78
    const width = inner / cells.length
    this.#boxes(
      cells.flatMap(([label, value], i): Box[] => {
        const x = left + i * width
        const valueWidth = width - name
        return [
          { ...this.#wrapped(label, name - 8, 8.5), x, width: name, names: true },
          { ...this.#wrapped(value, valueWidth - 12), x: x + name, width: valueWidth },
        ]
      }),
      21,
    )
  }

  /** Boxes side by side, as high as the longest needs, on one page; what is higher than a page goes on in boxes on the next ones. */
  #boxes(boxes: readonly Box[], least = 0): void {
    const high = Math.max(least, ...boxes.map((box) => box.high + 8))
    const isTooHigh = page.margin + high > this.#lowest
    this.need(isTooHigh ? 60 : high)
    const drawn = isTooHigh ? this.#lowest - this.y : high
    const rest = boxes.map(({ lines, names, x, width, line, size }): Box => {
      const fitting = isTooHigh ? Math.floor((drawn - 8) / line) : lines.length
      if (names) this.namedBox(x, this.y, width, drawn)
      else this.box(x, this.y, width, drawn)
      const style = names ? { size, colour: soft } : { size }
      this.#lines(lines.slice(0, fitting), x + (names ? 5 : 6), this.y + 4, style)
      // Its name stands beside the rest too.
      const left = names && lines.length <= fitting ? lines : lines.slice(fitting)
      return { ...{ lines: left, high: left.length * line, line, size, x, width }, names }
    })
    this.y += drawn
    if (isTooHigh) this.#boxes(rest, least)
  }

  #written(values: readonly string[], shares: readonly number[], head = false) {
    const size = head ? 7.5 : 8
    const written = shares.map((share, i) =>
      this.#wrapped(values[i] ?? '', inner * share - 8, size),
    )
    return { written, size, high: Math.max(head ? 17 : 20, ...written.map(({ high }) => high + 6)) }
  }

  /** Whether this line of a table stands on this page. */
  fits(values: readonly string[], shares: readonly number[]): boolean {
    return this.y + this.#written(values, shares).high <= this.#lowest
  }

  /** One line of a table whose columns have these shares of the width, and as high as its longest cell needs. */
  cells(values: readonly string[], shares: readonly number[], head = false): void {
    const { written, size, high } = this.#written(values, shares, head)
    this.need(high)
    let x = left
    shares.forEach((share, i) => {
      const width = inner * share
      if (head) this.namedBox(x, this.y, width, high)
      else this.box(x, this.y, width, high)
      this.#lines(written[i]?.lines ?? [], x + 4, this.y + 3, { size, colour: head ? soft : ink })
      x += width
    })
    this.y += high
  }

  /** A mark in red, such as nobody overlooks. */
  stamp(words: string, x: number, top: number): void {
    this.#doc.lineWidth(1).strokeColor(red).rect(x, top, 62, 22).stroke()
    this.text(words, x, top + 3, 62, { size: 12, bold: true, colour: red, align: 'center' })
  }

  qr(words: string, x: number, top: number, size: number): void {
    drawQr(this.#doc, words, x, top, size)
  }
}
