import type { Account, Transaction } from '#bank'
import { accountTypes } from '#consent-screens'
import { itemKey } from '#engine'
import { isoDate, isoTime } from '#shared/japanese-date'

/** Field names and forms as banks use them: amounts are strings, what is absent is left out (R79). */
const base = (now: number) => ({ baseDate: isoDate(now), baseTime: isoTime(now) })
const yen = { currencyCode: 'JPY', currencyName: '日本円' }

export function accountsBody(
  now: number,
  accounts: { wireId: string; account: Account; holder: { name: string; kana: string } }[],
) {
  return {
    ...base(now),
    accounts: accounts.map(({ wireId, account, holder }) => ({
      accountId: wireId,
      branchCode: account.branchCode,
      branchName: account.branchName,
      accountTypeCode: account.typeCode,
      accountTypeName: accountTypes[account.typeCode],
      accountNumber: account.number,
      primaryAccountCode: account.primaryAccount ? '1' : '2',
      accountName: holder.name,
      accountNameKana: halfWidthKana(holder.kana),
      ...yen,
    })),
  }
}

export function balanceBody(now: number, wireId: string, account: Account) {
  return {
    accountId: wireId,
    accountTypeCode: account.typeCode,
    accountTypeName: accountTypes[account.typeCode],
    balance: String(account.balance),
    withdrawableAmount: String(Math.max(0, account.balance)),
    previousDayBalance: String(account.previousDayBalance),
    previousMonthBalance: String(account.previousMonthBalance),
    ...yen,
    ...base(now),
  }
}

export function transactionsBody(
  now: number,
  wireId: string,
  page: {
    dateFrom: string
    dateTo: string
    transactions: Transaction[]
    nextItemKey: string | undefined
  },
) {
  return {
    accountId: wireId,
    ...yen,
    ...base(now),
    dateFrom: page.dateFrom,
    dateTo: page.dateTo,
    hasNext: page.nextItemKey !== undefined,
    ...(page.nextItemKey !== undefined && { nextItemKey: page.nextItemKey }),
    count: String(page.transactions.length),
    transactions: page.transactions.map((row) => ({
      transactionDate: row.date,
      valueDate: row.valueDate,
      transactionType: row.type,
      amount: String(row.amount),
      remarks: row.remarks,
      balance: String(row.balance),
      itemKey: itemKey(row),
    })),
  }
}

const half = 'ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｯｬｭｮｰ'
const full =
  'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォッャュョー'
const halfOf = new Map([...full].map((c, i) => [c, [...half][i] ?? c]))

/** 口座名義カナ is half width on the wire (R79). */
export function halfWidthKana(text: string): string {
  return [...text.normalize('NFD')]
    .map((c) =>
      c === '\u3099' ? 'ﾞ' : c === '\u309a' ? 'ﾟ' : c === '\u3000' ? ' ' : (halfOf.get(c) ?? c),
    )
    .join('')
}
