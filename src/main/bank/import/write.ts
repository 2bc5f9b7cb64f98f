import type { Insertable } from 'kysely'
import type { Store, Tables } from '#db'
import type { Channel } from '#shared/grant'
import type { ImportKind } from '#shared/import-columns'
import { reversed } from '#shared/search-key'
import { putSearchWords, searchColumns } from '../search-columns.ts'
import type { FactorCipher } from '../secrets.ts'
import { accountOf, customerOf, type ImportRow } from './check.ts'
import { refuseLogins } from './statements.ts'

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
/** Later than any clock: sign-ins are refused until a file tells 利用再開. */
const untilTold = Number.MAX_SAFE_INTEGER
/** A sign-in that nobody can use until a password is set. */
const noPassword = '!'

/** Existing credentials are kept: the customer may have changed them since the former file. */
function putLogin(store: Store, login: Insertable<Tables['logins']>): void {
  const { loginId, userName = null, mayConsent = 1 } = login
  if (store.update('logins', { loginId }, { userName, mayConsent }) === 0)
    store.insert('logins', login)
}

const writers: Record<Exclude<ImportKind, 'zengin'>, Writer> = {
  branches: ({ store }, row) =>
    store.put(
      'branches',
      { code: text(row, 'code') },
      {
        name: text(row, 'name'),
        kana: text(row, 'kana'),
        validFrom: row.validFrom ?? null,
        validTo: row.validTo ?? null,
      },
    ),
  customers: ({ store, factors, now }, row, hashed) => {
    const customerNumber = text(row, 'customerNumber')
    const named = {
      name: text(row, 'name'),
      kana: text(row, 'kana'),
      phone: text(row, 'phone'),
    }
    const { grams, ...keys } = searchColumns(named)
    const columns = {
      ...named,
      ...keys,
      birthDate: text(row, 'birthDate'),
      address: text(row, 'address'),
      branchCode: text(row, 'branchCode'),
    }
    const before = store.find('customers', { customerNumber })
    const channel = text(row, 'channel') as Channel
    const id = before?.id ?? store.insert('customers', { customerNumber, channel, ...columns })
    if (before) {
      const phoneChangedAt = before.phoneKey === keys.phoneKey ? before.phoneChangedAt : now
      store.update('customers', { id }, { ...columns, phoneChangedAt })
    }
    putSearchWords(store, id, grams)
    if (row.loginId && row.channel === 'personal')
      putLogin(store, {
        customerId: id,
        loginId: row.loginId,
        passwordHash: hashed.password ?? noPassword,
        userNumber: row.userNumber ? factors.seal(row.userNumber) : null,
      })
  },
  users: ({ store }, row, hashed) =>
    putLogin(store, {
      customerId: customerOf(store, row) ?? 0,
      loginId: text(row, 'loginId'),
      userName: text(row, 'userName'),
      passwordHash: hashed.password ?? noPassword,
      mayConsent: flag(row, 'mayConsent', 1),
    }),
  accounts: ({ store, now }, row, hashed) => {
    const number = text(row, 'number')
    const key = {
      branchCode: text(row, 'branchCode'),
      typeCode: text(row, 'typeCode') as '1',
      number,
    }
    const columns = {
      primaryAccount: flag(row, 'primaryAccount', 0),
      openedOn: text(row, 'openedOn'),
      closedOn: row.closedOn ?? null,
      memo: text(row, 'memo'),
    }
    if (store.update('accounts', key, columns) > 0) return
    store.insert('accounts', {
      ...key,
      ...columns,
      customerId: customerOf(store, row) ?? 0,
      numberReversed: reversed(number),
      balance: 0,
      previousDayBalance: 0,
      previousMonthBalance: 0,
      inquiryPinHash: hashed.inquiryPin,
      inquiryPinSince:
        hashed.inquiryPin !== null && flag(row, 'inquiryPinRegistered', 0) ? now : null,
    })
  },
  balances: ({ store }, row) => {
    const balance = Number(row.balance)
    store.update(
      'accounts',
      { id: accountOf(store, row)?.id ?? 0 },
      {
        balance,
        previousDayBalance: Number(row.previousDayBalance ?? balance),
        previousMonthBalance: Number(row.previousMonthBalance ?? balance),
      },
    )
  },
  transactions: ({ store }, row) => {
    const key = {
      accountId: accountOf(store, row)?.id ?? 0,
      date: text(row, 'date'),
      itemNo: text(row, 'itemNo'),
    }
    // A transaction that is in two files is written once.
    if (store.find('transactions', key)) return
    store.insert('transactions', {
      ...key,
      valueDate: row.valueDate ?? key.date,
      type: text(row, 'type') as '1',
      amount: Number(row.amount),
      balance: Number(row.balance),
      remarks: text(row, 'remarks'),
    })
  },
  // The engine ends the grants (R41).
  events: ({ store }, row) => {
    if (row.kind === 'password-changed') return
    store.statement(refuseLogins).run({
      customerNumber: text(row, 'customerNumber'),
      until: row.kind === 'service-resumed' ? null : untilTold,
    })
  },
}
