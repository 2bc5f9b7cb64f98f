import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { drawQr } from './qr.ts'

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

/** A4 pages that are written from top to bottom: `y` is where the next part begins. All lengths are points. */
export class Sheet {
  y = page.margin
  readonly #running: string | undefined
  readonly #doc: InstanceType<typeof PDFDocument>
  readonly #chunks: Buffer[] = []
  readonly #finished: Promise<void>

  /** @param info `running`: said at the top of each further page */
  constructor(info: { title: string; creator: string; running?: string }) {
    const { regular, bold } = fontFiles()
    this.#running = info.running
    this.#doc = new PDFDocument({
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
    this.#doc.end()
    await this.#finished
    return Buffer.concat(this.#chunks)
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

  /** The rest is written on a page of its own. */
  nextPage(): void {
    this.#doc.addPage()
    this.y = page.margin
    if (this.#running === undefined) return
    this.text(this.#running, left, this.y - 16, inner, { size: 8, colour: soft, align: 'right' })
  }

  heading(words: string): void {
    this.y += 9
    this.text(words, left, this.y, inner, { size: 10.5, bold: true })
    this.y += 17
  }

  /** Begins another page where less room than this is left. */
  need(high: number): void {
    if (this.y + high > bottom) this.nextPage()
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
  entry(name: string, value: string): void {
    const width = 130
    const high =
      Math.max(this.#heightOf(name, width - 10), this.#heightOf(value, inner - width - 12)) + 8
    this.need(high)
    this.namedBox(left, this.y, width, high)
    this.box(left + width, this.y, inner - width, high)
    this.text(name, left + 5, this.y + 4, width - 10, { colour: soft })
    this.text(value, left + width + 6, this.y + 4, inner - width - 12)
    this.y += high
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

  /** Names and values side by side, framed; as high as the longest value. */
  row(cells: readonly [name: string, value: string][]): void {
    const name = 78
    const width = inner / cells.length
    const values = cells.map(([, value]) => this.#heightOf(value, width - name - 12) + 8)
    const high = Math.max(21, ...values)
    this.need(high)
    cells.forEach(([label, value], i) => {
      const x = left + i * width
      this.namedBox(x, this.y, name, high)
      this.box(x + name, this.y, width - name, high)
      this.text(label, x + 5, this.y + 4, name - 8, { size: 8.5, colour: soft })
      this.text(value, x + name + 6, this.y + 4, width - name - 12)
    })
    this.y += high
  }

  /** One line of a table whose columns have these shares of the width; as high as its longest value. */
  cells(values: readonly string[], shares: readonly number[], head = false): void {
    const size = head ? 7.5 : 8
    const high = Math.max(
      head ? 17 : 31,
      ...values.map(
        (value, i) => this.#heightOf(value, inner * (shares[i] ?? 0) - 8, { size }) + 5,
      ),
    )
    this.need(high)
    let x = left
    shares.forEach((share, i) => {
      const width = inner * share
      if (head) this.namedBox(x, this.y, width, high)
      else this.box(x, this.y, width, high)
      this.text(values[i] ?? '', x + 4, this.y + 3, width - 8, {
        size,
        colour: head ? soft : ink,
      })
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

let fonts: { regular: string; bold: string } | undefined
/** The files of Noto Sans JP, which has every kanji of names; only the used glyphs are embedded. */
function fontFiles(): { regular: string; bold: string } {
  const find = createRequire(import.meta.url).resolve
  const folder = '@expo-google-fonts/noto-sans-jp'
  fonts ??= {
    regular: find(`${folder}/400Regular/NotoSansJP_400Regular.ttf`),
    bold: find(`${folder}/700Bold/NotoSansJP_700Bold.ttf`),
  }
  return fonts
}
