import { addressKey } from '#shared/address-key'
import { parseDate } from '#shared/parse-date'
import type { SpokenItem } from '#shared/request'
import { digitsKey, searchKey } from '#shared/search-key'

/** What is on file of a customer and may be asked of a caller. */
export interface OnFile {
  name: string
  kana: string
  birthDate: string
  address: string
  phone: string
  /** A company's users, without those who have left; nobody for a person. */
  users: { userName: string; userKana: string; loginId: string }[]
  accounts: { branchCode: string; branchName: string; number: string }[]
  /** The transactions of the last weeks, newest first. */
  movements: { date: string; amount: number }[]
}

/** Compares what a caller says with what is on file; `registered` is what a match may reveal (R49). */
const compared: Record<
  SpokenItem,
  (said: string, onFile: OnFile) => { match: boolean; registered: string }
> = {
  contact: (said, { users }) => {
    const key = searchKey(said)
    const by = (of: (user: (typeof users)[number]) => string) =>
      users.filter((user) => key !== '' && key === searchKey(of(user)))
    const login = said.normalize('NFKC').trim()
    const written = [...by((user) => user.userName), ...users.filter((u) => u.loginId === login)]
    const [found, ...others] = written.length > 0 ? written : by((user) => user.userKana)
    if (!found) return { match: false, registered: '' }
    // One reading of several who are written otherwise: which of them calls was not said.
    const alone = others.every(({ userName }) => userName === found.userName)
    return { match: true, registered: alone ? found.userName : found.userKana }
  },
  name: (said, { name, kana }) => {
    const key = searchKey(said)
    return {
      match:
        key !== '' && [name, kana].some((one) => key === searchKey(one) || sameNames(said, one)),
      registered: `${name}（${kana}）`,
    }
  },
  'birth-date': (said, { birthDate }) => {
    const parsed = parseDate(said)
    return {
      match: 'date' in parsed && parsed.date === birthDate,
      registered: birthDate.replaceAll('-', '/'),
    }
  },
  address: (said, { address }) => {
    const key = addressKey(said)
    const whole = addressKey(address)
    // An answer that begins at the town is enough; a house number alone is not.
    return {
      match: key === whole || (whole.endsWith(key) && /^\D{2,}\d/.test(key)),
      registered: address,
    }
  },
  phone: (said, { phone }) => ({ match: digitsKey(said) === digitsKey(phone), registered: phone }),
  account: (said, { accounts }) => {
    const digits = digitsKey(said)
    const found = accounts.find(
      ({ branchCode, number }) => digits === number || digits === `${branchCode}${number}`,
    )
    return {
      match: found !== undefined,
      registered: found ? `${found.branchName} ${found.number}` : '',
    }
  },
  transaction: (said, { movements }) => {
    const found = movement(said)
    const match =
      found &&
      movements.find(({ date, amount }) => date.slice(5) === found.day && amount === found.amount)
    return {
      match: match !== undefined,
      registered: match
        ? `${match.date.replaceAll('-', '/')} ${match.amount.toLocaleString('ja-JP')}円`
        : '',
    }
  },
}

/** The names of a person, in whatever order they are given: a foreigner's given name stands first on one paper and last on another. */
function sameNames(said: string, onFile: string): boolean {
  const [a, b] = [said, onFile].map((text) =>
    text
      .normalize('NFKC')
      .split(/[\s・.,=＝]+/)
      .map(searchKey)
      .filter(Boolean)
      .sort(),
  )
  return a !== undefined && a.length > 1 && a.join(' ') === b?.join(' ')
}

/** 「11月15日 5,000円」, `11/15 5000`: a day and an amount. */
function movement(said: string): { day: string; amount: number } | undefined {
  const found = /^(?:\d{4}[/年-])?(\d{1,2})[/月-](\d{1,2})日?[^\d]+([\d,]+)円?$/.exec(
    said.normalize('NFKC').trim(),
  )
  if (!found) return undefined
  const [, month = '', day = '', amount = ''] = found
  return {
    day: `${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    amount: Number(amount.replaceAll(',', '')),
  }
}

export function compareItem(
  item: SpokenItem,
  said: string,
  onFile: OnFile,
): { match: boolean; registered: string } {
  return compared[item](said, onFile)
}
