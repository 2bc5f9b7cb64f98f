import type { Channel } from '#shared/grant'

interface LetterNames {
  provider: string
  service: string
  /** In the era's words. */
  day: string
}

/** What each of the two notices calls the service, the companies that are linked and their customers (R94). */
const words: Record<Channel, { bank: string; first: string; company: string; customer: string }> = {
  personal: {
    bank: '個人向けインターネットバンキングサービス',
    first: '電子決済等代行業者（以下「API業者」という。）である',
    company: '「API業者」',
    customer: 'お客様',
  },
  business: {
    bank: '法人向けインターネットバンキング（ビジネスバンキング）',
    first: '外部企業（API連携先）である',
    company: '外部企業（API連携先）',
    customer: 'お客さま',
  },
}

/** The notices' own sentences on whose service it is. */
export const serviceNote: Record<Channel, string> = {
  personal:
    'API 連携先のサービスは、当組合が提供するサービスではございません。サービス内容についてのご不明な点につきましては、それぞれのサービスを提供する「API 業者」へお問い合わせください。',
  business:
    '注）各サービス内容は当組合が提供するものではありません。内容等につきましては、各 API 連携先へお問い合わせください。',
}

/** What a customer is told: that it ends or has ended, what goes on until then, and whom to ask about what was given. */
export function letterSentences(
  channel: Channel,
  ended: boolean,
  { provider, service, day }: LetterNames,
): string[] {
  const { bank, first, company, customer } = words[channel]
  const what = `${bank}における、${first}${provider}（サービス名：${service}）とのAPI連携`
  const data = `${customer}の残高や入出金明細等の情報`
  return [
    ended
      ? `${what}は、${day}をもって終了いたしました。`
      : `${what}を、${day}をもって終了いたします。`,
    ended
      ? `下記のAPI連携による、当組合から${company}への${data}の提供は終わっています。${customer}のお手続きは必要ありません。`
      : `下記のAPI連携は、終了日まで（有効期限がそれより早いものは有効期限まで）ご利用いただけます。終了日のあとは、当組合から${company}へ${data}を提供いたしません。${customer}のお手続きは必要ありません。`,
    `${company}がこれまでに受け取った情報の取扱いと、${company}のサービスの解約につきましては、${company}へお問い合わせください。`,
  ]
}

/** Whoever takes over the business has no consent of the customer's. */
export const successorSentence = (provider: string, successor: string): string =>
  `なお、${provider}の事業は${successor}が承継します。API連携は引き継がれません。${successor}のサービスでのご利用をご希望のときは、あらためて同意のうえ利用登録が必要です。`

export const letterTitle = (provider: string): string => `${provider}とのAPI連携の終了のお知らせ`
export const letterNumber = (number: string): string => `顧客番号　${number}`
/** Heads of the parts of a letter. */
export const letterHeads = {
  links: '対象のAPI連携',
  validUntil: '有効期限',
  asks: 'お問い合わせ先',
  union: '当組合',
  provider: 'API連携先',
} as const
