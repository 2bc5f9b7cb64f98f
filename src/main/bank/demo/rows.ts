import { query } from '#db'
import type { Channel } from '#shared/grant'
import type { DemoAccount, DemoPerson } from './generate.ts'

interface CustomerRow extends Omit<DemoPerson, 'userNumber' | 'loginId'> {
  customerNumber: string
  channel: Channel
  nameKey: string
  kanaKey: string
  looseKey: string
  looseSwapped: string
  phoneKey: string
  phoneReversed: string
  consentBy: 'any' | 'named'
}

export const addBranch = query<{ code: string; name: string; kana: string }>()((k, v) =>
  k
    .insertInto('branches')
    .values({ code: v('code'), name: v('name'), kana: v('kana') })
    .onConflict((c) => c.doNothing()),
)
export const addCustomer = query<CustomerRow>()((k, v) =>
  k.insertInto('customers').values({
    id: v('id'),
    customerNumber: v('customerNumber'),
    channel: v('channel'),
    name: v('name'),
    kana: v('kana'),
    nameKey: v('nameKey'),
    kanaKey: v('kanaKey'),
    looseKey: v('looseKey'),
    looseSwapped: v('looseSwapped'),
    birthDate: v('birthDate'),
    address: v('address'),
    phone: v('phone'),
    phoneKey: v('phoneKey'),
    phoneReversed: v('phoneReversed'),
    branchCode: v('branchCode'),
    consentBy: v('consentBy'),
  }),
)
export const addLogin = query<{
  customerId: number
  loginId: string
  userName: string | null
  passwordHash: string
  userNumber: Uint8Array | null
  extraChallenge: 0 | 1
  mayConsent: 0 | 1
}>()((k, v) =>
  k.insertInto('logins').values({
    customerId: v('customerId'),
    loginId: v('loginId'),
    userName: v('userName'),
    passwordHash: v('passwordHash'),
    userNumber: v('userNumber'),
    extraChallenge: v('extraChallenge'),
    mayConsent: v('mayConsent'),
  }),
)
export const addQuestion = query<{
  customerId: number
  position: number
  question: string
  answerHash: string
}>()((k, v) =>
  k.insertInto('customerQuestions').values({
    customerId: v('customerId'),
    position: v('position'),
    question: v('question'),
    answerHash: v('answerHash'),
  }),
)
export const addAccount = query<
  Omit<DemoAccount, 'typeCode'> & {
    typeCode: '1' | '2' | '4' | '9'
    numberReversed: string
    balance: number
    day: number
    month: number
    openedOn: string
    memo: string
    inquiryPinHash: string | null
    inquiryPinSince: number | null
  }
>()((k, v) =>
  k.insertInto('accounts').values({
    id: v('id'),
    customerId: v('customerId'),
    branchCode: v('branchCode'),
    typeCode: v('typeCode'),
    number: v('number'),
    numberReversed: v('numberReversed'),
    primaryAccount: v('primaryAccount'),
    balance: v('balance'),
    previousDayBalance: v('day'),
    previousMonthBalance: v('month'),
    openedOn: v('openedOn'),
    memo: v('memo'),
    inquiryPinHash: v('inquiryPinHash'),
    inquiryPinSince: v('inquiryPinSince'),
  }),
)
export const addTransaction = query<{
  accountId: number
  date: string
  type: '1' | '2'
  amount: number
  balance: number
  remarks: string
}>()((k, v) =>
  k.insertInto('transactions').values({
    accountId: v('accountId'),
    date: v('date'),
    valueDate: v('date'),
    type: v('type'),
    amount: v('amount'),
    balance: v('balance'),
    remarks: v('remarks'),
  }),
)
export const addSignIn = query<{
  customerId: number
  kind: 'range' | 'browser'
  value: string
  at: number
}>()((k, v) =>
  k
    .insertInto('customerSignIns')
    .values({ customerId: v('customerId'), kind: v('kind'), value: v('value'), lastAt: v('at') }),
)
