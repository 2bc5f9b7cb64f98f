import { randomBytes } from 'node:crypto'
import type { Store } from '#db'
import { isoDate } from '#shared/japanese-date'
import { reversed } from '#shared/search-key'
import { putGrams, searchColumns } from '../search-columns.ts'
import { type FactorCipher, normalAnswer, type Passwords } from '../secrets.ts'
import {
  type DemoAccount,
  type DemoPerson,
  demoAccounts,
  demoPerson,
  demoTransactions,
} from './generate.ts'
import { demoBranches, questionsAndAnswers } from './names.ts'
import {
  addAccount,
  addBranch,
  addCustomer,
  addLogin,
  addQuestion,
  addSignIn,
  addTransaction,
} from './rows.ts'

/** A person of the demo whose credentials are known and written to demo.json. */
export interface NamedPerson extends DemoPerson {
  password: string
  questions: { question: string; answer: string }[]
  extraChallenge: boolean
  accounts: { branchCode: string; accountTypeCode: string; accountNumber: string }[]
}

const named: Pick<DemoPerson, 'name' | 'kana' | 'birthDate' | 'phone' | 'loginId'>[] = [
  {
    name: '鈴木 一郎',
    kana: 'スズキ イチロウ',
    birthDate: '1975-04-12',
    phone: '090-0123-4567',
    loginId: 'suzuki01',
  },
  {
    name: '髙橋 優子',
    kana: 'タカハシ ユウコ',
    birthDate: '1988-11-03',
    phone: '018-023-4567',
    loginId: 'takahashi02',
  },
  {
    name: '佐々木 健太',
    kana: 'ササキ ケンタ',
    birthDate: '1993-07-21',
    phone: '090-0987-6543',
    loginId: 'sasaki03',
  },
]
const knownRanges = ['127.0.0.0/16', '::1/64']
const knownBrowsers = ['Chrome', 'Edge', 'Firefox', 'Safari', 'other']

export interface LoadOptions {
  customers: number
  transactionsPerAccount: number
  nowMs: number
  onProgress?: (done: number) => void
}

/**
 * Fills an empty bank with invented customers. The three named ones can sign in; nobody can as the others: their passwords
 * and answers are one hash of random bytes that no one keeps.
 */
export async function loadDemoBank(
  store: Store,
  passwords: Passwords,
  factors: FactorCipher,
  options: LoadOptions,
): Promise<NamedPerson[]> {
  const sealed = await passwords.hash(randomBytes(32).toString('hex'))
  const known = await Promise.all(
    named.map((person, index) => withCredentials(passwords, person, index)),
  )
  const statements = {
    customer: store.statement(addCustomer),
    login: store.statement(addLogin),
    grams: store.statement(putGrams),
    question: store.statement(addQuestion),
    account: store.statement(addAccount),
    transaction: store.statement(addTransaction),
    signIn: store.statement(addSignIn),
  }
  store.bulk(() => {
    for (const [code, name, kana] of demoBranches)
      store.statement(addBranch).run({ code, name, kana })
  })

  const addOne = (index: number): void => {
    const special = known[index]
    const person = special?.person ?? demoPerson(index)
    const { grams, ...keys } = searchColumns(person)
    statements.customer.run({
      ...person,
      ...keys,
      channel: 'personal',
      customerNumber: String(person.id).padStart(7, '0'),
      consentBy: 'any',
    })
    statements.login.run({
      customerId: person.id,
      loginId: person.loginId,
      userName: null,
      userNumber: factors.seal(person.userNumber),
      passwordHash: special?.passwordHash ?? sealed,
      extraChallenge: special?.person.extraChallenge ? 1 : 0,
      mayConsent: 1,
    })
    statements.grams.run({ id: person.id, grams })
    questionsAndAnswers.forEach(([question], i) => {
      statements.question.run({
        customerId: person.id,
        position: i + 1,
        question,
        answerHash: special?.answerHashes[i] ?? sealed,
      })
    })
    for (const account of accountsOf(person, index)) {
      const { rows, balance } = demoTransactions(
        account.id,
        special ? 120 : options.transactionsPerAccount,
        options.nowMs,
      )
      statements.account.run({
        ...account,
        numberReversed: reversed(account.number),
        balance,
        day: rows.at(-2)?.balance ?? balance,
        month: rows.at(0)?.balance ?? balance,
        openedOn: isoDate(Date.UTC(2005 + (index % 18), index % 12, 1 + (index % 28))),
        memo: '',
        inquiryPinHash: null,
        inquiryPinSince: null,
      })
      for (const row of rows) statements.transaction.run({ accountId: account.id, ...row })
    }
    if (special && !special.person.extraChallenge) {
      for (const value of knownRanges)
        statements.signIn.run({ customerId: person.id, kind: 'range', value, at: options.nowMs })
      for (const value of knownBrowsers)
        statements.signIn.run({ customerId: person.id, kind: 'browser', value, at: options.nowMs })
    }
  }
  const chunk = 10_000
  for (let from = 0; from < options.customers; from += chunk) {
    const to = Math.min(options.customers, from + chunk)
    store.bulk(() => {
      for (let index = from; index < to; index += 1) addOne(index)
    })
    options.onProgress?.(to)
    await new Promise((resume) => setImmediate(resume))
  }
  return known.slice(0, options.customers).map((entry) => entry.person)
}

/** The named persons have two accounts each, so that a choice and a list can be seen. */
function accountsOf(person: DemoPerson, index: number): DemoAccount[] {
  const accounts = demoAccounts(person)
  const first = accounts[0]
  if (index < named.length && accounts.length === 1 && first)
    accounts.push({ ...first, id: index * 3 + 2, typeCode: '4', primaryAccount: 0 })
  return accounts
}

async function withCredentials(passwords: Passwords, fixed: (typeof named)[number], index: number) {
  const person = { ...demoPerson(index), ...fixed }
  const password = `renkei-demo-${index + 1}`
  const questions = questionsAndAnswers.map(([question, answer]) => ({ question, answer }))
  const accounts = accountsOf(person, index).map((account) => ({
    branchCode: account.branchCode,
    accountTypeCode: account.typeCode,
    accountNumber: account.number,
  }))
  const complete: NamedPerson = {
    ...person,
    password,
    questions,
    accounts,
    extraChallenge: index === 2,
  }
  return {
    person: complete,
    passwordHash: await passwords.hash(password),
    answerHashes: await Promise.all(
      questions.map(({ answer }) => passwords.hash(normalAnswer(answer))),
    ),
  }
}
