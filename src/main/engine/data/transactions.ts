import * as z from 'zod'
import type { Account, Transaction } from '#bank'
import { AppError } from '#shared/errors'
import { isoDate } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'

const pageSize = 500

export interface TransactionPage {
  dateFrom: string
  dateTo: string
  transactions: Transaction[]
  nextItemKey: string | undefined
  /** From which day to which day every transaction of the account was delivered; null: nobody said. */
  completeFrom: string | null
  completeTo: string | null
}

/**
 * 入出金明細, oldest first, at most 500 a page (R80). Without dates: today; with a first date only: up to
 * today; with a last date only: from the beginning.
 * @throws AppError input.range (From > To), input.invalid (no such date or key), data.not-yet (nothing was ever delivered of
 * this account, so that an empty list would say too much)
 */
export function transactionPage(
  engine: Engine,
  account: Account,
  asked: {
    dateFrom?: string | undefined
    dateTo?: string | undefined
    nextItemKey?: string | undefined
  },
): TransactionPage {
  const today = isoDate(engine.clock.now())
  for (const date of [asked.dateFrom, asked.dateTo])
    if (date !== undefined && !isDate(date))
      throw new AppError('input.invalid', { detail: 'date must be YYYY-MM-DD' })
  const from = asked.dateFrom ?? (asked.dateTo === undefined ? today : '0000-01-01')
  const to = asked.dateTo ?? today
  if (from > to) throw new AppError('input.range', { detail: 'dateFrom is after dateTo' })
  const after =
    asked.nextItemKey === undefined ? { afterDate: '', afterId: 0 } : parseKey(asked.nextItemKey)
  const rows = engine.bank.transactions(account.id, { from, to }, { ...after, limit: pageSize + 1 })
  if (
    rows.length === 0 &&
    account.completeFrom === null &&
    !engine.bank.hasTransactions(account.id)
  )
    throw new AppError('data.not-yet')
  const transactions = rows.slice(0, pageSize)
  const last = transactions.at(-1)
  return {
    dateFrom: asked.dateFrom ?? transactions[0]?.date ?? to,
    dateTo: to,
    transactions,
    nextItemKey: rows.length > pageSize && last ? itemKey(last) : undefined,
    completeFrom: account.completeFrom,
    completeTo: account.completeTo,
  }
}

export function itemKey(transaction: { date: string; id: number }): string {
  return `${transaction.date.replaceAll('-', '')}${String(transaction.id).padStart(12, '0')}`
}

function parseKey(key: string): { afterDate: string; afterId: number } {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{12})$/.exec(key)
  if (!match) throw new AppError('input.invalid', { detail: 'nextItemKey' })
  return { afterDate: `${match[1]}-${match[2]}-${match[3]}`, afterId: Number(match[4]) }
}

const isDate = (text: string): boolean => z.iso.date().safeParse(text).success
