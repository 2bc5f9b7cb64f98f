import { query, type Store } from '#db'
import type { Channel } from '#shared/grant'
import type { ImportKind } from '#shared/import-columns'
import { digitsKey, grams, reversed, searchKey } from '#shared/search-key'
import type { FactorCipher } from '../secrets.ts'
import { accountOf, customerOf, type ImportRow } from './check.ts'

const putBranch = query<{
  code: string
  name: string
  kana: string
  from: string | null
  to: string | null
}>()((k, v) =>
  k
    .insertInto('branches')
    .values({
      code: v('code'),
      name: v('name'),
      kana: v('kana'),
      validFrom: v('from'),
      validTo: v('to'),
    })
    .onConflict((c) =>
      c
        .column('code')
        .doUpdateSet({ name: v('name'), kana: v('kana'), validFrom: v('from'), validTo: v('to') }),
    ),
)
interface CustomerArgs {
  customerNumber: string
  channel: Channel
  name: string
  kana: string
  nameKey: string
  kanaKey: string
  birthDate: string
  address: string
  phone: string
  phoneKey: string
  phoneReversed: string
  branchCode: string
}
const putCustomer = query<CustomerArgs>()((k, v) => {
  const changing = {
    name: v('name'),
    kana: v('kana'),
    nameKey: v('nameKey'),
    kanaKey: v('kanaKey'),
    birthDate: v('birthDate'),
    address: v('address'),
    phone: v('phone'),
    phoneKey: v('phoneKey'),
    phoneReversed: v('phoneReversed'),
    branchCode: v('branchCode'),
  }
  return k
    .insertInto('customers')
    .values({ customerNumber: v('customerNumber'), channel: v('channel'), ...changing })
    .onConflict((c) => c.column('customerNumber').doUpdateSet(changing))
    .returning('id')
})
const dropGrams = query<{ id: number }>()((k, v) =>
  k.deleteFrom('customerGrams').where('rowid', '=', v('id')),
)
const putGrams = query<{ id: number; grams: string }>()((k, v) =>
  k.insertInto('customerGrams').values({ rowid: v('id'), grams: v('grams') }),
)
const putLogin = query<{
  customerId: number
  loginId: string
  userName: string | null
  passwordHash: string
  userNumber: Uint8Array | null
  mayConsent: 0 | 1
}>()((k, v) =>
  k
    .insertInto('logins')
    .values({
      customerId: v('customerId'),
      loginId: v('loginId'),
      userName: v('userName'),
      passwordHash: v('passwordHash'),
      userNumber: v('userNumber'),
      mayConsent: v('mayConsent'),
    })
    // Credentials that are there are the customer's own by now: a file does not overwrite them.
    .onConflict((c) =>
      c.column('loginId').doUpdateSet({ userName: v('userName'), mayConsent: v('mayConsent') }),
    ),
)
const putAccount = query<{
  customerId: number
  branchCode: string
  typeCode: '1' | '2' | '4' | '9'
  number: string
  numberReversed: string
  primaryAccount: 0 | 1
  openedOn: string
  closedOn: string | null
  memo: string
  pinHash: string | null
  pinSince: number | null
}>()((k, v) =>
  k
    .insertInto('accounts')
    .values({
      customerId: v('customerId'),
      branchCode: v('branchCode'),
      typeCode: v('typeCode'),
      number: v('number'),
      numberReversed: v('numberReversed'),
      primaryAccount: v('primaryAccount'),
      openedOn: v('openedOn'),
      closedOn: v('closedOn'),
      memo: v('memo'),
      balance: 0,
      previousDayBalance: 0,
      previousMonthBalance: 0,
      inquiryPinHash: v('pinHash'),
      inquiryPinSince: v('pinSince'),
    })
    .onConflict((c) =>
      c.columns(['branchCode', 'typeCode', 'number']).doUpdateSet({
        primaryAccount: v('primaryAccount'),
        openedOn: v('openedOn'),
        closedOn: v('closedOn'),
        memo: v('memo'),
      }),
    ),
)
const putBalance = query<{ id: number; balance: number; day: number; month: number }>()((k, v) =>
  k
    .updateTable('accounts')
    .set({
      balance: v('balance'),
      previousDayBalance: v('day'),
      previousMonthBalance: v('month'),
    })
    .where('id', '=', v('id')),
)
const putTransaction = query<{
  accountId: number
  date: string
  valueDate: string
  type: '1' | '2'
  amount: number
  balance: number
  remarks: string
  itemNo: string
}>()((k, v) =>
  k
    .insertInto('transactions')
    .values({
      accountId: v('accountId'),
      date: v('date'),
      valueDate: v('valueDate'),
      type: v('type'),
      amount: v('amount'),
      balance: v('balance'),
      remarks: v('remarks'),
      itemNo: v('itemNo'),
    })
    // The same movement told twice is one movement.
    .onConflict((c) => c.columns(['accountId', 'date', 'itemNo']).doNothing()),
)

