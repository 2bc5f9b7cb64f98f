import type { Generated } from 'kysely'
import type { AccountType } from '#shared/account-type'
import type { Channel } from '#shared/grant'
import type { ImportEncoding, ImportKind } from '#shared/import-columns'

/** The internet-banking core as we keep it, and the files that bring it in. */
export interface BankTables {
  branches: {
    code: string
    name: string
    kana: string
    validFrom: string | null
    validTo: string | null
  }
  imports: {
    id: Generated<number>
    kind: ImportKind
    fileName: string
    encoding: ImportEncoding
    fileHash: Uint8Array
    rows: number
    written: Generated<number>
    state: 'staging' | 'accepted' | 'done' | 'cancelled'
    staffId: string
    staffName: string
    createdAt: number
    endedAt: number | null
    secondId: Generated<string | null>
    secondName: Generated<string | null>
    /** Grants that a file of 出来事 was to end when it was accepted. */
    ends: Generated<number>
  }
  importRows: { importId: number; n: number; payload: Uint8Array }
  customers: {
    id: Generated<number>
    customerNumber: string
    channel: Channel
    name: string
    kana: string
    nameKey: string
    kanaKey: string
    looseKey: string
    looseSwapped: string
    birthDate: string
    address: string
    phone: string
    phoneKey: string
    phoneReversed: string
    branchCode: string
    phoneChangedAt: Generated<number | null>
    consentBy: Generated<'any' | 'named'>
    serviceState: Generated<'stopped' | 'ended' | null>
    serviceEventAt: Generated<number | null>
    lacksQuestions: Generated<0 | 1>
  }
  logins: {
    id: Generated<number>
    customerId: number
    loginId: string
    userName: string | null
    /** Its reading; empty where no file gave one. */
    userKana: Generated<string>
    passwordHash: string
    passwordAt: Generated<number | null>
    userNumber: Uint8Array | null
    extraChallenge: Generated<0 | 1>
    mayConsent: Generated<0 | 1>
    /** From which day of Japan on a company's user is one no more; it may lie ahead. */
    leftOn: Generated<string | null>
    wrongEntries: Generated<number>
    refusedUntil: number | null
    /** The last wrong entry that counted; null: none since the counter was cleared, or before schema 48. */
    wrongAt: Generated<number | null>
    digitPositions: string | null
    questionPosition: number | null
  }
  customerGrams: { rowid: number; grams: string }
  customerQuestions: { customerId: number; position: number; question: string; answerHash: string }
  customerSignIns: { customerId: number; kind: 'range' | 'browser'; value: string; lastAt: number }
  sourceFailures: { source: string; wrongEntries: number; firstAt: number }
  accounts: {
    id: Generated<number>
    customerId: number
    branchCode: string
    typeCode: AccountType
    number: string
    numberReversed: string
    primaryAccount: 0 | 1
    balance: Generated<number | null>
    balanceAt: Generated<number | null>
    withdrawable: Generated<number | null>
    previousDayBalance: Generated<number | null>
    previousMonthBalance: Generated<number | null>
    completeFrom: Generated<string | null>
    completeTo: Generated<string | null>
    openedOn: string
    closedOn: string | null
    memo: Generated<string>
    inquiryPinHash: string | null
    inquiryPinSince: number | null
  }
  transactions: {
    id: Generated<number>
    accountId: number
    date: string
    valueDate: string | null
    type: '1' | '2'
    amount: number
    balance: number
    remarks: string
    itemNo: string | null
  }
}
