import * as z from 'zod'

export const ImportKind = z.enum([
  'branches',
  'customers',
  'users',
  'questions',
  'accounts',
  'balances',
  'transactions',
  'zengin',
  'events',
])
export type ImportKind = z.infer<typeof ImportKind>
/** What accepting a file is: nothing more than data, who customers are and how they sign in, or the end of many links. */
export const ImportCase = z.enum(['plain', 'people', 'ends'])
export const ImportEncoding = z.enum(['utf-8', 'cp932'])
export type ImportEncoding = z.infer<typeof ImportEncoding>

/** What has to be there before a kind can be imported. */
export const importNeeds: Record<ImportKind, readonly ('branches' | 'customers' | 'accounts')[]> = {
  branches: [],
  customers: ['branches'],
  users: ['customers'],
  questions: ['customers'],
  accounts: ['customers'],
  balances: ['accounts'],
  transactions: ['accounts'],
  zengin: ['accounts'],
  events: ['customers'],
}

/** How a field is read; each form has its own words in `messages/`. */
export type ColumnForm =
  | 'text'
  | 'kana'
  | 'date'
  | 'phone'
  | 'channel'
  | 'branch'
  | 'customer'
  | 'type'
  | 'account'
  | 'amount'
  | 'signed'
  | 'direction'
  | 'login'
  | 'secret'
  | 'digits'
  | 'pin'
  | 'yes-no'
  | 'item'
  | 'instant'
  | 'as-of'
  | 'answer'
  | 'event'

export interface Column {
  /** The header in the file. */
  name: string
  field: string
  form: ColumnForm
  required: boolean
  /** Characters at most. */
  longest: number
  example: string
  /** An empty cell says something too (there is none): only a file without the column leaves what is there. */
  emptyTells?: true
}

const column = (
  name: string,
  field: string,
  form: ColumnForm,
  example: string,
  longest = 40,
  required = true,
): Column => ({ name, field, form, required, longest, example })
const optional = (name: string, field: string, form: ColumnForm, example: string, longest = 40) =>
  column(name, field, form, example, longest, false)

const telling = (...given: Parameters<typeof optional>): Column => ({
  ...optional(...given),
  emptyTells: true,
})

const place = [
  column('店番', 'branchCode', 'branch', '011', 3),
  column('科目', 'typeCode', 'type', '普通／当座／貯蓄／その他（1／2／4／9）', 4),
  column('口座番号', 'number', 'account', '1000002', 7),
]

