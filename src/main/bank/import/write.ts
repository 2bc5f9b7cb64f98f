import type { Store } from '#db'
import type { Channel } from '#shared/grant'
import type { ImportKind } from '#shared/import-columns'
import { reversed } from '#shared/search-key'
import { putGrams, searchColumns } from '../search-columns.ts'
import type { FactorCipher } from '../secrets.ts'
import { accountOf, customerOf, type ImportRow } from './check.ts'
import {
  dropGrams,
  putAccount,
  putBalance,
  putBranch,
  putCustomer,
  putLogin,
  putTransaction,
  refuseLogins,
} from './statements.ts'

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
/** Epoch ms that no clock reaches: until 利用再開 is told. */
const untilTold = Number.MAX_SAFE_INTEGER
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
  customers: ({ store, factors, now }, row, hashed) => {
    const named = {
      name: text(row, 'name'),
      kana: text(row, 'kana'),
      phone: text(row, 'phone'),
    }
    const { grams, ...keys } = searchColumns(named)
    const found = store.statement(putCustomer).get({
      ...named,
      ...keys,
      customerNumber: text(row, 'customerNumber'),
      channel: text(row, 'channel') as Channel,
      birthDate: text(row, 'birthDate'),
      address: text(row, 'address'),
      branchCode: text(row, 'branchCode'),
      at: now,
    })
    const id = Number(found?.id)
    store.statement(dropGrams).run({ id })
    store.statement(putGrams).run({ id, grams })
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
  // What it does to grants is the engine's (R41).
  events: ({ store }, row) => {
    if (row.kind === 'password-changed') return
    store.statement(refuseLogins).run({
      customerNumber: text(row, 'customerNumber'),
      until: row.kind === 'service-resumed' ? null : untilTold,
    })
  },
}
