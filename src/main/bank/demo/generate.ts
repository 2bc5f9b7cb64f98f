import { dayMs, isoDate } from '#shared/japanese-date'
import { demoBranches, families, givens, places, remarks } from './names.ts'
import { SeededRandom } from './random.ts'

export interface DemoPerson {
  id: number
  name: string
  kana: string
  birthDate: string
  address: string
  phone: string
  branchCode: string
  loginId: string
  userNumber: string
}

export interface DemoAccount {
  id: number
  customerId: number
  branchCode: string
  typeCode: '1' | '2' | '4'
  number: string
  primaryAccount: 0 | 1
}

const perBranch = 9_000_000

/**
 * Invented persons, the same for the same index. Phone numbers begin where no real one does
 * (a local number never begins with 0), so that nobody is ever called by mistake.
 */
export function demoPerson(index: number): DemoPerson {
  const random = new SeededRandom(index * 2_654_435_761)
  const [family, familyKana] = random.pick(families)
  const [given, givenKana] = random.pick(givens)
  const mobile = random.below(10) < 7
  return {
    id: index + 1,
    name: `${family} ${given}`,
    kana: `${familyKana} ${givenKana}`,
    birthDate: isoDate(Date.UTC(1940 + random.below(66), random.below(12), 1 + random.below(28))),
    address: `秋田県${random.pick(places)}${1 + random.below(5)}丁目${1 + random.below(30)}番${1 + random.below(20)}号`,
    phone: mobile
      ? `090-0${random.digits(3)}-${random.digits(4)}`
      : `${random.pick(['018', '0186', '0185'])}-0${random.digits(2)}-${random.digits(4)}`,
    branchCode: demoBranches[index % demoBranches.length]?.[0] ?? '011',
    loginId: `ib${String(index + 1).padStart(7, '0')}`,
    userNumber: random.digits(10),
  }
}

export function demoAccounts(person: DemoPerson): DemoAccount[] {
  const index = person.id - 1
  const place = Math.floor(index / demoBranches.length)
  const number = String(1_000_000 + ((place * 7_919 + 2) % perBranch))
  const base = { customerId: person.id, branchCode: person.branchCode, number }
  const accounts: DemoAccount[] = [{ ...base, id: index * 3 + 1, typeCode: '1', primaryAccount: 1 }]
  if (index % 5 === 0)
    accounts.push({ ...base, id: index * 3 + 2, typeCode: '4', primaryAccount: 0 })
  if (index % 20 === 0)
    accounts.push({ ...base, id: index * 3 + 3, typeCode: '2', primaryAccount: 0 })
  return accounts
}

export interface DemoTransaction {
  date: string
  type: '1' | '2'
  amount: number
  balance: number
  remarks: string
}

/** `count` movements up to `todayMs`, one every few days, ending at the balance that the account shows. */
export function demoTransactions(
  accountId: number,
  count: number,
  todayMs: number,
): { rows: DemoTransaction[]; balance: number } {
  const random = new SeededRandom(accountId)
  let balance = 100_000 + random.below(3_000_000)
  const rows: DemoTransaction[] = []
  const step = Math.max(1, Math.floor(170 / Math.max(1, count)))
  for (let i = count - 1; i >= 0; i -= 1) {
    const [text, kind] = random.pick(remarks)
    const spend = kind === '2' && balance > 60_000
    const amount = spend ? 500 + random.below(50_000) : 1_000 + random.below(250_000)
    balance += spend ? -amount : amount
    rows.push({
      date: isoDate(todayMs - i * step * dayMs),
      type: spend ? '2' : '1',
      amount,
      balance,
      remarks: spend || kind === '1' ? text : 'ﾌﾘｺﾐ',
    })
  }
  return { rows, balance }
}

/** What a file would say of the account: its balances now, and that its transactions are complete up to today. */
export function demoBalances(rows: readonly DemoTransaction[], balance: number, nowMs: number) {
  const today = isoDate(nowMs)
  return {
    balance,
    balanceAt: nowMs,
    withdrawable: Math.max(0, balance),
    previousDayBalance: rows.at(-2)?.balance ?? balance,
    previousMonthBalance: rows.at(0)?.balance ?? balance,
    completeFrom: rows[0]?.date ?? today,
    completeTo: today,
  }
}
