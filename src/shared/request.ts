import * as z from 'zod'
import { type EndReason, RequestChannel, type Requester, staffEndReasons } from './grant.ts'
import { Day } from './parse-date.ts'

/** The ways by which a request (受付) reaches staff (経路, R46). */
export const StaffRequestChannel = RequestChannel.extract([
  'phone',
  'branch',
  'letter',
  'institution',
  'provider-notice',
])
export type StaffRequestChannel = z.infer<typeof StaffRequestChannel>

/** The requesters possible for each channel: a decision of the credit union itself has no caller. */
export const requestersBy = {
  phone: ['self', 'company-contact', 'agent', 'heir', 'other'],
  branch: ['self', 'company-contact', 'agent', 'heir', 'other'],
  letter: ['self', 'company-contact', 'agent', 'heir', 'other'],
  institution: ['institution'],
  'provider-notice': ['provider'],
} as const satisfies Record<StaffRequestChannel, readonly Requester[]>

/** Requesters who act for themselves; all others must show papers (R52). */
export function isPrincipal(requester: Requester): boolean {
  return requester === 'self' || requester === 'company-contact'
}

/** Requesters whose name the 受付票 needs besides the customer's (R46). */
export function mustBeNamed(requester: Requester): boolean {
  return !['self', 'institution', 'provider'].includes(requester)
}

/** What an identity check asks (R48). `document`: papers seen at the counter or with a letter. */
export const IdentityItem = z.enum([
  'name',
  'birth-date',
  'address',
  'phone',
  'account',
  'transaction',
  'call-back',
  'document',
])
export type IdentityItem = z.infer<typeof IdentityItem>
/** Items that the program compares with what the caller said. */
export const SpokenItem = IdentityItem.exclude(['call-back', 'document'])
export type SpokenItem = z.infer<typeof SpokenItem>

/** 一致, 不一致, 未確認. */
export const IdentityResult = z.enum(['match', 'mismatch', 'unconfirmed'])
export type IdentityResult = z.infer<typeof IdentityResult>

/** What staff do for a request. */
export const ActKind = z.enum(['revoke', 'emergency', 'hold', 'resume'])
export type ActKind = z.infer<typeof ActKind>

const Id = z.number().int().positive()

export const ActScopeKind = z.enum([
  'grants',
  'customer-provider',
  'account',
  'customer',
  'provider',
])
export type ActScopeKind = z.infer<typeof ActScopeKind>

/** How far an act reaches (R99). */
export const ActScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grants'), grantIds: z.array(Id).min(1).max(100) }),
  z.strictObject({ kind: z.literal('customer-provider'), providerId: Id }),
  z.strictObject({ kind: z.literal('account'), accountId: Id }),
  z.strictObject({ kind: z.literal('customer') }),
  z.strictObject({ kind: z.literal('provider'), providerId: Id }),
])
export type ActScope = z.infer<typeof ActScope>

/** Why everything of a customer is stopped at once (R53). */
export const emergencyReasons = [
  'lost-or-stolen',
  'fraud-suspected',
] as const satisfies readonly EndReason[]

/** `open`: 未完了 (R59). `waiting`: an act of it waits for its 検印. */
export const RequestState = z.enum(['open', 'waiting', 'done', 'closed'])
export type RequestState = z.infer<typeof RequestState>

/** What came of it: 解除, 停止, 再開, ログインの制限を解除, 対象なし, 書面を案内, 途中で終わった, 取り下げ. */
export const RequestResult = z.enum([
  'ended',
  'held',
  'resumed',
  'unlocked',
  'nothing',
  'guided',
  'broken-off',
  'withdrawn',
])
export type RequestResult = z.infer<typeof RequestResult>
export const closingResults = [
  'guided',
  'broken-off',
  'withdrawn',
] as const satisfies readonly RequestResult[]

/** Whether a second person must agree before an act, must look at it after, or need not. */
export const Approval = z.enum(['none', 'before', 'after'])
export type Approval = z.infer<typeof Approval>

/**
 * The acts that a request may reach, before any identity check (R52): on the telephone somebody who acts for another can
 * only have everything stopped.
 */
