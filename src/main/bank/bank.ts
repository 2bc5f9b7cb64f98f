import type { Channel } from '#shared/grant'

/** What the internet-banking core knows of a customer and staff may see. Credentials are never part of it. */
export interface Customer {
  id: number
  customerNumber: string
  channel: Channel
  name: string
  kana: string
  birthDate: string
  address: string
  phone: string
  branchCode: string
  branchName: string
}

export interface Account {
  id: number
  customerId: number
  branchCode: string
  branchName: string
  /** 預金種目: 1 普通, 2 当座, 4 貯蓄, 9 その他 (domain.md 6.4). */
  typeCode: '1' | '2' | '4' | '9'
  number: string
  primaryAccount: boolean
  /** Yen. */
  balance: number
  previousDayBalance: number
  previousMonthBalance: number
  openedOn: string
}

export interface Transaction {
  id: number
  date: string
  valueDate: string
  /** 1 入金, 2 出金. */
  type: '1' | '2'
  amount: number
  balance: number
  remarks: string
}

/** The sign-in side of a customer: counters and places, no secrets. */
export interface Login {
  customerId: number
  channel: Channel
  wrongEntries: number
  refusedUntil: number | null
  /** Positions (1-based) of the 利用者番号 still being asked for, if any. */
  digitPositions: number[] | null
  alwaysExtraChallenge: boolean
}

export interface CustomerHit {
  id: number
  customerNumber: string
  name: string
  kana: string
  branchName: string
  channel: Channel
}

/** The internet-banking core as this program sees it. Writes happen inside the caller's commit unit. */
export interface Bank {
  login(loginId: string): Login | undefined
  loginOf(customerId: number): Login | undefined
  /** Takes the same time for an unknown customer (undefined). */
  passwordMatches(customerId: number | undefined, password: string): Promise<boolean>
  userNumberLength(customerId: number): number
  digitsMatch(customerId: number, positions: readonly number[], typed: string): boolean
  questions(customerId: number): { position: number; question: string }[]
  answerMatches(customerId: number, position: number, typed: string): Promise<boolean>
  seenBefore(customerId: number, kind: 'range' | 'browser', value: string): boolean

  keepDigitPositions(customerId: number, positions: readonly number[] | null): void
  keepWrongEntry(customerId: number, wrongEntries: number, refusedUntil: number | null): void
  keepSignIn(customerId: number, range: string, browser: string, at: number): void
  clearWrongEntries(customerId: number): void

  customer(id: number): Customer | undefined
  /** 普通, 当座 and 貯蓄 accounts open now, the representative one first. */
  linkableAccounts(customerId: number): Account[]
  account(id: number): Account | undefined
  transactions(
    accountId: number,
    period: { from: string; to: string },
    page: { afterDate: string; afterId: number; limit: number },
  ): Transaction[]
  search(text: string, limit: number): CustomerHit[]
}
