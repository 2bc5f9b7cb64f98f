import { randomBytes } from 'node:crypto'
import { inSlices, type Store } from '#db'
import { isoDate } from '#shared/japanese-date'
import { reversed } from '#shared/search-key'
import { putSearchWords, searchColumns } from '../search/columns.ts'
import { type FactorCipher, normalAnswer, type Passwords } from '../secrets.ts'
import {
  type DemoAccount,
  type DemoPerson,
  demoAccounts,
  demoBalances,
  demoPerson,
  demoTransactions,
} from './generate.ts'
import { demoBranches, questionsAndAnswers } from './names.ts'

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

/** While demo data is written nobody is served yet, so commits may be longer and fewer. */
export const bulkMs = 250

export interface LoadOptions {
  customers: number
  transactionsPerAccount: number
  nowMs: number
  /** Called after each commit with the number of customers written. */
  onSlice?: (done: number) => void
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
  const sealed = await passwords.hash('customers', randomBytes(32).toString('hex'))
  const known = await Promise.all(
    named.map((person, index) => withCredentials(passwords, person, index)),
  )
  store.bulk(() => {
    for (const [code, name, kana] of demoBranches) store.put('branches', { code }, { name, kana })
  })

  const addOne = (index: number): void => {
    const special = known[index]
    const person = special?.person ?? demoPerson(index)
    const keys = searchColumns(person)
    const { id, name, kana, birthDate, address, phone, branchCode } = person
    store.insert('customers', {
      ...{ id, name, kana, birthDate, address, phone, branchCode },
      ...keys,
      channel: 'personal',
      customerNumber: String(id).padStart(7, '0'),
    })
    store.insert('logins', {
      customerId: person.id,
      loginId: person.loginId,
      userNumber: factors.seal(person.userNumber),
      passwordHash: special?.passwordHash ?? sealed,
      extraChallenge: special?.person.extraChallenge ? 1 : 0,
    })
    putSearchWords(store, id)
    questionsAndAnswers.forEach(([question], i) => {
      store.insert('customerQuestions', {
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
      store.insert('accounts', {
        ...account,
        numberReversed: reversed(account.number),
        ...demoBalances(rows, balance, options.nowMs),
        openedOn: isoDate(Date.UTC(2005 + (index % 18), index % 12, 1 + (index % 28))),
      })
      for (const row of rows)
        store.insert('transactions', { accountId: account.id, valueDate: row.date, ...row })
    }
    if (special && !special.person.extraChallenge) {
      const seen = { customerId: id, lastAt: options.nowMs }
      for (const value of knownRanges)
        store.insert('customerSignIns', { ...seen, kind: 'range', value })
      for (const value of knownBrowsers)
        store.insert('customerSignIns', { ...seen, kind: 'browser', value })
    }
  }
  const step = (index: number): number | null => {
    if (index >= options.customers) return null
    addOne(index)
    return index + 1
  }
  const { onSlice } = options
  await inSlices(0, step, { ms: bulkMs, commit: (slice) => store.bulk(slice), onSlice })
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
    passwordHash: await passwords.hash('customers', password),
    answerHashes: await Promise.all(
      questions.map(({ answer }) => passwords.hash('customers', normalAnswer(answer))),
    ),
  }
}