export function reachable(request: {
  requestChannel: StaffRequestChannel
  requester: Requester
}): ActKind[] {
  if (request.requestChannel === 'phone' && !isPrincipal(request.requester)) return ['emergency']
  // There is no telephone path to a resumption (R54).
  return request.requestChannel === 'phone'
    ? ['revoke', 'emergency', 'hold']
    : ['revoke', 'emergency', 'hold', 'resume']
}

/** Which acts need a second person, by the settings (R45, R51–R54). */
export function approvalFor(
  act: { kind: ActKind; scope: ActScopeKind },
  request: { requester: Requester; phoneChangedRecently: boolean },
): Approval {
  if (act.kind === 'emergency') return 'after'
  if (act.kind === 'hold') return 'none'
  if (act.kind === 'resume') return 'before'
  const many = act.scope === 'customer' || act.scope === 'provider'
  return many || !isPrincipal(request.requester) || request.phoneChangedRecently ? 'before' : 'none'
}

export interface IdentityState {
  /** The newest result of each item that was asked. */
  results: Partial<Record<IdentityItem, IdentityResult>>
}

export type ItemUse = 'off' | 'optional' | 'mandatory'

/**
 * Whether the identity check is met (R48): every mandatory item agrees, and at least the set number. At the counter and by
 * letter papers do instead; where nobody calls nothing is asked.
 */
export function isIdentityMet(
  requestChannel: StaffRequestChannel,
  results: IdentityState['results'],
  rule: {
    identityItems: Record<Exclude<IdentityItem, 'document'>, ItemUse>
    identityMinimum: number
  },
): boolean {
  if (requestChannel === 'institution' || requestChannel === 'provider-notice') return true
  if (requestChannel !== 'phone' && results.document === 'match') return true
  const used = Object.entries(rule.identityItems).filter(([, use]) => use !== 'off')
  const agree = (item: string): boolean => results[item as IdentityItem] === 'match'
  return (
    used.every(([item, use]) => use !== 'mandatory' || agree(item)) &&
    used.filter(([item]) => agree(item)).length >= rule.identityMinimum
  )
}

/** What an act does to a grant: end, hold, resume, narrow (take an account out), or nothing since it is so already. */
export const ActOutcome = z.enum(['ended', 'held', 'resumed', 'narrowed', 'already'])
export type ActOutcome = z.infer<typeof ActOutcome>

export const HoldDays = z.number().int().min(1).max(90)

/** 備考 of an act, and of its 検印. */
export const ActNote = z.string().trim().max(500)
/** Why a request ends without an act (R59). */
export const CloseReason = z.string().trim().min(1).max(200)

/** An act as staff ask for it. */
export const ActForm = z
  .strictObject({
    requestId: Id,
    kind: ActKind,
    scope: ActScope,
    reason: z.enum(staffEndReasons),
    note: ActNote,
    /** The customer's or provider's name, typed again where many grants are reached (R61). */
    confirmation: z.string().max(120).default(''),
    /** How many times 24 h a hold lasts by the engine's clock, and what happens then (R101). */
    days: HoldDays.nullable().default(null),
    afterwards: z.enum(['resume', 'end']).nullable().default(null),
    /** 書面受領日 of a resumption (R54). */
    paperReceivedOn: Day.nullable().default(null),
  })
  .refine((form) => form.reason !== 'other' || form.note !== '', {
    path: ['note'],
    message: 'note-required',
  })
  .refine((form) => (form.kind === 'hold') === (form.days !== null && form.afterwards !== null), {
    path: ['days'],
    message: 'days-required',
  })
  .refine((form) => (form.kind === 'resume') === (form.paperReceivedOn !== null), {
    path: ['paperReceivedOn'],
    message: 'paper-required',
  })
  .refine(
    (form) =>
      form.kind !== 'emergency' ||
      (form.scope.kind === 'customer' &&
        (emergencyReasons as readonly string[]).includes(form.reason)),
    { path: ['reason'], message: 'emergency-reason' },
  )
export type ActForm = z.infer<typeof ActForm>

/** `•••0012`: enough to tell two of the same name apart, too little to answer with. */
export function maskNumber(text: string, shown = 4): string {
  return `•••${text.slice(-shown)}`
}
