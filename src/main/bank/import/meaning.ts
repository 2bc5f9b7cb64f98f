import type { Store } from '#db'
import type { ImportKind, ImportProblem } from '#shared/import-columns'
import { accountOf, customerOf, type ImportRow, isBranch, loginsOf, text } from './known.ts'

export type CsvKind = Exclude<ImportKind, 'zengin'>
/** The field that is wrong, and how. */
export type Wrong = [field: string, problem: ImportProblem['problem']]

/** Clocks of two machines may differ: a time this far ahead is still accepted. */
const clockSlackMs = 5 * 60_000
const questionFields = ['question1', 'question2', 'question3'] as const

interface Given {
  store: Store
  /** Epoch ms. */
  now: number
  row: ImportRow
  /** Login IDs that customers of this file have already. */
  logins: Set<string>
}

const later = ({ row, now }: Given, field: string): Wrong[] =>
  Number(row[field]) > now + clockSlackMs ? [[field, 'in-future']] : []

function branchOf({ store, row }: Given): Wrong[] {
  return isBranch(store, text(row, 'branchCode')) ? [] : [['branchCode', 'unknown-branch']]
}

function loginTaken({ store, row, logins }: Given, kind: CsvKind): Wrong[] {
  const { loginId } = row
  if (!loginId) return []
  const there = store.find('logins', { loginId })
  const taken =
    (there && there.customerId !== customerOf(store, row)?.id) ||
    (kind === 'customers' && logins.has(loginId))
  logins.add(loginId)
  return taken ? [['loginId', 'login-taken']] : []
}

/** Whether a different transaction has the same number; an identical one was imported before and is accepted. */
function entryOther(store: Store, accountId: number, row: ImportRow): boolean {
  const there = store.find('transactions', {
    accountId,
    date: text(row, 'date'),
    itemNo: text(row, 'itemNo'),
  })
  return (
    there !== undefined &&
    (there.type !== row.type ||
      there.amount !== Number(row.amount) ||
      there.balance !== Number(row.balance))
  )
}

/** What a row of a kind may not say, against what is known already. */
export const meaning: Record<CsvKind, (given: Given) => Wrong[]> = {
  branches: ({ store, row }) => {
    const there = store.find('branches', { code: text(row, 'code') })
    const { validFrom = there?.validFrom, validTo = there?.validTo } = row
    return validFrom && validTo && validFrom > validTo ? [['validTo', 'days-order']] : []
  },
  customers: (given) => {
    const { store, row } = given
    const wrong = [...branchOf(given), ...loginTaken(given, 'customers')]
    const known = customerOf(store, row)
    if (!known) return wrong
    if (known.channel !== row.channel) return [...wrong, ['channel', 'channel-other']]
    // A person has one login: a second login ID would leave the first one usable.
    const [present] =
      row.loginId && row.channel === 'personal' ? loginsOf(store, known.id) : ([] as undefined[])
    return present && present.loginId !== row.loginId
      ? [...wrong, ['loginId', 'login-other']]
      : wrong
  },
  users: (given) => {
    const known = customerOf(given.store, given.row)
    if (!known) return [['customerNumber', 'unknown-customer']]
    if (known.channel !== 'business') return [['customerNumber', 'not-business']]
    return loginTaken(given, 'users')
  },
  questions: ({ store, row }) => {
    const known = customerOf(store, row)
    if (!known) return [['customerNumber', 'unknown-customer']]
    if (known.channel !== 'personal') return [['customerNumber', 'not-personal']]
    const asked = questionFields.map((field) => text(row, field).normalize('NFKC'))
    const twice = questionFields.find((_, i) => asked.indexOf(asked[i] ?? '') !== i)
    return twice ? [[twice, 'question-twice']] : []
  },
  accounts: (given) => {
    const { store, row } = given
    const known = customerOf(store, row)
    if (!known) return [...branchOf(given), ['customerNumber', 'unknown-customer']]
    const there = accountOf(store, row)
    return there && there.customerId !== known.id ? [['number', 'holder-other']] : branchOf(given)
  },
  balances: (given) => {
    const wrong = later(given, 'balanceAt')
    const there = accountOf(given.store, given.row)
    if (!there) return [...wrong, ['number', 'unknown-account']]
    return (there.balanceAt ?? 0) > Number(given.row.balanceAt)
      ? [...wrong, ['balanceAt', 'older-balance']]
      : wrong
  },
  transactions: ({ store, row }) => {
    const there = accountOf(store, row)
    if (!there) return [['number', 'unknown-account']]
    return row.date && entryOther(store, there.id, row) ? [['itemNo', 'entry-other']] : []
  },
  events: (given) => {
    const { store, row } = given
    const known = customerOf(store, row)
    if (!known) return [['customerNumber', 'unknown-customer']]
    const wrong = later(given, 'at')
    if (row.kind !== 'password-changed')
      return row.password || row.loginId
        ? [...wrong, [row.password ? 'password' : 'loginId', 'other-event']]
        : wrong
    const logins = loginsOf(store, known.id)
    if (row.loginId && !logins.some(({ loginId }) => loginId === row.loginId))
      return [...wrong, ['loginId', 'login-unknown']]
    return row.password && !row.loginId && logins.length > 1
      ? [...wrong, ['loginId', 'login-needed']]
      : wrong
  },
}
