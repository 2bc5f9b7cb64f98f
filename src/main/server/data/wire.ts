import type { Account } from '#bank'
import { itemKey, type KnownBalance, type TransactionPage } from '#engine'
import { accountTypes } from '#shared/account-type'
import { isoDate, isoTime } from '#shared/japanese-date'

/** Field names and forms as banks use them: amounts are strings, what was not delivered is left out (R79). */
const yenText = (name: string, amount: number | null) =>
  amount === null ? {} : { [name]: String(amount) }
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
      accountTypeName: accountTypes[account.typeCode][0],
      accountNumber: account.number,
      primaryAccountCode: account.primaryAccount ? '1' : '2',
      accountName: holder.name,
      accountNameKana: halfWidthKana(holder.kana),
      ...yen,
    })),
  }
}

/** `baseDate` and `baseTime` are when the balance was true, as its file said. */
export function balanceBody(wireId: string, account: KnownBalance) {
  return {
    accountId: wireId,
    accountTypeCode: account.typeCode,
    accountTypeName: accountTypes[account.typeCode][0],
    balance: String(account.balance),
    ...yenText('withdrawableAmount', account.withdrawable),
    ...yenText('previousDayBalance', account.previousDayBalance),
    ...yenText('previousMonthBalance', account.previousMonthBalance),
    ...yen,
    ...base(account.balanceAt),
  }
}

export function transactionsBody(now: number, wireId: string, page: TransactionPage) {
  const { completeFrom, completeTo } = page
  return {
    accountId: wireId,
    ...yen,
    ...base(now),
    dateFrom: page.dateFrom,
    dateTo: page.dateTo,
    ...(completeFrom !== null && completeTo !== null && { completeFrom, completeTo }),
    hasNext: page.nextItemKey !== undefined,
    ...(page.nextItemKey !== undefined && { nextItemKey: page.nextItemKey }),
    count: String(page.transactions.length),
    transactions: page.transactions.map((row) => ({
      transactionDate: row.date,
      ...(row.valueDate !== null && { valueDate: row.valueDate }),
      transactionType: row.type,
      amount: String(row.amount),
      ...(row.remarks !== '' && { remarks: row.remarks }),
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
