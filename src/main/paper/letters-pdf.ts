import type { EndingLetters } from '#engine'
import { eraDate, eraText } from '#shared/japanese-date'
import { japanese as t } from '#shared/messages/catalogue'
import {
  letterHeads,
  letterNumber,
  letterSentences,
  letterTitle,
  serviceNote,
  successorSentence,
} from './letter-words.ts'
import { bottom, inner, left, right, Sheet, soft } from './sheet.ts'

type Letter = EndingLetters['letters'][number]
/** More links of one customer go on the next page. */
const linksOnPage = 12

/**
 * The letters of the end of a provider, one customer after the other, in the words of the notice of their channel: a person reads
 * of 「API業者」, a company of 外部企業（API連携先）. `turn` is called between two letters, so that others are answered meanwhile.
 */
export async function lettersPdf(
  made: EndingLetters,
  turn: () => Promise<unknown>,
): Promise<Uint8Array> {
  const title = letterTitle(made.provider.name)
  const sheet = new Sheet({ title, creator: t('app.name') })
  for (const [index, letter] of made.letters.entries()) {
    if (index > 0) sheet.nextPage()
    head(sheet, made, letter)
    body(sheet, made, letter)
    links(sheet, letter)
    foot(sheet, made, letter)
    await turn()
  }
  return sheet.file()
}

function head(sheet: Sheet, made: EndingLetters, { customer, channel }: Letter): void {
  sheet.text(eraText(made.on), left, sheet.y, inner, { align: 'right' })
  if (made.practice) sheet.stamp(t('slip.practice'), left, sheet.y)
  sheet.y += 34
  sheet.block(customer.address, 280, {}, 30)
  sheet.block(t(`addressee.${channel}`, { name: customer.name }), 320, { size: 12 }, 18)
  const number = letterNumber(customer.customerNumber)
  sheet.block(number, 320, { size: 8.5, colour: soft }, 14)
  sheet.block(made.institution.name, inner, { size: 11, align: 'right' }, 26)
  const title = letterTitle(made.provider.name)
  sheet.paragraph(title, { size: 14, bold: true, align: 'center' })
  sheet.y += 14
}

/** The sentences; what has ended is told as ended. */
function body(sheet: Sheet, made: EndingLetters, { channel }: Letter): void {
  const { provider, endsOn, ended, successor, words } = made
  const service = channel === 'personal' ? provider.servicePersonal : provider.serviceBusiness
  const names = { provider: provider.name, service, day: eraText(endsOn) }
  const paragraphs = [
    ...letterSentences(channel, ended, names),
    ...(successor === null ? [] : [successorSentence(provider.name, successor)]),
    ...(words === '' ? [] : [words]),
  ]
  for (const paragraph of paragraphs) sheet.paragraph(paragraph, { size: 10.5 })
}

const shares = [0.24, 0.38, 0.38]

function links(sheet: Sheet, letter: Letter): void {
  sheet.heading(letterHeads.links)
  const heads = [t('grant.label'), t('grant.grantedAt'), letterHeads.validUntil]
  letter.links.forEach(({ label, grantedAt, expiresAt }, index) => {
    if (index > 0 && index % linksOnPage === 0) sheet.nextPage()
    if (index % linksOnPage === 0) sheet.cells(heads, shares, true)
    sheet.cells([label, eraDate(grantedAt), eraDate(expiresAt)], shares)
  })
  sheet.y += 6
}

/** Whom to ask what: the service is the provider's, the link the credit union's. */
function foot(sheet: Sheet, { provider, institution }: EndingLetters, { channel }: Letter): void {
  sheet.paragraph(serviceNote[channel], { size: 8.5, colour: soft })
  if (sheet.y > bottom - 80) sheet.nextPage()
  sheet.y = Math.max(sheet.y, bottom - 74)
  const { name, phone, phoneHours } = institution
  sheet.text(letterHeads.asks, left, sheet.y, right - left, { bold: true })
  sheet.y += 15
  // The name is no label: a long one would be broken in a column of labels.
  sheet.row([[letterHeads.union, [name, phone, phoneHours].filter(Boolean).join('　')]])
  if (provider.contact !== '')
    sheet.row([[letterHeads.provider, `${provider.name}　${provider.contact}`]])
}
