import { type AccountType, accountTypeNamed, accountTypes } from '#shared/account-type'
import type { Language } from '#shared/consent-texts'
import type { Scope } from '#shared/grant'
import { inLanguage } from '#shared/messages/text'
import type { AccountLine, PermitView, Renewal } from './view.ts'

/** An account in the form that the notices use: 本店(011) 普通 1000002. What was kept as evidence has the Japanese name of its type. */
export function accountText(view: { language: Language }, account: AccountLine): string {
  const named = accountTypeNamed(account.type)
  const type = named ? inLanguage(accountTypes[named], view.language) : account.type
  return `${account.branchName}(${account.branchCode}) ${type} ${account.number}`
}

export function accountLine(account: {
  branchName: string
  branchCode: string
  typeCode: AccountType
  number: string
}): AccountLine {
  return {
    branchName: account.branchName,
    branchCode: account.branchCode,
    type: accountTypes[account.typeCode][0],
    number: account.number,
  }
}

/** What differs from the permission that is being replaced (R102). */
export function renewalOf(
  former: {
    grantedAt: number
    expiresAt: number
    scopes: readonly Scope[]
    accounts: AccountLine[]
  },
  now: { scopes: readonly Scope[]; accounts: AccountLine[] },
): Renewal {
  const named = (account: AccountLine): string =>
    `${account.branchCode}${account.type}${account.number}`
  const kept = new Set(now.accounts.map(named))
  return {
    grantedAt: former.grantedAt,
    expiresAt: former.expiresAt,
    addedScopes: now.scopes.filter((scope) => !former.scopes.includes(scope)),
    removedScopes: former.scopes.filter((scope) => !now.scopes.includes(scope)),
    removedAccounts: former.accounts.filter((account) => !kept.has(named(account))),
  }
}

/**
 * The part of a permission screen that is kept as evidence: everything but its texts (kept by version) and what differs at
 * each rendering, such as form tokens.
 */
export function evidenceView(view: PermitView): string {
  const { texts: _, base: __, csrf: ___, shown: ____, ...kept } = view
  return JSON.stringify(kept)
}
