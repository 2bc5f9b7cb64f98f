import type { Account } from '#bank'
import { maskNumber } from '#shared/request'

export function parseGrantLabel(text: string): number | undefined {
  const match = /^R-?0*(\d{1,12})$/i.exec(text.normalize('NFKC').trim())
  return match ? Number(match[1]) : undefined
}

const typeNames: Record<Account['typeCode'], string> = {
  '1': '普通',
  '2': '当座',
  '4': '貯蓄',
  '9': 'その他',
}

/** An account by its kind and last four digits (U17): two kinds can end alike. */
export function maskedAccount(account: Pick<Account, 'typeCode' | 'number'>): string {
  return `${typeNames[account.typeCode]} ${maskNumber(account.number)}`
}
