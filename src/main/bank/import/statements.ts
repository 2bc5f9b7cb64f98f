import { query } from '#db'
import type { Channel } from '#shared/grant'

export const putBranch = query<{
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
  looseKey: string
  looseSwapped: string
  birthDate: string
  address: string
  phone: string
  phoneKey: string
  phoneReversed: string
  branchCode: string
  at: number
}
export const putCustomer = query<CustomerArgs>()((k, v) => {
  const changing = {
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
  }
  return k
    .insertInto('customers')
    .values({ customerNumber: v('customerNumber'), channel: v('channel'), ...changing })
    .onConflict((c) =>
      c.column('customerNumber').doUpdateSet((e) => ({
        ...changing,
        phoneChangedAt: e
          .case()
          .when('customers.phoneKey', '<>', v('phoneKey'))
          .then(v('at'))
          .else(e.ref('customers.phoneChangedAt'))
          .end(),
      })),
    )
    .returning('id')
})
export const dropGrams = query<{ id: number }>()((k, v) =>
  k.deleteFrom('customerGrams').where('rowid', '=', v('id')),
)
export const putLogin = query<{
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
export const putAccount = query<{
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
export const putBalance = query<{ id: number; balance: number; day: number; month: number }>()(
  (k, v) =>
    k
      .updateTable('accounts')
      .set({
        balance: v('balance'),
        previousDayBalance: v('day'),
        previousMonthBalance: v('month'),
      })
      .where('id', '=', v('id')),
)
export const putTransaction = query<{
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
/** Nobody signs in while internet banking itself would not let them. */
export const refuseLogins = query<{ customerNumber: string; until: number | null }>()((k, v) =>
  k
    .updateTable('logins')
    .set({ refusedUntil: v('until') })
    .where('customerId', 'in', (e) =>
      e.selectFrom('customers').select('id').where('customerNumber', '=', v('customerNumber')),
    ),
)
