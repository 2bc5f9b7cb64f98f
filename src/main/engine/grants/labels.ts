import type { Account } from '#bank'
import { accountTypes } from '#shared/account-type'
import { maskNumber } from '#shared/request'

export function parseGrantLabel(text: string): number | undefined {
  const match = /^R-?0*(\d{1,12})$/i.exec(text.normalize('NFKC').trim())
  return match ? Number(match[1]) : undefined
}

/** An account by its kind and last four digits (U17): two kinds can end alike. */
export function maskedAccount(account: Pick<Account, 'typeCode' | 'number'>): string {
  return `${accountTypes[account.typeCode][0]} ${maskNumber(account.number)}`
}
