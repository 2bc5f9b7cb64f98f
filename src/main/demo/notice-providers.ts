import type { Channel } from '#shared/grant'

export interface NoticeProvider {
  name: string
  kana: string
  personal: string
  business: string
  algorithm: 'PS256' | 'ES256'
  /** Two of them are clients from before FAPI 2.0: their tokens are bound to no key, which the console shows. */
  dpop?: false
  /** 業務選択=あり (B2). */
  asksServices?: boolean
  /** Lets customers choose accounts. */
  asksAccounts?: boolean
}

/** The nine companies of the two notices, with each channel's own service name (R17, R20). Registration numbers are not invented. */
export const noticeProviders: NoticeProvider[] = [
  {
    name: '株式会社マネーフォワード',
    kana: 'マネーフォワード',
    personal: 'マネーフォワード クラウド会計 等',
    business: 'マネーフォワード クラウドシリーズ 等',
    algorithm: 'PS256',
  },
  {
    name: 'マネーツリー株式会社',
    kana: 'マネーツリー',
    personal: 'Moneytree 等',
    business: 'MT LINK 等',
    algorithm: 'ES256',
  },
  {
    name: 'フリー株式会社',
    kana: 'フリー',
    personal: 'クラウド会計ソフト freee 等',
    business: 'クラウド会計ソフト freee 等',
    algorithm: 'ES256',
    asksServices: true,
  },
  {
    name: '弥生株式会社',
    kana: 'ヤヨイ',
    personal: '弥生会計 等',
    business: '弥生会計オンライン、やよいの青色申告オンライン 等',
    algorithm: 'ES256',
  },
  {
    name: 'ソリマチ株式会社',
    kana: 'ソリマチ',
    personal: '会計王、スマホ社長 等',
    business: '会計王、スマホ社長 等',
    algorithm: 'ES256',
    asksAccounts: true,
  },
  {
    name: 'SBIビジネス・ソリューションズ株式会社',
    kana: 'エスビーアイビジネス・ソリューションズ',
    personal: 'マネールック 等',
    business: 'Money Look 等',
    algorithm: 'ES256',
  },
  {
    name: '株式会社Zaim',
    kana: 'ザイム',
    personal: 'zaim 等',
    business: '',
    algorithm: 'ES256',
  },
  {
    name: 'LINE Pay株式会社',
    kana: 'ラインペイ',
    personal: 'LINE家計簿 等',
    business: '',
    algorithm: 'ES256',
    dpop: false,
  },
  {
    name: '株式会社ミロク情報サービス',
    kana: 'ミロクジョウホウサービス',
    personal: '',
    business: '取引明細連携ツール「Account Tracker Plus」等',
    algorithm: 'ES256',
    dpop: false,
  },
]

export const sampleProvider: NoticeProvider = {
  name: '家計簿デモ',
  kana: 'カケイボデモ',
  personal: '家計簿デモ（見本アプリ）',
  business: '',
  algorithm: 'PS256',
}

export function channelsOf(provider: NoticeProvider): Channel[] {
  return [
    ...(provider.personal ? (['personal'] as const) : []),
    ...(provider.business ? (['business'] as const) : []),
  ]
}

/** For measurements: of nobody. */
export const inventedProvider = (number: number): NoticeProvider => ({
  name: `株式会社見本第${number}`,
  kana: `ミホンダイ${number}`,
  personal: `見本の家計簿${number}`,
  business: `見本の会計${number}`,
  algorithm: 'ES256',
})