/** What must be worked out before a row can be written: hashes, off the main thread. */
export interface Hashed {
  password: string | null
  inquiryPin: string | null
}

/** Writes one row of a file, inside a commit unit; writing it again changes nothing. */
export function writeRow(
  given: { store: Store; factors: FactorCipher; now: number },
  kind: ImportKind,
  row: ImportRow,
  hashed: Hashed,
): void {
  writers[kind === 'zengin' ? 'transactions' : kind](given, row, hashed)
}

type Writer = (
  given: { store: Store; factors: FactorCipher; now: number },
  row: ImportRow,
  hashed: Hashed,
) => void
const text = (row: ImportRow, field: string): string => row[field] ?? ''
const flag = (row: ImportRow, field: string, otherwise: 0 | 1): 0 | 1 =>
  row[field] === null || row[field] === undefined ? otherwise : row[field] === '1' ? 1 : 0
/** A sign-in that nobody can use until a password is set. */
const noPassword = '!'

const writers: Record<Exclude<ImportKind, 'zengin'>, Writer> = {
  branches: ({ store }, row) =>
    void store.statement(putBranch).run({
      code: text(row, 'code'),
      name: text(row, 'name'),
      kana: text(row, 'kana'),
      from: row.validFrom ?? null,
      to: row.validTo ?? null,
    }),
  customers: ({ store, factors }, row, hashed) => {
    const nameKey = searchKey(text(row, 'name'))
    const kanaKey = searchKey(text(row, 'kana'))
    const phoneKey = digitsKey(text(row, 'phone'))
    const found = store.statement(putCustomer).get({
      customerNumber: text(row, 'customerNumber'),
      channel: text(row, 'channel') as Channel,
      name: text(row, 'name'),
      kana: text(row, 'kana'),
      nameKey,
      kanaKey,
      birthDate: text(row, 'birthDate'),
      address: text(row, 'address'),
      phone: text(row, 'phone'),
      phoneKey,
      phoneReversed: reversed(phoneKey),
      branchCode: text(row, 'branchCode'),
    })
    const id = Number(found?.id)
    store.statement(dropGrams).run({ id })
    store.statement(putGrams).run({ id, grams: [...grams(nameKey), ...grams(kanaKey)].join(' ') })
    if (row.loginId && row.channel === 'personal')
      store.statement(putLogin).run({
        customerId: id,
        loginId: row.loginId,
        userName: null,
        passwordHash: hashed.password ?? noPassword,
        userNumber: row.userNumber ? factors.seal(row.userNumber) : null,
        mayConsent: 1,
      })
  },
  users: ({ store }, row, hashed) =>
    void store.statement(putLogin).run({
      customerId: customerOf(store, row) ?? 0,
      loginId: text(row, 'loginId'),
      userName: text(row, 'userName'),
      passwordHash: hashed.password ?? noPassword,
      userNumber: null,
      mayConsent: flag(row, 'mayConsent', 1),
    }),
  accounts: ({ store, now }, row, hashed) =>
    void store.statement(putAccount).run({
      customerId: customerOf(store, row) ?? 0,
      branchCode: text(row, 'branchCode'),
      typeCode: text(row, 'typeCode') as '1',
      number: text(row, 'number'),
      numberReversed: reversed(text(row, 'number')),
      primaryAccount: flag(row, 'primaryAccount', 0),
      openedOn: text(row, 'openedOn'),
      closedOn: row.closedOn ?? null,
      memo: text(row, 'memo'),
      pinHash: hashed.inquiryPin,
      pinSince: hashed.inquiryPin !== null && flag(row, 'inquiryPinRegistered', 0) ? now : null,
    }),
  balances: ({ store }, row) => {
    const balance = Number(row.balance)
    store.statement(putBalance).run({
      id: accountOf(store, row)?.id ?? 0,
      balance,
      day: Number(row.previousDayBalance ?? balance),
      month: Number(row.previousMonthBalance ?? balance),
    })
  },
  transactions: ({ store }, row) =>
    void store.statement(putTransaction).run({
      accountId: accountOf(store, row)?.id ?? 0,
      date: text(row, 'date'),
      valueDate: row.valueDate ?? text(row, 'date'),
      type: text(row, 'type') as '1',
      amount: Number(row.amount),
      balance: Number(row.balance),
      remarks: text(row, 'remarks'),
      itemNo: text(row, 'itemNo'),
    }),
}
