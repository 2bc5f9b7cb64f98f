import { hash } from 'node:crypto'
import type { Store } from '#db'
import { sql } from '#db'
import { isoDate } from '#shared/japanese-date'
import type {
  Account,
  Bank,
  CompanyUser,
  Customer,
  Found,
  Login,
  NumberSearch,
  Transaction,
} from './bank.ts'
import { searchCustomers } from './search/index.ts'
import { type FactorCipher, normalAnswer, type Passwords, sameSecret } from './secrets.ts'
import * as statements from './statements.ts'

interface LoginRow {
  id: number
  customerId: number
  channel: Login['channel']
  userName: string | null
  mayConsent: 0 | 1
  leftOn: string | null
  wrongEntries: number
  refusedUntil: number | null
  wrongAt: number | null
  digitPositions: string | null
  questionPosition: number | null
  extraChallenge: 0 | 1
  serviceState: 'stopped' | 'ended' | null
}
type AccountRow = Omit<Account, 'primaryAccount' | 'inquiryPinRegistered' | 'inquiryPinOnFile'> & {
  primaryAccount: 0 | 1
  inquiryPinSince: number | null
  inquiryPinHash: string | null
}

/** The internet-banking core kept in this program's own database; a credit union may connect its own instead. */
export class EmbeddedBank implements Bank {
  readonly #store: Store
  readonly #passwords: Passwords
  readonly #factors: FactorCipher
  readonly #now: () => number

  /** @param now epoch ms */
  constructor(store: Store, passwords: Passwords, factors: FactorCipher, now: () => number) {
    this.#store = store
    this.#passwords = passwords
    this.#factors = factors
    this.#now = now
  }

  login(loginId: string): Login | undefined {
    return this.#asLogin(this.#store.statement(statements.byLoginId).get({ loginId }))
  }

  loginById(id: number): Login | undefined {
    return this.#asLogin(this.#store.statement(statements.byId).get({ id }))
  }

  passwordMatches(loginKey: number | undefined, password: string): Promise<boolean> {
    const row = loginKey === undefined ? undefined : this.#store.find('logins', { id: loginKey })
    return this.#passwords.matches('customers', row?.passwordHash, password)
  }

  passwordVersion(loginKey: number): string {
    return hash(
      'sha256',
      this.#store.find('logins', { id: loginKey })?.passwordHash ?? '',
      'base64url',
    )
  }

  userNumberLength(loginKey: number): number {
    return this.#userNumber(loginKey).length
  }

  digitsMatch(loginKey: number, positions: readonly number[], typed: string): boolean {
    const number = this.#userNumber(loginKey)
    return sameSecret(positions.map((p) => number[p - 1] ?? '').join(''), typed)
  }

  questions(customerId: number): { position: number; question: string }[] {
    return this.#store.statement(statements.questions).all({ id: customerId })
  }

  setQuestions(
    customerId: number,
    questions: readonly { question: string; answerHash: string }[],
  ): void {
    questions.forEach((columns, i) => {
      this.#store.put('customerQuestions', { customerId, position: i + 1 }, columns)
    })
  }

  answerMatches(customerId: number, position: number, typed: string): Promise<boolean> {
    const row = this.#store.find('customerQuestions', { customerId, position })
    return this.#passwords.matches('customers', row?.answerHash, normalAnswer(typed))
  }

  seenBefore(customerId: number, kind: 'range' | 'browser', value: string): boolean {
    return this.#store.find('customerSignIns', { customerId, kind, value }) !== undefined
  }

  async inquiryPinMatches(accountId: number, typed: string): Promise<boolean> {
    const row = this.#store.find('accounts', { id: accountId })
    return this.#passwords.matches('customers', row?.inquiryPinHash ?? undefined, typed)
  }

