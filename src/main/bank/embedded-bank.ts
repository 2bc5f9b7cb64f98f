import type { Store } from '#db'
import { query, sql } from '#db'
import type { Account, Bank, Customer, CustomerHit, Login, Transaction } from './bank.ts'
import { searchCustomers } from './search.ts'
import { type FactorCipher, normalAnswer, type Passwords, sameSecret } from './secrets.ts'

const loginColumns = [
  'id as customerId',
  'channel',
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
] as const

const byLoginId = query<{ loginId: string }>()((k, v) =>
  k.selectFrom('customers').select(loginColumns).where('loginId', '=', v('loginId')),
)
const byCustomerId = query<{ id: number }>()((k, v) =>
  k.selectFrom('customers').select(loginColumns).where('id', '=', v('id')),
)
const passwordHash = query<{ id: number }>()((k, v) =>
  k.selectFrom('customers').select('passwordHash').where('id', '=', v('id')),
)
const userNumber = query<{ id: number }>()((k, v) =>
  k.selectFrom('customers').select('userNumber').where('id', '=', v('id')),
)
const questions = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('customerQuestions')
    .select(['position', 'question'])
    .where('customerId', '=', v('id'))
    .orderBy('position'),
)
const answerHash = query<{ id: number; position: number }>()((k, v) =>
  k
    .selectFrom('customerQuestions')
    .select('answerHash')
    .where('customerId', '=', v('id'))
    .where('position', '=', v('position')),
)
const seen = query<{ id: number; kind: 'range' | 'browser'; value: string }>()((k, v) =>
  k
    .selectFrom('customerSignIns')
    .select('lastAt')
    .where('customerId', '=', v('id'))
    .where('kind', '=', v('kind'))
    .where('value', '=', v('value')),
)
const keepPositions = query<{ id: number; positions: string | null }>()((k, v) =>
  k
    .updateTable('customers')
    .set({ digitPositions: v('positions') })
    .where('id', '=', v('id')),
)
const keepWrong = query<{ id: number; wrongEntries: number; refusedUntil: number | null }>()(
  (k, v) =>
    k
      .updateTable('customers')
      .set({ wrongEntries: v('wrongEntries'), refusedUntil: v('refusedUntil') })
      .where('id', '=', v('id')),
)
const clearWrong = query<{ id: number }>()((k, v) =>
  k
    .updateTable('customers')
    .set({ wrongEntries: 0, refusedUntil: null, digitPositions: null })
    .where('id', '=', v('id')),
)
const keepSeen = query<{ id: number; kind: 'range' | 'browser'; value: string; at: number }>()(
  (k, v) =>
    k
      .insertInto('customerSignIns')
      .values({ customerId: v('id'), kind: v('kind'), value: v('value'), lastAt: v('at') })
      .onConflict((c) =>
        c.columns(['customerId', 'kind', 'value']).doUpdateSet({ lastAt: v('at') }),
      ),
)
const customerById = query<{ id: number }>()((k, v) =>
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
    ])
    .where('customers.id', '=', v('id')),
)
const linkable = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('accounts')
    .innerJoin('branches', 'branches.code', 'accounts.branchCode')
    .select(accountColumns)
    .where('accounts.customerId', '=', v('id'))
    .where('accounts.closedOn', 'is', null)
    .where('accounts.typeCode', 'in', ['1', '2', '4'])
    .orderBy('accounts.primaryAccount', 'desc')
    .orderBy('accounts.id'),
)
const accountById = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('accounts')
    .innerJoin('branches', 'branches.code', 'accounts.branchCode')
    .select(accountColumns)
    .where('accounts.id', '=', v('id'))
    .where('accounts.closedOn', 'is', null),
)
const transactionPage = query<{
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

interface LoginRow {
  customerId: number
  channel: Login['channel']
  wrongEntries: number
  refusedUntil: number | null
  digitPositions: string | null
  extraChallenge: 0 | 1
}
type AccountRow = Omit<Account, 'primaryAccount'> & { primaryAccount: 0 | 1 }

/** The core on this program's own database, until a credit union connects its own. */
export class EmbeddedBank implements Bank {
  readonly #store: Store
  readonly #passwords: Passwords
  readonly #factors: FactorCipher

  constructor(store: Store, passwords: Passwords, factors: FactorCipher) {
    this.#store = store
    this.#passwords = passwords
    this.#factors = factors
  }

  login(loginId: string): Login | undefined {
    return asLogin(this.#store.statement(byLoginId).get({ loginId }))
  }

  loginOf(customerId: number): Login | undefined {
    return asLogin(this.#store.statement(byCustomerId).get({ id: customerId }))
  }

  passwordMatches(customerId: number | undefined, password: string): Promise<boolean> {
    const row =
      customerId === undefined
        ? undefined
        : this.#store.statement(passwordHash).get({ id: customerId })
    return this.#passwords.matches(row?.passwordHash, password)
  }

  userNumberLength(customerId: number): number {
    return this.#userNumber(customerId).length
  }

  digitsMatch(customerId: number, positions: readonly number[], typed: string): boolean {
    const number = this.#userNumber(customerId)
    return sameSecret(positions.map((p) => number[p - 1] ?? '').join(''), typed)
  }

  questions(customerId: number): { position: number; question: string }[] {
    return this.#store.statement(questions).all({ id: customerId })
  }

  answerMatches(customerId: number, position: number, typed: string): Promise<boolean> {
    const row = this.#store.statement(answerHash).get({ id: customerId, position })
    return this.#passwords.matches(row?.answerHash, normalAnswer(typed))
  }

  seenBefore(customerId: number, kind: 'range' | 'browser', value: string): boolean {
    return this.#store.statement(seen).get({ id: customerId, kind, value }) !== undefined
  }

  keepDigitPositions(customerId: number, positions: readonly number[] | null): void {
    this.#store
      .statement(keepPositions)
      .run({ id: customerId, positions: positions && JSON.stringify(positions) })
  }

  keepWrongEntry(customerId: number, wrongEntries: number, refusedUntil: number | null): void {
    this.#store.statement(keepWrong).run({ id: customerId, wrongEntries, refusedUntil })
  }

  keepSignIn(customerId: number, range: string, browser: string, at: number): void {
    this.#store.statement(keepSeen).run({ id: customerId, kind: 'range', value: range, at })
    this.#store.statement(keepSeen).run({ id: customerId, kind: 'browser', value: browser, at })
  }

  clearWrongEntries(customerId: number): void {
    this.#store.statement(clearWrong).run({ id: customerId })
  }

  customer(id: number): Customer | undefined {
    return this.#store.statement(customerById).get({ id })
  }

  linkableAccounts(customerId: number): Account[] {
    return this.#store.statement(linkable).all({ id: customerId }).map(asAccount)
  }

  account(id: number): Account | undefined {
    const row = this.#store.statement(accountById).get({ id })
    return row && asAccount(row)
  }

  transactions(
    accountId: number,
    period: { from: string; to: string },
    page: { afterDate: string; afterId: number; limit: number },
  ): Transaction[] {
    return this.#store.statement(transactionPage).all({ accountId, ...period, ...page })
  }

  search(text: string, limit: number): CustomerHit[] {
    return searchCustomers(this.#store, text, limit)
  }

  #userNumber(customerId: number): string {
    const row = this.#store.statement(userNumber).get({ id: customerId })
    return row ? this.#factors.open(row.userNumber) : ''
  }
}

function asLogin(row: LoginRow | undefined): Login | undefined {
  if (!row) return undefined
  const { digitPositions, extraChallenge, ...rest } = row
  return {
    ...rest,
    digitPositions: digitPositions === null ? null : JSON.parse(digitPositions),
    alwaysExtraChallenge: extraChallenge === 1,
  }
}

function asAccount(row: AccountRow): Account {
  return { ...row, primaryAccount: row.primaryAccount === 1 }
}

/** Branch names, for lists. */
export function branches(store: Store): { code: string; name: string }[] {
  return store.read(sql.selectFrom('branches').select(['code', 'name']).orderBy('code'))
}
