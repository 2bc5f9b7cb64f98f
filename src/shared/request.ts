import * as z from 'zod'
import { type EndReason, providerEndReasons, RequestChannel, staffEndReasons } from './grant.ts'
import { halfWidth } from './half-width.ts'
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

/**
 * What an identity check asks (R48). `contact`: the name of a company's user who calls; `document`: papers seen at the counter
 * or with a letter.
 */
export const IdentityItem = z.enum([
  'contact',
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
/** Of what is said: digits, which are typed in half width. */
export const spokenInDigits: readonly SpokenItem[] = [
  'birth-date',
  'phone',
  'account',
  'transaction',
]

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

/** As a person reads it: what was carried out and still waits for its 検印 is not 完了. */
export const shownState = ({
  state,
  dueAt,
}: {
  state: RequestState
  dueAt: number | null
}): RequestState | 'to-check' => (state === 'done' && dueAt !== null ? 'to-check' : state)

/** What came of it: done, or how a request ends in which nothing was done. */
export const RequestResult = z.enum([
  'ended',
  'held',
  'resumed',
  'unlocked',
  'nothing',
  'inquiry-only',
  'guided',
  'not-identified',
  'broken-off',
  'withdrawn',
  'wrong-customer',
])
export type RequestResult = z.infer<typeof RequestResult>
/** How a request ends without an act (R59). */
export const ClosingResult = RequestResult.extract([
  'inquiry-only',
  'guided',
  'not-identified',
  'broken-off',
  'withdrawn',
  'wrong-customer',
])
export type ClosingResult = z.infer<typeof ClosingResult>

/** Whether a second person must agree before an act, must look at it after, or need not. */
export const Approval = z.enum(['none', 'before', 'after'])
export type Approval = z.infer<typeof Approval>

/** What an act does to a grant: end, hold, resume, narrow (take an account out), or nothing since it is so already. */
export const ActOutcome = z.enum(['ended', 'held', 'resumed', 'narrowed', 'already'])
export type ActOutcome = z.infer<typeof ActOutcome>

export const HoldDays = z.number().int().min(1).max(90)

/** 備考 of an act, and of its 検印. */
export const ActNote = z.string().trim().max(500)
/** Requests of one state are counted up to this many for きょう; more are told as at least so many. */
export const countedRequests = 1_000

/** What is written of a request: for the 受付票, the audit and whoever calls back. */
export const described = {
  requesterName: z.string().trim().max(80),
  callbackPhone: z.string().overwrite(halfWidth).trim().max(30),
  note: z.string().trim().max(1000),
  answer: z.string().trim().max(1000),
}
/** What of it a 受付票 cannot do without (R57). */
export const forSlip = {
  requesterName: described.requesterName.min(1),
  answer: described.answer.min(1),
}
/** Why somebody serves the customer of another branch (R89). */
export const OtherBranchReason = z.string().trim().max(200)

/** Why a request ends without an act (R59). */
export const CloseReason = z.string().trim().min(1).max(200)
/** 訂正: what a request tells wrongly, and what is right (R58). */
export const CorrectionWords = z.string().trim().min(1).max(300)

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
  .refine(
    ({ scope, reason }) =>
      scope.kind !== 'provider' || providerEndReasons.some((one) => one === reason),
    { path: ['reason'], message: 'reason' },
  )
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
