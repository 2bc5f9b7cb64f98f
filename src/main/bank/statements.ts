import { query } from '#db'

/** The SQL of the embedded bank. */
const loginColumns = [
  'logins.id',
  'customerId',
  'channel',
  'consentBy',
  'userName',
  'mayConsent',
  'wrongEntries',
  'refusedUntil',
  'digitPositions',
  'extraChallenge',
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
  'accounts.previousDayBalance',
  'accounts.previousMonthBalance',
  'accounts.openedOn',
  'accounts.memo',
  'accounts.inquiryPinSince',
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
export const passwordHash = query<{ id: number }>()((k, v) =>
  k.selectFrom('logins').select('passwordHash').where('id', '=', v('id')),
)
export const userNumber = query<{ id: number }>()((k, v) =>
  k.selectFrom('logins').select('userNumber').where('id', '=', v('id')),
)
export const usersOf = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('logins')
    .select(['id', 'loginId', 'userName', 'mayConsent'])
    .where('customerId', '=', v('id'))
    .orderBy('id'),
)
export const setMayConsent = query<{ id: number; may: 0 | 1 }>()((k, v) =>
  k
    .updateTable('logins')
    .set({ mayConsent: v('may') })
    .where('id', '=', v('id')),
)
export const setConsentBy = query<{ id: number; who: 'any' | 'named' }>()((k, v) =>
  k
    .updateTable('customers')
    .set({ consentBy: v('who') })
    .where('id', '=', v('id')),
)
export const pinHash = query<{ id: number }>()((k, v) =>
  k.selectFrom('accounts').select('inquiryPinHash').where('id', '=', v('id')),
)
export const setPinSince = query<{ id: number; at: number }>()((k, v) =>
  k
    .updateTable('accounts')
    .set({ inquiryPinSince: v('at') })
    .where('id', '=', v('id'))
    .where('inquiryPinSince', 'is', null),
)
export const questions = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('customerQuestions')
    .select(['position', 'question'])
    .where('customerId', '=', v('id'))
    .orderBy('position'),
)
export const answerHash = query<{ id: number; position: number }>()((k, v) =>
  k
    .selectFrom('customerQuestions')
    .select('answerHash')
    .where('customerId', '=', v('id'))
    .where('position', '=', v('position')),
)
export const seen = query<{ id: number; kind: 'range' | 'browser'; value: string }>()((k, v) =>
  k
    .selectFrom('customerSignIns')
    .select('lastAt')
    .where('customerId', '=', v('id'))
    .where('kind', '=', v('kind'))
    .where('value', '=', v('value')),
)
export const keepPositions = query<{ id: number; positions: string | null }>()((k, v) =>
  k
    .updateTable('logins')
    .set({ digitPositions: v('positions') })
    .where('id', '=', v('id')),
)
export const keepWrong = query<{ id: number; wrongEntries: number; refusedUntil: number | null }>()(
  (k, v) =>
    k
      .updateTable('logins')
      .set({ wrongEntries: v('wrongEntries'), refusedUntil: v('refusedUntil') })
      .where('id', '=', v('id')),
)
export const clearWrong = query<{ id: number }>()((k, v) =>
  k
    .updateTable('logins')
    .set({ wrongEntries: 0, refusedUntil: null, digitPositions: null })
    .where('id', '=', v('id')),
)
export const keepSeen = query<{
  id: number
  kind: 'range' | 'browser'
  value: string
  at: number
}>()((k, v) =>
  k
    .insertInto('customerSignIns')
    .values({ customerId: v('id'), kind: v('kind'), value: v('value'), lastAt: v('at') })
    .onConflict((c) => c.columns(['customerId', 'kind', 'value']).doUpdateSet({ lastAt: v('at') })),
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
