import { query, type Store } from '#db'

/** A row of a file: its fields as they are kept. */
export type ImportRow = Record<string, string | null>

const branch = query<{ code: string }>()((k, v) =>
  k.selectFrom('branches').select('code').where('code', '=', v('code')),
)
const customer = query<{ number: string }>()((k, v) =>
  k
    .selectFrom('customers')
    .select(['id', 'channel', 'consentBy'])
    .where('customerNumber', '=', v('number')),
)
const account = query<{ branchCode: string; typeCode: never; number: string }>()((k, v) =>
  k
    .selectFrom('accounts')
    .select(['id', 'customerId', 'balanceAt'])
    .where('branchCode', '=', v('branchCode'))
    .where('typeCode', '=', v('typeCode'))
    .where('number', '=', v('number')),
)
const logins = query<{ customerId: number }>()((k, v) =>
  k
    .selectFrom('logins')
    .select(['id', 'loginId', 'passwordAt'])
    .where('customerId', '=', v('customerId'))
    .orderBy('id'),
)

const current = query<{ customerId: number; today: string }>()((k, v) =>
  k
    .selectFrom('logins')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('customerId', '=', v('customerId'))
    .where((e) => e.or([e('leftOn', 'is', null), e('leftOn', '>', v('today'))])),
)

export const text = (row: ImportRow, field: string): string => row[field] ?? ''

export const isBranch = (store: Store, code: string): boolean =>
  store.statement(branch).get({ code }) !== undefined

export const customerOf = (store: Store, row: ImportRow) =>
  store.statement(customer).get({ number: text(row, 'customerNumber') })

/**
 * Whether the user of a row may consent, as fields are kept; null: as it is. A new one of whom the file says nothing may where any
 * user may, and not where the company's are named: nobody has named this one.
 */
export function consentOf(store: Store, row: ImportRow): string | null {
  const told = row.mayConsent ?? null
  if (told !== null || store.find('logins', { loginId: text(row, 'loginId') })) return told
  return customerOf(store, row)?.consentBy === 'any' ? '1' : '0'
}

export const accountOf = (store: Store, row: ImportRow) =>
  store.statement(account).get({
    branchCode: text(row, 'branchCode'),
    typeCode: text(row, 'typeCode') as never,
    number: text(row, 'number'),
  })

/** How many users a company has on a day (`YYYY-MM-DD`). */
export const usersOn = (store: Store, customerId: number, today: string): number =>
  store.statement(current).get({ customerId, today })?.n ?? 0

export const loginsOf = (store: Store, customerId: number) =>
  store.statement(logins).all({ customerId })
