import type PDFDocument from 'pdfkit'
import QRCode from 'qrcode'

/** Draws a text as a QR code of `size` points. */
export function drawQr(
  doc: InstanceType<typeof PDFDocument>,
  words: string,
  x: number,
  y: number,
  size: number,
): void {
  const { modules } = QRCode.create(words, { errorCorrectionLevel: 'M' })
  const side = size / modules.size
  doc.fillColor('#000000')
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1)
      if (modules.get(row, column)) doc.rect(x + column * side, y + row * side, side, side)
  doc.fill()
}

/** A text as the rows of its QR code, `1` for dark. */
export function qrRows(words: string): string[] {
  const { modules } = QRCode.create(words, { errorCorrectionLevel: 'M' })
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (__, column) =>
      modules.get(row, column) ? '1' : '0',
    ).join(''),
  )
}
