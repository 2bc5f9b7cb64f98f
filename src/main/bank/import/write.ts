import type { Insertable } from 'kysely'
import type { Store, Tables } from '#db'
import type { Channel } from '#shared/grant'
import type { ImportKind } from '#shared/import-columns'
import { reversed } from '#shared/search-key'
import { putSearchWords, searchColumns } from '../search/columns.ts'
import type { FactorCipher } from '../secrets.ts'
import { noPassword, writeEvent } from './events.ts'
import { accountOf, consentOf, customerOf, type ImportRow, text } from './known.ts'
import { writePeriod } from './periods.ts'

/** Secrets that a row replaces, hashed off the main thread; null: the row has none, or the one that is there already. */
export interface Hashed {
  password: string | null
  inquiryPin: string | null
  answers: (string | null)[]
}

/**
 * Writes one row of a file, inside a commit unit; writing it again changes nothing.
 * @returns for an event, until when grants were permitted that it ends, epoch ms
 */
export function writeRow(
  given: { store: Store; factors: FactorCipher; now: number },
  kind: ImportKind,
  row: ImportRow,
  hashed: Hashed,
): number | undefined {
  if (kind === 'events') return writeEvent(given, row, hashed.password)
  writers[kind === 'zengin' ? 'transactions' : kind](given, row, hashed)
  return undefined
}

type Writer = (
  given: { store: Store; factors: FactorCipher; now: number },
  row: ImportRow,
  hashed: Hashed,
) => void
const flag = (row: ImportRow, field: string, otherwise: 0 | 1): 0 | 1 =>
  row[field] === null || row[field] === undefined ? otherwise : row[field] === '1' ? 1 : 0
const amount = (row: ImportRow, field: string): number | null =>
  row[field] === null || row[field] === undefined ? null : Number(row[field])

/** What a file does not carry is kept. */
function putLogin(
  { store }: { store: Store },
  loginId: string,
  { password }: Hashed,
  columns: Omit<Insertable<Tables['logins']>, 'loginId' | 'passwordHash'>,
): void {
  const brought = password !== null && { passwordHash: password }
  const { customerId: _, ...changing } = columns
  const change = { ...changing, ...brought }
  const there = store.find('logins', { loginId })
  if (!there) store.insert('logins', { loginId, passwordHash: noPassword, ...columns, ...brought })
  else if (Object.keys(change).length > 0) store.update('logins', { id: there.id }, change)
}

const writers: Record<Exclude<ImportKind, 'zengin' | 'events'>, Writer> = {
  branches: ({ store }, row) =>
    store.put(
      'branches',
      { code: text(row, 'code') },
      {
        name: text(row, 'name'),
        kana: text(row, 'kana'),
        // Of a column that the file lacks it says nothing.
        ...(row.validFrom !== undefined && { validFrom: row.validFrom }),
        ...(row.validTo !== undefined && { validTo: row.validTo }),
      },
    ),
  customers: ({ store, factors, now }, row, hashed) => {
    const customerNumber = text(row, 'customerNumber')
    const before = store.find('customers', { customerNumber })
    const named = {
      name: text(row, 'name'),
      kana: text(row, 'kana'),
      phone: row.phone === undefined ? (before?.phone ?? '') : text(row, 'phone'),
    }
    const keys = searchColumns(named)
    const columns = {
      ...named,
      ...keys,
      birthDate: text(row, 'birthDate'),
      address: text(row, 'address'),
      branchCode: text(row, 'branchCode'),
    }
    const channel = text(row, 'channel') as Channel
    const id = before?.id ?? store.insert('customers', { customerNumber, channel, ...columns })
    if (before) {
      const phoneChangedAt = before.phoneKey === keys.phoneKey ? before.phoneChangedAt : now
      store.update('customers', { id }, { ...columns, phoneChangedAt })
    }
    putSearchWords(store, id)
    if (!row.loginId || row.channel !== 'personal') return
    const { userNumber } = store.find('logins', { loginId: row.loginId }) ?? {}
    const same =
      row.userNumber === null || (userNumber && factors.open(userNumber) === row.userNumber)
    putLogin({ store }, row.loginId, hashed, {
      customerId: id,
      ...(!same && { userNumber: factors.seal(text(row, 'userNumber')) }),
    })
  },
  users: (given, row, hashed) => {
    const company = customerOf(given.store, row)
    const customerId = company?.id ?? 0
    const may = consentOf(given.store, row)
    // 「どの利用者でも」 would be untrue from here on.
    if (may === '0' && company?.consentBy === 'any')
      given.store.update('customers', { id: customerId }, { consentBy: 'named' })
    putLogin(given, text(row, 'loginId'), hashed, {
      customerId,
      userName: text(row, 'userName'),
      ...(row.userKana && { userKana: row.userKana }),
      ...(may !== null && { mayConsent: may === '1' ? 1 : 0 }),
      ...(row.leftOn !== undefined && { leftOn: row.leftOn }),
    })
    putSearchWords(given.store, customerId)
  },
  questions: ({ store }, row, { answers }) => {
    const customerId = customerOf(store, row)?.id ?? 0
    answers.forEach((answerHash, i) => {
      const columns = { question: text(row, `question${i + 1}`), ...(answerHash && { answerHash }) }
      store.put('customerQuestions', { customerId, position: i + 1 }, columns)
    })
  },
  accounts: ({ store, now }, row, hashed) => {
    const number = text(row, 'number')
    const key = {
      branchCode: text(row, 'branchCode'),
      typeCode: text(row, 'typeCode') as '1',
      number,
    }
    const there = store.find('accounts', key)
    const columns = {
      primaryAccount:
        row.primaryAccount === undefined
          ? (there?.primaryAccount ?? 0)
          : flag(row, 'primaryAccount', 0),
      openedOn: text(row, 'openedOn'),
      closedOn: row.closedOn === undefined ? (there?.closedOn ?? null) : row.closedOn,
      memo: row.memo === undefined ? (there?.memo ?? '') : text(row, 'memo'),
    }
    const inquiryPinHash = hashed.inquiryPin ?? there?.inquiryPinHash ?? null
    const registered = inquiryPinHash !== null && flag(row, 'inquiryPinRegistered', 0) === 1
    const inquiryPinSince = there?.inquiryPinSince ?? (registered ? now : null)
    const all = { ...columns, inquiryPinHash, inquiryPinSince }
    if (there) store.update('accounts', { id: there.id }, all)
    else
      store.insert('accounts', {
        ...key,
        ...all,
        customerId: customerOf(store, row)?.id ?? 0,
        numberReversed: reversed(number),
      })
  },
  balances: ({ store }, row) =>
    store.update(
      'accounts',
      { id: accountOf(store, row)?.id ?? 0 },
      {
        balance: Number(row.balance),
        balanceAt: Number(row.balanceAt),
        withdrawable: amount(row, 'withdrawable'),
        previousDayBalance: amount(row, 'previousDayBalance'),
        previousMonthBalance: amount(row, 'previousMonthBalance'),
      },
    ),
  transactions: ({ store }, row) => {
    if (row.periodFrom) return writePeriod(store, row)
    const key = {
      accountId: accountOf(store, row)?.id ?? 0,
      date: text(row, 'date'),
      itemNo: text(row, 'itemNo'),
    }
    // A transaction that is in two files is written once.
    if (store.find('transactions', key)) return
    store.insert('transactions', {
      ...key,
      valueDate: row.valueDate ?? null,
      type: text(row, 'type') as '1',
      amount: Number(row.amount),
      balance: Number(row.balance),
      remarks: text(row, 'remarks'),
    })
  },
}
