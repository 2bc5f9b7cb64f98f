import type { Placeholder, TextKey, Texts } from '#shared/consent-texts'
import type { Institution } from '#shared/settings'
import { type Html, html } from './html.ts'

export type Filled = Partial<Record<Placeholder, string | number>>

/** A text of this version with its placeholders filled in. Values stay plain text: html.ts escapes them. */
export function words(view: { texts: Texts }, key: TextKey, filled: Filled = {}): string {
  return (view.texts[key] ?? '').replace(/\{([a-z]+)\}/gi, (whole, name) =>
    name in filled ? String(filled[name as Placeholder]) : whole,
  )
}

/** As `words`; the credit union's telephone number in it is a link that dials, and does not break over two lines. */
export function wordsWithPhone(
  view: { texts: Texts; institution: Institution },
  key: TextKey,
  filled: Filled = {},
): Html {
  const [first, ...rest] = words(view, key, filled).split('{phone}')
  return html`${first}${rest.map((after) => html`${phoneLink(view.institution.phone)}${after}`)}`
}

/** A number with what stands beside it, such as the hours: only the number itself dials (RFC 3966). */
function phoneLink(phone: string): Html {
  const [, before = '', number, after = ''] =
    /^(.*?)([0-9０-９][0-9０-９()（）‐－ー-]{8,}[0-9０-９])(.*)$/s.exec(phone) ?? []
  if (number === undefined) return html`${phone}`
  const digits = number.normalize('NFKC').replace(/\D/g, '')
  return html`${before}<a class="phone" href="tel:${digits}">${number}</a>${after}`
}