/** The description of every CSV file: the check follows it and the console shows it (R77). */
export const importColumns: Record<Exclude<ImportKind, 'zengin'>, readonly Column[]> = {
  branches: [
    column('店番', 'code', 'branch', '011', 3),
    column('店名', 'name', 'text', '本店'),
    column('店名カナ', 'kana', 'kana', 'ﾎﾝﾃﾝ'),
    telling('有効開始日', 'validFrom', 'date', '2020-04-01', 20),
    telling('有効終了日', 'validTo', 'date', '2027-03-31', 20),
  ],
  customers: [
    column('顧客番号', 'customerNumber', 'customer', '0012345', 7),
    column('区分', 'channel', 'channel', '個人／法人', 4),
    column('氏名', 'name', 'text', '髙橋 優子', 80),
    column('カナ', 'kana', 'kana', 'ﾀｶﾊｼ ﾕｳｺ', 80),
    column('生年月日', 'birthDate', 'date', '1975-04-30', 20),
    column('住所', 'address', 'text', '秋田県秋田市山王1丁目1番1号', 200),
    telling('電話番号', 'phone', 'phone', '018-023-4567', 20),
    column('取扱店', 'branchCode', 'branch', '011', 3),
    optional('ログインID', 'loginId', 'login', 'ib0012345', 64),
    optional('初期パスワード', 'password', 'secret', '8文字以上', 128),
    optional('利用者番号', 'userNumber', 'digits', '6桁から20桁', 20),
  ],
  users: [
    column('顧客番号', 'customerNumber', 'customer', '0012345', 7),
    column('利用者名', 'userName', 'text', '渡部 真理', 80),
    column('ログインID', 'loginId', 'login', 'keiri01', 64),
    optional('初期パスワード', 'password', 'secret', '8文字以上', 128),
    // Optional: files of before have no such column, and a user without it is found by the written name alone (decision 0050).
    optional('利用者名カナ', 'userKana', 'kana', 'ﾜﾀﾅﾍﾞ ﾏﾘ', 80),
    optional('許可', 'mayConsent', 'yes-no', 'する／しない', 4),
    telling('利用終了日', 'leftOn', 'date', '2026-12-01', 20),
  ],
  // 合言葉, three for each person.
  questions: [
    column('顧客番号', 'customerNumber', 'customer', '0012345', 7),
    ...['1', '2', '3'].flatMap((n) => [
      column(`質問${n}`, `question${n}`, 'text', '母の旧姓', 40),
      column(`答え${n}`, `answer${n}`, 'answer', 'サトウ', 64),
    ]),
  ],
  accounts: [
    column('顧客番号', 'customerNumber', 'customer', '0012345', 7),
    ...place,
    telling('代表口座', 'primaryAccount', 'yes-no', 'する／しない', 4),
    telling('口座メモ', 'memo', 'text', '仕入れ用', 20),
    column('開設日', 'openedOn', 'date', '2015-04-01', 20),
    telling('解約日', 'closedOn', 'date', '2026-03-31', 20),
    optional('照会用暗証番号', 'inquiryPin', 'pin', '4桁の数字', 4),
    optional('照会用暗証番号登録', 'inquiryPinRegistered', 'yes-no', 'する／しない', 4),
  ],
  balances: [
    ...place,
    column('残高', 'balance', 'signed', '1234567', 16),
    column('基準日時', 'balanceAt', 'as-of', '2026-11-20 18:00', 30),
    optional('支払可能残高', 'withdrawable', 'signed', '1234567', 16),
    optional('前日残高', 'previousDayBalance', 'signed', '1234567', 16),
    optional('前月末残高', 'previousMonthBalance', 'signed', '1000000', 16),
  ],
  transactions: [
    ...place,
    column('取引日', 'date', 'date', '2026-11-20', 20),
    optional('起算日', 'valueDate', 'date', '2026-11-20', 20),
    column('取引番号', 'itemNo', 'item', '1', 20),
    column('入出金', 'type', 'direction', '入金／出金', 4),
    column('金額', 'amount', 'amount', '5000', 16),
    column('取引後残高', 'balance', 'signed', '1239567', 16),
    optional('摘要', 'remarks', 'text', '給与', 80),
    // The days of which the file holds every transaction of the account; a row may say this alone.
    optional('期間開始日', 'periodFrom', 'date', '2026-11-20', 20),
    optional('期間終了日', 'periodTo', 'date', '2026-11-20', 20),
  ],
  // Events of internet banking (R41).
  events: [
    column('顧客番号', 'customerNumber', 'customer', '0012345', 7),
    column('出来事', 'kind', 'event', 'パスワード変更／利用停止／解約／利用再開', 20),
    column('発生日時', 'at', 'instant', '2026-11-20 14:03:05', 30),
    // With パスワード変更 alone: whose, where a company has several users, and the new one.
    optional('ログインID', 'loginId', 'login', 'keiri01', 64),
    optional('新しいパスワード', 'password', 'secret', '8文字以上', 128),
  ],
}

export const importProblems = [
  'missing-column',
  'unknown-column',
  'wrong-columns',
  'required',
  'too-long',
  'form',
  'date',
  'era',
  'encoding',
  'unknown-encoding',
  'other-file',
  'other-kind',
  'delimiter',
  'control-character',
  'duplicate',
  'unknown-branch',
  'unknown-customer',
  'unknown-account',
  'not-business',
  'not-personal',
  'question-twice',
  'older-balance',
  'days-order',
  'period',
  'outside-period',
  'login-unknown',
  'login-needed',
  'other-event',
  'login-taken',
  'login-other',
  'channel-other',
  'holder-other',
  'entry-other',
  'in-future',
  'record-length',
  'record-order',
  'record-total',
  'ebcdic',
  'other-institution',
  'quote',
  'too-many-rows',
  'empty',
] as const

/** Values of these are never shown again. */
export const secretForms: readonly ColumnForm[] = ['secret', 'digits', 'pin', 'answer']

/** Row and column; 事象 and 対処 are in `messages/` by `problem`. */
export const ImportProblem = z.object({
  row: z.number(),
  column: z.string(),
  problem: z.enum(importProblems),
  detail: z.string(),
  /** What stood there; empty for secrets and where it is not one field. */
  value: z.string().optional(),
})
export type ImportProblem = z.infer<typeof ImportProblem>
