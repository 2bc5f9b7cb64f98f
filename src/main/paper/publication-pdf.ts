import { japanese as t } from '#shared/messages/catalogue'
import {
  asOfText,
  clauseNames,
  clausesTitle,
  clauseTitles,
  noticeTables,
  type PublicationBody,
  practiceMark,
  standardsTitle,
} from '#shared/publication'
import { inner, Sheet } from './sheet.ts'

/** The lists, the clauses and the standards on A4 pages. @param asOn `YYYY-MM-DD` */
export function publicationPdf(body: PublicationBody, asOn: string): Promise<Uint8Array> {
  const title = `${body.institution}　API連携先`
  const sheet = new Sheet({ title, creator: t('app.name') })
  sheet.block(title, inner, { size: 16, bold: true, align: 'center' }, 28)
  if (body.practice) sheet.paragraph(practiceMark)
  for (const channel of ['personal', 'business'] as const) {
    if (body[channel].length === 0) continue
    const { title: name, heads, note } = noticeTables[channel]
    sheet.need(120)
    sheet.heading(name)
    sheet.paragraph(asOfText(asOn))
    sheet.cells(heads, [0.5, 0.5], true)
    for (const { provider, service } of body[channel]) {
      sheet.need(31)
      sheet.cells([provider, service], [0.5, 0.5])
    }
    sheet.y += 4
    sheet.paragraph(note)
  }
  sheet.part(clausesTitle)
  sheet.paragraph(asOfText(asOn))
  for (const one of body.clauses) {
    sheet.part(
      one.registrationNumber === '' ? one.provider : `${one.provider}（${one.registrationNumber}）`,
    )
    for (const name of clauseNames) sheet.entry(clauseTitles[name], one[name])
  }
  sheet.part(standardsTitle)
  for (const [i, one] of body.standards.entries()) sheet.paragraph(`${i + 1}. ${one}`)
  return sheet.file()
}
