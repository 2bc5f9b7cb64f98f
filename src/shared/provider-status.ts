import * as z from 'zod'
import type { NoticeKind } from './preview.ts'

export const ProviderStatus = z.enum([
  'draft',
  'review',
  'approval',
  'active',
  /** 新規停止: links that live go on and can be renewed, new ones are refused. */
  'restricted',
  'suspended',
  'ended',
])
export type ProviderStatus = z.infer<typeof ProviderStatus>

/** What a provider's server asks for, and what a customer comes for whom it sends. */
export const providerRequests = [
  /** A link of a customer who has none with this provider and channel. */
  'authorise',
  /** The same by a customer whose link lives. */
  'renew',
  'code',
  'refresh',
  'data',
  'introspect',
  'revoke',
] as const
export type ProviderRequest = (typeof providerRequests)[number]

/** `served`, or the error that the provider is told (RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1; decision 0007). */
export type ProviderAnswer =
  | 'served'
  | 'invalid_client'
  | 'invalid_token'
  | 'access_denied'
  | 'temporarily_unavailable'
type Row = Readonly<Record<ProviderRequest, ProviderAnswer>>

const served: Row = {
  authorise: 'served',
  renew: 'served',
  code: 'served',
  refresh: 'served',
  data: 'served',
  introspect: 'served',
  revoke: 'served',
}
const noClient: Row = {
  authorise: 'invalid_client',
  renew: 'invalid_client',
  code: 'invalid_client',
  refresh: 'invalid_client',
  data: 'invalid_token',
  introspect: 'invalid_client',
  revoke: 'invalid_client',
}

/** What each status lets a provider do: the one place that decides it for the wire, the customers' pages and the console. */
export const statusMatrix: Readonly<Record<ProviderStatus, Row>> = {
  draft: noClient,
  review: noClient,
  approval: noClient,
  active: served,
  restricted: { ...served, authorise: 'access_denied' },
  suspended: noClient,
  ended: noClient,
}

/** What goes on while all traffic of providers is halted (全体停止), whatever the status of each: what only looks up or ends. */
export const haltRow: Row = {
  authorise: 'temporarily_unavailable',
  renew: 'temporarily_unavailable',
  code: 'temporarily_unavailable',
  refresh: 'temporarily_unavailable',
  data: 'temporarily_unavailable',
  introspect: 'served',
  revoke: 'served',
}

/** What a provider of this status is answered: a halt comes before its status. */
export const answersOf = (status: ProviderStatus, halted: boolean): Row =>
  halted
    ? (Object.fromEntries(
        providerRequests.map((request) => [
          request,
          haltRow[request] === 'served' ? statusMatrix[status][request] : haltRow[request],
        ]),
      ) as Row)
    : statusMatrix[status]

/** Which request comes to an address; a cell that stands for those of the same address. null: data that are nobody's. */
const addresses: readonly (readonly [RegExp, ProviderRequest | null])[] = [
  [/^\/token\/introspection(\?|$)/, 'introspect'],
  [/^\/token\/revocation(\?|$)/, 'revoke'],
  [/^\/api\/v1\/openapi\.json(\?|$)/, null],
  [/^\/(par|auth|consent)(\/|\?|$)/, 'authorise'],
  [/^\/token(\/|\?|$)/, 'code'],
  [/^\/api\/v1(\/|\?|$)/, 'data'],
]

/** Whether a request to this address is refused while all is halted. */
export function isHaltedPath(url: string): boolean {
  const request = addresses.find(([pattern]) => pattern.test(url))?.[1] ?? null
  return request !== null && haltRow[request] !== 'served'
}

/** What a customer reads who comes for a link that the status refuses; null where none is refused. */
export const noticeOf = {
  draft: 'provider-stopped',
  review: 'provider-stopped',
  approval: 'provider-stopped',
  active: null,
  restricted: 'provider-no-new',
  suspended: 'provider-stopped',
  ended: 'provider-ended',
} as const satisfies Record<ProviderStatus, NoticeKind | null>

export const isAnswered = (status: ProviderStatus, request: ProviderRequest): boolean =>
  statusMatrix[status][request] === 'served'

/** Whether the authorization server knows it as a client at all. */
export const isClient = (status: ProviderStatus): boolean =>
  providerRequests.some((request) => request !== 'data' && isAnswered(status, request))

/** Whether there is anything to walk for: a customer who comes for a renewal is not known as such before the sign-in. */
export const takesWalks = (status: ProviderStatus): boolean =>
  isAnswered(status, 'authorise') || isAnswered(status, 'renew')

/** Statuses of providers that are in use: what is registered of them is what customers and requests meet. */
export const usedStatuses = ProviderStatus.options.filter(takesWalks)

/** Activated, and not ended: what is changed of them takes two persons (R14). */
export const connected: readonly ProviderStatus[] = ['active', 'restricted', 'suspended']

/** R11: the only transitions there are. */
export const providerTransitions: Record<ProviderStatus, readonly ProviderStatus[]> = {
  draft: ['review', 'ended'],
  review: ['draft', 'approval', 'ended'],
  approval: ['draft', 'active', 'ended'],
  active: ['restricted', 'suspended', 'ended'],
  restricted: ['active', 'suspended', 'ended'],
  suspended: ['active', 'restricted', 'ended'],
  ended: [],
}

/** Why a company is stopped or ended; `other` is told in words. */
export const StatusCause = z.enum([
  'contract-ended',
  'business-ended',
  'registration-cancelled',
  'merged',
  'standards-unmet',
  'incident',
  'own-request',
  'other',
])
export type StatusCause = z.infer<typeof StatusCause>

/** The statuses that take something away, each with the causes that fit it. */
export const stops = {
  restricted: StatusCause.exclude(['registration-cancelled']).options,
  /** The likeliest first. */
  suspended: StatusCause.extract([
    'incident',
    'standards-unmet',
    'registration-cancelled',
    'own-request',
    'other',
  ]).options,
  ended: StatusCause.options,
} as const satisfies Partial<Record<ProviderStatus, readonly StatusCause[]>>
export type Stop = keyof typeof stops
export const isStop = (status: ProviderStatus): status is Stop => Object.hasOwn(stops, status)

/** Stopped, and not for good: such a stop can be meant up to a day, and is taken back by two. */
export const isStopped = (status: ProviderStatus): status is 'restricted' | 'suspended' =>
  status === 'restricted' || status === 'suspended'

/** Whether the day up to which a stop was meant has come. Both `YYYY-MM-DD`. */
export const isStopDue = (until: string | null, today: string): boolean =>
  until !== null && until <= today

/** Why a provider changes its state, in words. */
export const StatusReason = z.string().trim().max(300)
