import * as z from 'zod'

interface PaperKind {
  /** It proves who somebody is; the others prove for whom they may act. */
  person: boolean
  /** A face can be compared with it. */
  photo: boolean
  /** How the name of its issuer ends; empty where it has none worth noting. */
  issuers: readonly string[]
  /**
   * Whether the last four digits of its number are noted. Never of 個人番号 (番号法20条), of an insured person's 記号・番号
   * (健康保険法194条の2) or of 基礎年金番号 (国民年金法108条の4), which nobody may ask for.
   */
  digits: boolean
}

const towns = ['市', '区', '町', '村', '市長', '区長', '町長', '村長']
/** What is shown at the counter or comes with a letter. */
export const papers = {
  'driving-licence': { person: true, photo: true, issuers: ['公安委員会'], digits: true },
  'my-number-card': { person: true, photo: true, issuers: towns, digits: false },
  passport: { person: true, photo: true, issuers: ['外務大臣', '外務省', '政府'], digits: true },
  'residence-card': { person: true, photo: true, issuers: ['出入国在留管理庁'], digits: true },
  'disability-handbook': {
    person: true,
    photo: true,
    issuers: ['都', '道', '府', '県', '市', '知事', '市長'],
    digits: true,
  },
  'insurance-certificate': {
    person: true,
    photo: false,
    issuers: ['協会', '組合', '市', '区', '町', '村', '連合', '共済'],
    digits: false,
  },
  'pension-book': { person: true, photo: false, issuers: ['日本年金機構', '庁'], digits: false },
  'residence-record': { person: true, photo: false, issuers: towns, digits: false },
  'seal-certificate': { person: true, photo: false, issuers: towns, digits: true },
  'registered-seal': { person: true, photo: false, issuers: [], digits: false },
  passbook: { person: true, photo: false, issuers: [], digits: true },
  mandate: { person: false, photo: false, issuers: [], digits: false },
  guardianship: { person: false, photo: false, issuers: ['法務局'], digits: true },
  'family-register': { person: false, photo: false, issuers: [...towns, '法務局'], digits: false },
  'company-register': { person: false, photo: false, issuers: ['法務局'], digits: true },
  'employee-card': { person: false, photo: false, issuers: [], digits: true },
  court: {
    person: false,
    photo: false,
    issuers: ['裁判所', '弁護士会', '警察署', '税務署'],
    digits: false,
  },
} as const satisfies Record<string, PaperKind>
export type Paper = keyof typeof papers
export const Paper = z.enum(Object.keys(papers) as Paper[])

const normal = (text: string): string => text.normalize('NFKC').trim()

/** A paper as staff note it: its kind, who issued it, and the last four digits of its number where they may be noted. */
export const SeenPaper = z
  .strictObject({
    kind: Paper,
    issuer: z.string().trim().max(40),
    digits: z
      .string()
      .transform((text) => normal(text).toUpperCase())
      .pipe(z.string().max(4)),
  })
  .refine(({ kind, issuer }) => isIssuer(kind, issuer), { path: ['issuer'], message: 'issuer' })
  .refine(
    ({ kind, digits }) => (papers[kind].digits ? /^[0-9A-Z]{4}$/.test(digits) : digits === ''),
    {
      path: ['digits'],
      message: 'last-digits',
    },
  )
export type SeenPaper = z.infer<typeof SeenPaper>

function isIssuer(kind: Paper, typed: string): boolean {
  const issuer = normal(typed)
  const { issuers }: PaperKind = papers[kind]
  return issuers.length === 0
    ? issuer === ''
    : issuers.some((end) => issuer === end || (issuer.endsWith(end) && issuer.length > end.length))
}
