import * as z from 'zod'
import { eraText } from './japanese-date.ts'

const ListRow = z.object({ provider: z.string(), service: z.string() })
export const PublicationBody = z.object({
  institution: z.string(),
  practice: z.boolean(),
  personal: z.array(ListRow),
  business: z.array(ListRow),
  clauses: z.array(
    z.object({
      provider: z.string(),
      registrationNumber: z.string(),
      liability: z.string(),
      safety: z.string(),
      subprocessors: z.string(),
    }),
  ),
  standards: z.array(z.string()),
  /** Whom it lists, by their numbers here: names come again. Publications of before have none. */
  providerIds: z.array(z.number()).optional(),
})
export type PublicationBody = z.infer<typeof PublicationBody>

export const publicationParts = ['personal', 'business', 'clauses', 'standards'] as const
export const changeKinds = ['added', 'removed', 'changed'] as const
export const missingClauses = ['empty', 'unchecked'] as const
type Change = {
  part: (typeof publicationParts)[number]
  kind: (typeof changeKinds)[number]
  name: string
}

/** Where the provider listener serves a publication, if it does. */
export const publicationPath = '/public/providers.html'

/** The words of the notices' tables (S0 and S1): heads, 注 and vocabulary of each channel. */
export const noticeTables = {
  personal: {
    title: '個人向けインターネットバンキング　API連携先・サービス内容一覧',
    heads: ['API 連携先', 'サービス内容（注）'],
    note: '注）各サービス内容は当組合が提供するものではありません。内容等につきましては、各「API 業者」へお問い合わせください。',
  },
  business: {
    title: '法人向けインターネットバンキング（ビジネスバンキング）　API連携先・サービス内容一覧',
    heads: ['API連携先', 'サービス内容（注）'],
    note: '注）各サービス内容は当組合が提供するものではありません。内容等につきましては、各 API 連携先へお問い合わせください。',
  },
} as const

/** The three matters of the contract that are published (銀行法52条の61の10第2項・第3項), in the order of the law. */
export const clauseTitles = {
  liability: '利用者に生じた損害についての賠償責任の分担に関する事項',
  safety: '利用者に関する情報の適正な取扱いおよび安全管理のための措置',
  subprocessors: '電子決済等代行業再委託者に関する措置',
} as const
export const clauseNames = Object.keys(clauseTitles) as (keyof typeof clauseTitles)[]
export const clausesTitle = '電子決済等代行業者との契約に定めた事項'
export const standardsTitle = '電子決済等代行業者に求める基準'
export const practiceMark = '【練習】架空のデータです'

/** `令和2年11月10日現在`. @param asOn `YYYY-MM-DD` */
export const asOfText = (asOn: string): string => `${eraText(asOn)}現在`

interface Named {
  name: string
  text: string
}
const partOf = (body: PublicationBody, part: Change['part']): Named[] =>
  part === 'standards'
    ? body.standards.map((text) => ({ name: text, text }))
    : part === 'clauses'
      ? body.clauses.map((one) => ({ name: one.provider, text: JSON.stringify(one) }))
      : body[part].map(({ provider, service }) => ({ name: provider, text: service }))

/**
 * What a new publication changes, part by part; a provider that has another name is one that went and one that came. Two may have one
 * name: what says the same in both is the same one.
 */
export function changesBetween(before: PublicationBody | null, after: PublicationBody): Change[] {
  return publicationParts.flatMap((part) => {
    const old = before ? partOf(before, part) : []
    const take = (is: (one: Named) => boolean): boolean => {
      const at = old.findIndex(is)
      if (at >= 0) old.splice(at, 1)
      return at >= 0
    }
    const other = partOf(after, part).filter(
      ({ name, text }) => !take((one) => one.name === name && one.text === text),
    )
    return [
      ...other.map(({ name }): Change => {
        const kind = take((one) => one.name === name) ? 'changed' : 'added'
        return { part, kind, name }
      }),
      ...old.map(({ name }): Change => ({ part, kind: 'removed', name })),
    ]
  })
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll('\n', '<br>')

const table = (body: PublicationBody, channel: 'personal' | 'business', asOn: string): string => {
  const { title, heads, note } = noticeTables[channel]
  const rows = body[channel].map(
    ({ provider, service }) =>
      `<tr><th scope="row">${escaped(provider)}</th><td>${escaped(service)}</td></tr>`,
  )
  return rows.length === 0
    ? ''
    : `<section><h2>${escaped(title)}</h2><p>${escaped(asOfText(asOn))}</p><table><thead><tr>${heads
        .map((head) => `<th scope="col">${escaped(head)}</th>`)
        .join(
          '',
        )}</tr></thead><tbody>${rows.join('')}</tbody></table><p>${escaped(note)}</p></section>`
}

/** A whole page without script and style, that a site can take over: the lists, the clauses, the standards. */
export function publicationHtml(body: PublicationBody, asOn: string): string {
  const clauses = body.clauses.map(
    (one) =>
      `<section><h3>${escaped(one.provider)}${one.registrationNumber === '' ? '' : `（${escaped(one.registrationNumber)}）`}</h3><dl>${clauseNames
        .map((name) => `<dt>${escaped(clauseTitles[name])}</dt><dd>${escaped(one[name])}</dd>`)
        .join('')}</dl></section>`,
  )
  const title = `${body.institution}　API連携先`
  return `<!doctype html><html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title></head><body><main><h1>${escaped(title)}</h1>${
    body.practice ? `<p><strong>${practiceMark}</strong></p>` : ''
  }${table(body, 'personal', asOn)}${table(body, 'business', asOn)}<section><h2>${clausesTitle}</h2><p>${escaped(asOfText(asOn))}</p>${clauses.join('')}</section><section><h2>${standardsTitle}</h2><ol>${body.standards
    .map((one) => `<li>${escaped(one)}</li>`)
    .join('')}</ol></section></main></body></html>
`
}