  registerInquiryPin(accountId: number, at: number): void {
    this.#store.update(
      'accounts',
      { id: accountId, inquiryPinSince: null },
      { inquiryPinSince: at },
    )
  }

  allowConsent(loginKey: number, may: boolean): void {
    this.#store.update('logins', { id: loginKey }, { mayConsent: may ? 1 : 0 })
  }

  consentBy(customerId: number, who: Customer['consentBy']): void {
    this.#store.update('customers', { id: customerId }, { consentBy: who })
  }

  keepDigitPositions(loginKey: number, positions: readonly number[]): void {
    const digitPositions = JSON.stringify(positions)
    this.#store.update('logins', { id: loginKey }, { digitPositions })
  }

  keepQuestion(loginKey: number, position: number | null): void {
    this.#store.update('logins', { id: loginKey }, { questionPosition: position })
  }

  keepWrongEntry(
    loginKey: number,
    entry: Pick<Login, 'wrongEntries' | 'refusedUntil' | 'wrongAt'>,
  ): void {
    this.#store.update('logins', { id: loginKey }, entry)
  }

  keepSignIn(customerId: number, range: string, browser: string, at: number): void {
    this.#store.put('customerSignIns', { customerId, kind: 'range', value: range }, { lastAt: at })
    this.#store.put(
      'customerSignIns',
      { customerId, kind: 'browser', value: browser },
      { lastAt: at },
    )
  }

  clearWrongEntries(loginKey: number): void {
    const none = { wrongEntries: 0, refusedUntil: null, wrongAt: null }
    this.#store.update('logins', { id: loginKey }, none)
  }

  customer(id: number): Customer | undefined {
    return this.#store.statement(statements.customerById).get({ id })
  }

  users(customerId: number): CompanyUser[] {
    return this.#store
      .statement(statements.usersOf)
      .all({ id: customerId })
      .map((row) => ({
        ...row,
        userName: row.userName ?? '',
        mayConsent: row.mayConsent === 1,
        hasLeft: this.#hasLeft(row),
      }))
  }

  openAccounts(customerId: number): Account[] {
    return this.#store.statement(statements.openOnes).all({ id: customerId }).map(asAccount)
  }

  account(id: number): Account | undefined {
    const row = this.#store.statement(statements.accountById).get({ id })
    return row && asAccount(row)
  }

  transactions(
    accountId: number,
    period: { from: string; to: string },
    page: { afterDate: string; afterId: number; limit: number },
  ): Transaction[] {
    return this.#store.statement(statements.transactionPage).all({ accountId, ...period, ...page })
  }

  hasTransactions(accountId: number): boolean {
    return this.#store.statement(statements.anyTransaction).get({ accountId }) !== undefined
  }

  search(text: string, limit: number, numbers?: NumberSearch): Found {
    return searchCustomers({ store: this.#store, today: this.#today() }, text, limit, numbers)
  }

  #today(): string {
    return isoDate(this.#now())
  }

  #hasLeft({ leftOn }: { leftOn: string | null }): boolean {
    return leftOn !== null && leftOn <= this.#today()
  }

  #asLogin(row: LoginRow | undefined): Login | undefined {
    if (!row) return undefined
    const { digitPositions, extraChallenge, mayConsent, leftOn, serviceState, ...rest } = row
    return {
      ...rest,
      mayConsent: row.channel === 'personal' || mayConsent === 1,
      hasLeft: this.#hasLeft({ leftOn }),
      digitPositions: digitPositions === null ? null : JSON.parse(digitPositions),
      alwaysExtraChallenge: extraChallenge === 1,
      serviceStopped: serviceState !== null,
    }
  }

  #userNumber(loginKey: number): string {
    const row = this.#store.find('logins', { id: loginKey })
    return row?.userNumber ? this.#factors.open(row.userNumber) : ''
  }
}

function asAccount(row: AccountRow): Account {
  const { inquiryPinSince, inquiryPinHash, ...rest } = row
  return {
    ...rest,
    primaryAccount: row.primaryAccount === 1,
    inquiryPinRegistered: inquiryPinSince !== null,
    inquiryPinOnFile: inquiryPinHash !== null,
  }
}

/** Branch names, for lists. */
export function branches(store: Store): { code: string; name: string }[] {
  return store.read(sql.selectFrom('branches').select(['code', 'name']).orderBy('code'))
}
