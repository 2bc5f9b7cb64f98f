import * as z from 'zod'
import { dayMs } from './japanese-date.ts'

/** Personal internet banking (個人) or business banking (法人). */
export const Channel = z.enum(['personal', 'business'])
export type Channel = z.infer<typeof Channel>

/** OAuth scopes on the wire: 口座一覧, 残高照会, 入出金明細照会. */
export const Scope = z.enum(['accounts', 'balances', 'transactions'])
export type Scope = z.infer<typeof Scope>
export const scopes = Scope.options

/** The states of a grant; the last six are final. */
export const GrantStatus = z.enum([
  'awaiting',
  'active',
  'held',
  'rejected',
  'lapsed',
  'expired',
  'revoked',
  'terminated',
  'superseded',
])
export type GrantStatus = z.infer<typeof GrantStatus>

/**
 * The status of a grant at a time. Server, console and reports all ask this, so that an end by the clock is decided in one
 * place.
 */
export function statusAt(
  grant: { status: GrantStatus; expiresAt: number },
  nowMs: number,
): GrantStatus {
  const live = grant.status === 'active' || grant.status === 'held'
  return live && nowMs >= grant.expiresAt ? 'expired' : grant.status
}

/** Whole days left, rounded up, so that the last day reads 「あと1日」. */
export function daysLeft(expiresAt: number, nowMs: number): number {
  return Math.max(0, Math.ceil((expiresAt - nowMs) / dayMs))
}

/** Who asked for the end (申出人区分, R46). */
export const Requester = z.enum([
  'self',
  'company-contact',
  'agent',
  'heir',
  'institution',
  'provider',
  'other',
])
export type Requester = z.infer<typeof Requester>

/** The way by which it was asked (経路, R46). */
export const RequestChannel = z.enum([
  'phone',
  'branch',
  'letter',
  'institution',
  'provider-notice',
  'provider-api',
  'consent-screen',
  'timer',
])
export type RequestChannel = z.infer<typeof RequestChannel>

/** Why a grant ended (R47). */
export const EndReason = z.enum([
  'no-longer-used',
  'lost-or-stolen',
  'fraud-suspected',
  'linked-by-mistake',
  'provider-distrusted',
  'deceased',
  'other',
  'customer-request-via-provider',
  'code-replay',
  'replaced-by-new',
  'code-not-redeemed',
  'period-ended',
  'password-changed',
  'service-stopped',
  'contract-ended',
  'provider-ended',
])
export type EndReason = z.infer<typeof EndReason>
export const staffEndReasons = [
  'no-longer-used',
  'lost-or-stolen',
  'fraud-suspected',
  'linked-by-mistake',
  'provider-distrusted',
  'deceased',
  'other',
] as const satisfies readonly EndReason[]

/** Those that can be said of a company, whose links all end at once (R61). */
export const providerEndReasons = [
  'no-longer-used',
  'fraud-suspected',
  'provider-distrusted',
  'other',
] as const satisfies readonly (typeof staffEndReasons)[number][]

/** 期限が近い: the number of days, for the day's page and for the list. */
export const endingSoonDays = 14

/** 未利用: a live grant not used for this many days. */
export const unusedDays = 60

/** 連携番号 as people read it: `R-000123`. */
export function grantLabel(id: number): string {
  return `R-${String(id).padStart(6, '0')}`
}
