import type { AccountType } from '#shared/account-type'
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
  /** When the registered telephone number last changed; null while it never did. */
  phoneChangedAt: number | null
  /**
   * Of a company: whether those of its users who come later may consent for it too (`any`: all who are there may), or only those
   * named, each by their own `mayConsent`.
   */
  consentBy: 'any' | 'named'
}

export interface Account {
  id: number
  customerId: number
  branchCode: string
  branchName: string
  typeCode: AccountType
  number: string
  primaryAccount: boolean
  /** Yen, as delivered; null: not delivered. */
  balance: number | null
  /** When the balance was true, epoch ms; null together with it. */
  balanceAt: number | null
  withdrawable: number | null
  previousDayBalance: number | null
  previousMonthBalance: number | null
  /** First and last day (`YYYY-MM-DD`) between which every transaction was delivered; null: nobody said. */
  completeFrom: string | null
  completeTo: string | null
  openedOn: string
  /** 口座メモ, up to 20 characters. */
  memo: string
  /** Whether the 照会用暗証番号 is registered for inquiries, which business links need (R24). */
  inquiryPinRegistered: boolean
  /** Whether the company has filed one with the credit union at all: without it nothing can be registered. */
  inquiryPinOnFile: boolean
}

/** 普通, 当座 and 貯蓄 accounts can be linked; others are shown with the reason. */
export function isLinkable(account: Pick<Account, 'typeCode'>): boolean {
  return account.typeCode !== '9'
}

/** A user of a company, with a sign-in of their own. */
export interface CompanyUser {
  id: number
  loginId: string
  userName: string
  /** Its reading, as a file gave it; empty: none has. */
  userKana: string
  mayConsent: boolean
  /** From which day (`YYYY-MM-DD`) of Japan on this is no user any more, by a file; it may lie ahead. */
  leftOn: string | null
  /** Whether that day has come. */
  hasLeft: boolean
}

export interface Transaction {
  id: number
  date: string
  /** 起算日; null: not delivered. */
  valueDate: string | null
  /** 1 入金, 2 出金. */
  type: '1' | '2'
  amount: number
  balance: number
  remarks: string
}

/** The sign-in of a person or of a company's user: counters and places, no secrets. */
export interface Login {
  id: number
  customerId: number
  channel: Channel
  /** The company's user; null for a person. */
  userName: string | null
  /** Whether this user may consent for the company; always so for a person. */
  mayConsent: boolean
  /** Whether this was a user of the company and is one no more. */
  hasLeft: boolean
  wrongEntries: number
  refusedUntil: number | null
  /** The last wrong entry that counted, epoch ms: a lock holds since then. */
  wrongAt: number | null
  /** Positions (1-based) of the 利用者番号 still being asked for, if any. */
  digitPositions: number[] | null
  /** The question still being asked, if any. */
  questionPosition: number | null
  alwaysExtraChallenge: boolean
  /** 利用停止 or 解約 of internet banking: nothing can be linked. */
  serviceStopped: boolean
}

export interface CustomerHit {
  id: number
  customerNumber: string
  name: string
  kana: string
  branchName: string
  channel: Channel
  branchCode: string
  birthDate: string
  address: string
  phone: string
  nameKey: string
  kanaKey: string
}

/** What a search found, and what of the text it could not take. */
export interface Found {
  hits: CustomerHit[]
  /** Nobody fits all that was said: these fit all but one thing. */
  partly: boolean
  /** Parts of numbers, house numbers and decades: not taken from whoever finds whole values only (R123). */
  ignored: ('digits' | 'house' | 'decade')[]
  /** The first of all who fit, more than are shown: what they differ in narrows the search. */
  like: CustomerHit[]
}

/**
 * Whether telephone and account numbers are found by a part of them, or as a whole only: by parts they could be learnt digit for
 * digit.
 */
export type NumberSearch = 'parts' | 'whole'

/** The internet-banking core as this program sees it. Writes happen inside the caller's commit unit. */
export interface Bank {
  login(loginId: string): Login | undefined
  loginById(id: number): Login | undefined
  /** Takes the same time for an unknown login (undefined). */
  passwordMatches(loginKey: number | undefined, password: string): Promise<boolean>
  /** Differs after the password was changed, and says nothing else. */
  passwordVersion(loginKey: number): string
  userNumberLength(loginKey: number): number
  digitsMatch(loginKey: number, positions: readonly number[], typed: string): boolean
  questions(customerId: number): { position: number; question: string }[]
  setQuestions(
    customerId: number,
    questions: readonly { question: string; answerHash: string }[],
  ): void
  answerMatches(customerId: number, position: number, typed: string): Promise<boolean>
  seenBefore(customerId: number, kind: 'range' | 'browser', value: string): boolean

  /** Against the PIN as notified to the union; false where none was. */
  inquiryPinMatches(accountId: number, typed: string): Promise<boolean>

  keepDigitPositions(loginKey: number, positions: readonly number[]): void
  keepQuestion(loginKey: number, position: number | null): void
  keepWrongEntry(
    loginKey: number,
    entry: Pick<Login, 'wrongEntries' | 'refusedUntil' | 'wrongAt'>,
  ): void
  keepSignIn(customerId: number, range: string, browser: string, at: number): void
  /** What was asked stays asked. */
  clearWrongEntries(loginKey: number): void
  registerInquiryPin(accountId: number, at: number): void
  allowConsent(loginKey: number, may: boolean): void
  consentBy(customerId: number, who: Customer['consentBy']): void

  customer(id: number): Customer | undefined
  /** Those who have left too. */
  users(customerId: number): CompanyUser[]
  /** Every account open now, the representative one first. */
  openAccounts(customerId: number): Account[]
  account(id: number): Account | undefined
  transactions(
    accountId: number,
    period: { from: string; to: string },
    page: { afterDate: string; afterId: number; limit: number },
  ): Transaction[]
  /** Whether any transaction of the account was ever delivered. */
  hasTransactions(accountId: number): boolean
  search(text: string, limit: number, numbers?: NumberSearch): Found
}
