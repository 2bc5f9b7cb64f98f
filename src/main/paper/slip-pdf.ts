import PDFDocument from 'pdfkit'
import type { Slip } from '#shared/contract/requests'
import { eraDate, timeText } from '#shared/japanese-date'
import { japanese as t } from '#shared/messages/catalogue'
import { fontFiles } from './fonts.ts'
import { drawQr } from './qr.ts'

/** Points; A4 with 15 mm at each side. */
const page = { width: 595.28, height: 841.89, margin: 42.5 }
const inner = page.width - 2 * page.margin
const ink = '#1a1a1a'
const soft = '#595959'
const line = '#8c8c8c'
const tint = '#f2f2f2'
const mostTargets = 12

const both = (ms: number): string => `${timeText(ms, true)}（${eraDate(ms)}）`

/** The 受付票 on one A4 page (R57, U12): the same content as on the screen, with boxes for two seals and the number as a QR code. */
export async function slipPdf(slip: Slip): Promise<Uint8Array> {
  const { regular, bold } = fontFiles()
  const doc = new PDFDocument({
    size: 'A4',
    margin: page.margin,
    font: regular,
    lang: 'ja-JP',
    info: { Title: `${t('slip.title')} ${slip.number}`, Creator: t('app.name') },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const finished = new Promise<void>((resolve) => doc.on('end', resolve))
  doc.registerFont('regular', regular).registerFont('bold', bold)
  let y = page.margin

  const text = (
    words: string,
    x: number,
    top: number,
    width: number,
    options: {
      size?: number
      bold?: boolean
      colour?: string
      align?: 'left' | 'center' | 'right'
      height?: number
    } = {},
  ): void => {
    doc
      .font(options.bold ? 'bold' : 'regular')
      .fontSize(options.size ?? 9.5)
      .fillColor(options.colour ?? ink)
      .text(words, x, top, {
        width,
        align: options.align ?? 'left',
        lineGap: 0,
        ...(options.height !== undefined && { height: options.height, ellipsis: true }),
      })
  }
  const heightOf = (words: string, width: number, size = 9.5): number =>
    doc.font('regular').fontSize(size).heightOfString(words, { width, lineGap: 0 })

  /** A row of names and values with a frame; as high as its longest value, three lines at most. */
  const row = (cells: [string, string][]): void => {
    const name = 78
    const width = inner / cells.length
    const high = Math.min(
      46,
      Math.max(21, ...cells.map(([, value]) => heightOf(value || ' ', width - name - 12) + 8)),
    )
    cells.forEach(([label, value], i) => {
      const x = page.margin + i * width
      doc.lineWidth(0.6).strokeColor(line)
      doc.rect(x, y, name, high).fillAndStroke(tint, line)
      doc.rect(x + name, y, width - name, high).stroke()
      text(label, x + 5, y + 4, name - 8, { size: 8.5, colour: soft })
      text(value, x + name + 6, y + 4, width - name - 10, { height: high - 5 })
    })
    y += high
  }
  const heading = (words: string): void => {
    y += 9
    text(words, page.margin, y, inner, { size: 10.5, bold: true })
    y += 17
  }

  text(t('slip.title'), page.margin, y, inner, { size: 20, bold: true, align: 'center' })
  if (slip.printedBefore > 0) {
    doc
      .lineWidth(1)
      .strokeColor('#b60000')
      .rect(page.margin, y + 2, 62, 22)
      .stroke()
    text(t('slip.again'), page.margin, y + 5, 62, {
      size: 12,
      bold: true,
      colour: '#b60000',
      align: 'center',
    })
  }
  drawQr(doc, slip.number, page.margin + inner - 58, y - 6, 58)
  y += 34
  text(slip.institution, page.margin, y, 300, { size: 10.5 })
  text(t('slip.printedAt', { time: timeText(slip.printedAt, true) }), page.margin, y + 16, 300, {
    size: 8,
    colour: soft,
  })
  text(slip.number, page.margin + inner - 260, y + 20, 260, { size: 9, align: 'right' })
  y += 36

  row([
    [t('word.requestNumber'), slip.number],
    [
      t('word.result'),
      slip.result ? t(`requestResult.${slip.result}`) : t(`requestState.${slip.state}`),
    ],
  ])
  row([[t('word.openedAt'), both(slip.openedAt)]])
  row([
    [t('word.requestChannel'), t(`requestChannel.${slip.requestChannel}`)],
    [t('slip.branch'), slip.branchName ?? '—'],
  ])
  row([
    [t('word.takenBy'), slip.staffName],
    [t('slip.requester'), t(`requester.${slip.requester}`)],
  ])
  row([
    [t('slip.requesterName'), slip.requesterName || '—'],
    [t('request.callbackPhone'), slip.callbackPhone || '—'],
  ])
  row([
    [t('slip.customer'), slip.customerName],
    [t('customer.number'), slip.customerNumber],
  ])
  row([[t('request.identity'), identityText(slip)]])

  for (const act of slip.acts) {
    heading(
      `${t(`actKind.${act.kind}`)}　${t(`requestState.${act.state === 'pending' ? 'waiting' : 'done'}`)}`,
    )
    row([
      [t('word.reason'), `${t(`reason.${act.reason}`)}${act.note ? `　${act.note}` : ''}`],
      [t('slip.executedAt'), act.executedAt === null ? '—' : timeText(act.executedAt, true)],
    ])
    if (act.heldUntil !== null || act.paperReceivedOn !== null)
      row([
        [
          t(act.paperReceivedOn === null ? 'request.hold.days' : 'request.resume.paper'),
          act.paperReceivedOn?.replaceAll('-', '/') ?? timeText(act.heldUntil ?? 0),
        ],
      ])
    y += 4
    drawTargets(act)
    if (act.checkedByName !== null)
      row([[t('slip.checker'), `${act.checkedByName}　${timeText(act.checkedAt ?? 0, true)}`]])
  }
  if (slip.acts.length === 0 && slip.closeReason !== null) {
    heading(t('word.result'))
    row([
      [
        t('word.result'),
        `${slip.result ? t(`requestResult.${slip.result}`) : ''}　${slip.closeReason}`,
      ],
    ])
  }
  heading(t('request.answer'))
  row([[t('request.answer'), slip.answer || '—']])
  row([
    [t('word.note'), `${slip.complaint ? `【${t('word.complaint')}】` : ''}${slip.note || '—'}`],
  ])

  drawSeals()
  text(
    `${slip.institution}　${slip.institutionPhone}`,
    page.margin,
    page.height - page.margin - 14,
    300,
    { size: 8.5, colour: soft },
  )
  doc.end()
  await finished
  return Buffer.concat(chunks)

  function drawTargets(act: Slip['acts'][number]): void {
    const columns = [
      ['word.provider', 0.24],
      ['grant.label', 0.12],
      ['word.accounts', 0.24],
      ['word.result', 0.12],
      ['slip.col.at', 0.16],
      ['proof.live', 0.12],
    ] as const
    const cells = (values: string[], high: number, head: boolean): void => {
      let x = page.margin
      columns.forEach(([, share], i) => {
        const width = inner * share
        if (head) doc.rect(x, y, width, high).fillAndStroke(tint, line)
        else doc.lineWidth(0.6).strokeColor(line).rect(x, y, width, high).stroke()
        text(values[i] ?? '', x + 4, y + 3, width - 6, {
          size: head ? 7.5 : 8,
          colour: head ? soft : ink,
          height: high - 4,
        })
        x += width
      })
      y += high
    }
    cells(
      columns.map(([key]) => t(key)),
      17,
      true,
    )
    if (act.targets.length === 0) {
      const words =
        act.changed + act.already === 0
          ? t('requestResult.nothing')
          : t('slip.counts', { count: act.changed + act.already })
      doc.rect(page.margin, y, inner, 20).stroke()
      text(words, page.margin + 6, y + 4, inner - 12, { size: 9 })
      y += 20
      return
    }
    const shown = act.targets.slice(0, slip.acts.length > 1 ? 5 : mostTargets)
    for (const target of shown) {
      const outcome = t(`slip.outcome.${target.outcome}`, {
        status: t(`grantStatus.${target.status}`),
      })
      const at = target.outcome === 'already' ? target.endedAt : target.at
      cells(
        [
          target.providerName,
          target.label,
          target.accounts.join('、'),
          act.state === 'pending' ? t('requestState.waiting') : outcome,
          at === null || act.state === 'pending' ? '—' : timeText(at, true),
          String(target.liveTokens),
        ],
        31,
        false,
      )
    }
    if (act.targets.length > shown.length) {
      text(
        t('slip.more', { count: act.targets.length - shown.length }),
        page.margin,
        y + 3,
        inner,
        { size: 8, colour: soft },
      )
      y += 15
    }
  }

  function drawSeals(): void {
    const size = 68
    const top = page.height - page.margin - size - 16
    ;(['slip.seal.staff', 'slip.seal.checker'] as const).forEach((key, i) => {
      const x = page.margin + inner - (2 - i) * (size + 8) + 8
      doc.lineWidth(0.8).strokeColor(line)
      doc.rect(x, top, size, 16).fillAndStroke(tint, line)
      doc.rect(x, top + 16, size, size - 16).stroke()
      text(t(key), x, top + 2, size, { size: 8, align: 'center' })
    })
  }
}

function identityText(slip: Slip): string {
  const done = slip.identity
    .map(({ item, result }) => {
      const key = item === 'birth-date' && slip.channel === 'business' ? 'founded' : item
      return `${t(`identity.${key}`)}: ${t(`identityResult.${result}`)}`
    })
    .join('　')
  return `${done || t('slip.identity.none')}　${t(slip.identityMet ? 'slip.identity.met' : 'slip.identity.notMet')}`
}
