import { query } from '#db'

/** The SQL of the embedded bank. */
const loginColumns = [
  'logins.id',
  'customerId',
  'channel',
  'userName',
  'mayConsent',
  'leftOn',
  'wrongEntries',
  'refusedUntil',
  'wrongAt',
  'digitPositions',
  'questionPosition',
  'extraChallenge',
  'serviceState',
] as const
const accountColumns = [
  'accounts.id',
  'accounts.customerId',
  'accounts.branchCode',
  'branches.name as branchName',
  'accounts.typeCode',
  'accounts.number',
  'accounts.primaryAccount',
  'accounts.balance',
  'accounts.balanceAt',
  'accounts.withdrawable',
  'accounts.previousDayBalance',
  'accounts.previousMonthBalance',
  'accounts.completeFrom',
  'accounts.completeTo',
  'accounts.openedOn',
  'accounts.memo',
  'accounts.inquiryPinSince',
  'accounts.inquiryPinHash',
] as const

export const byLoginId = query<{ loginId: string }>()((k, v) =>
  k
    .selectFrom('logins')
    .innerJoin('customers', 'customers.id', 'logins.customerId')
    .select(loginColumns)
    .where('loginId', '=', v('loginId')),
)
export const byId = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('logins')
    .innerJoin('customers', 'customers.id', 'logins.customerId')
    .select(loginColumns)
    .where('logins.id', '=', v('id')),
)
export const usersOf = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('logins')
    .select(['id', 'loginId', 'userName', 'userKana', 'mayConsent', 'leftOn'])
    .where('customerId', '=', v('id'))
    .orderBy('id'),
)
export const questions = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('customerQuestions')
    .select(['position', 'question'])
    .where('customerId', '=', v('id'))
    .orderBy('position'),
)
export const customerById = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('customers')
    .innerJoin('branches', 'branches.code', 'customers.branchCode')
    .select([
      'customers.id',
      'customerNumber',
      'channel',
      'customers.name',
      'customers.kana',
      'birthDate',
      'address',
      'phone',
      'branchCode',
      'branches.name as branchName',
      'phoneChangedAt',
      'consentBy',
    ])
    .where('customers.id', '=', v('id')),
)
export const openOnes = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('accounts')
    .innerJoin('branches', 'branches.code', 'accounts.branchCode')
    .select(accountColumns)
    .where('accounts.customerId', '=', v('id'))
    .where('accounts.closedOn', 'is', null)
    .orderBy('accounts.primaryAccount', 'desc')
    .orderBy('accounts.id'),
)
export const accountById = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('accounts')
    .innerJoin('branches', 'branches.code', 'accounts.branchCode')
    .select(accountColumns)
    .where('accounts.id', '=', v('id'))
    .where('accounts.closedOn', 'is', null),
)
export const transactionPage = query<{
  accountId: number
  from: string
  to: string
  afterDate: string
  afterId: number
  limit: number
}>()((k, v) =>
  k
    .selectFrom('transactions')
    .select(['id', 'date', 'valueDate', 'type', 'amount', 'balance', 'remarks'])
    .where('accountId', '=', v('accountId'))
    .where('date', '>=', v('from'))
    .where('date', '<=', v('to'))
    .where((e) => e(e.refTuple('date', 'id'), '>', e.tuple(v('afterDate'), v('afterId'))))
    .orderBy('date')
    .orderBy('id')
    .limit(v('limit')),
)
export const anyTransaction = query<{ accountId: number }>()((k, v) =>
  k.selectFrom('transactions').select('id').where('accountId', '=', v('accountId')).limit(1),
)
