import type { ConnectionNotice } from '#shared/contract/providers'
import { timeText } from '#shared/japanese-date'
import { japanese as t } from '#shared/messages/catalogue'
import { inner, left, Sheet, soft } from './sheet.ts'

interface Given {
  notice: ConnectionNotice
  institution: string
  provider: string
  practice: boolean
}

const headOf = ({ notice: { number, madeAt } }: Given): string =>
  t('notice.head', { number, time: timeText(madeAt) })

/** What changed since the former one, or that nothing did, or that this is the first. */
function changesOf({ notice: { formerAt, added, gone } }: Given): string[] {
  if (formerAt === null) return [t('notice.first')]
  const since = t('notice.since', { time: timeText(formerAt) })
  if (added.length + gone.length === 0) return [since, t('notice.unchanged')]
  return [
    since,
    ...gone.map((line) => `${t('notice.gone')}　${line}`),
    ...added.map((line) => `${t('notice.added')}　${line}`),
  ]
}

/** The 接続通知書 on A4 pages. */
export function noticePdf(given: Given): Promise<Uint8Array> {
  const sheet = new Sheet({
    title: `${t('notice.title')} ${given.provider}`,
    creator: t('app.name'),
  })
  sheet.text(t('notice.title'), left, sheet.y, inner, { size: 20, bold: true, align: 'center' })
  if (given.practice) sheet.stamp(t('slip.practice'), left, sheet.y + 2)
  sheet.y += 36
  sheet.block(t('notice.to', { name: given.provider }), inner, { size: 12 }, 18)
  sheet.block(given.institution, inner, { size: 10.5, align: 'right' }, 16)
  sheet.text(headOf(given), left, sheet.y, inner, { size: 8.5, colour: soft, align: 'right' })
  sheet.y += 16
  sheet.part(t('notice.changes'))
  for (const line of changesOf(given)) sheet.paragraph(line)
  for (const { title, rows } of given.notice.sections) {
    sheet.part(title)
    for (const [name, value] of rows) sheet.entry(name, value)
  }
  return sheet.file()
}

/** The same as text, for a mail or a ticket. */
export function noticeText(given: Given): string {
  const { sections } = given.notice
  const lines = [
    `${t('notice.title')}　${t('notice.to', { name: given.provider })}`,
    `${given.institution}　${headOf(given)}`,
    ...(given.practice ? [t('slip.practice')] : []),
    '',
    `■ ${t('notice.changes')}`,
    ...changesOf(given),
    ...sections.flatMap(({ title, rows }) => [
      '',
      `■ ${title}`,
      ...rows.map(([name, value]) => `${name}: ${value.replaceAll('\n', '\r\n    ')}`),
    ]),
    '',
  ]
  return lines.join('\r\n')
}
