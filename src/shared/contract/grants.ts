import * as z from 'zod'
import { Channel, EndReason, GrantStatus, RequestChannel, Requester, Scope } from '../grant.ts'
import { GrantListStatus, GrantOrder } from '../list.ts'
import { Permitter } from '../permitter.ts'
import { WhyCode } from '../why.ts'
import { call, customerReaders, Id, overseers } from './base.ts'

export const GrantSummary = z.object({
  id: z.number(),
  label: z.string(),
  customerId: z.number(),
  customerName: z.string(),
  providerId: z.number(),
  providerName: z.string(),
  serviceName: z.string(),
  formerName: z.string().nullable(),
  channel: Channel,
  scopes: z.array(Scope),
  accounts: z.array(z.string()),
  grantedAt: z.number(),
  expiresAt: z.number(),
  daysLeft: z.number(),
  lastAccessAt: z.number().nullable(),
  status: GrantStatus,
  providerSuspended: z.boolean(),
  endedAt: z.number().nullable(),
})
export type GrantSummary = z.infer<typeof GrantSummary>

/** A grant on its customer's page. */
export const CustomerGrant = GrantSummary.extend({
  /** The user of a company who permitted it; null: the customer in person, or not told. */
  permittedBy: Permitter.nullable(),
})
export type CustomerGrant = z.infer<typeof CustomerGrant>

export const TimelineEntry = z.object({
  at: z.number(),
  kind: z.enum(['permitted', 'ended', 'held', 'resumed', 'narrowed', 'access-day', 'refused']),
  actorName: z.string().nullable(),
  approvedByName: z.string().nullable(),
  toStatus: GrantStatus.nullable(),
  requester: Requester.nullable(),
  requestChannel: RequestChannel.nullable(),
  reason: EndReason.nullable(),
  note: z.string().nullable(),
  endedTokens: z.number().nullable(),
  endpoint: z.string().nullable(),
  count: z.number().nullable(),
  /** More than `count`: so many were read of the day. */
  atLeast: z.boolean(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

/** Where a reading of a grant's life ended: the next one tells what came before that time, and before that access record. */
export const TimelineCursor = z.strictObject({ id: z.number().int(), at: z.number().int() })
export type TimelineCursor = z.infer<typeof TimelineCursor>

/** What says why a grant works or does not, from the server's records. */
export const Why = z.object({
  code: WhyCode,
  at: z.number(),
  by: z.string().nullable(),
  requester: Requester.nullable(),
  requestChannel: RequestChannel.nullable(),
  until: z.number().nullable(),
  other: z.string().nullable(),
})
export type Why = z.infer<typeof Why>

export const Proof = z.object({
  grantId: z.number(),
  label: z.string(),
  providerName: z.string(),
  status: GrantStatus,
  endedAt: z.number().nullable(),
  endedByName: z.string().nullable(),
  liveTokens: z.number(),
  endedTokens: z.number(),
  lastAccessAt: z.number().nullable(),
  checkedAt: z.number(),
  refusedAttempts: z.array(
    z.object({ id: z.number(), at: z.number(), endpoint: z.string(), status: z.number() }),
  ),
  refusedCount: z.number(),
})
export type Proof = z.infer<typeof Proof>

const GrantCursor = z.strictObject({ key: z.number(), id: Id })
export const GrantFilter = z.strictObject({
  status: GrantListStatus,
  providerId: Id.nullable(),
  order: GrantOrder.nullable().default(null),
  /** The cursor that the page before gave. */
  after: GrantCursor.nullable(),
  limit: z.number().int().min(1).max(500),
})
export type GrantFilter = z.infer<typeof GrantFilter>

export const Evidence = z.object({
  channel: Channel,
  textVersion: z.number(),
  termsVersion: z.string(),
  language: z.string(),
  grantedAt: z.number(),
  shownHash: z.string(),
  /** The screen rendered again, at `/preview/<page>`, and whether its hash equals the one that was kept. */
  again: z.object({ page: z.string(), same: z.boolean() }).nullable(),
})
export type Evidence = z.infer<typeof Evidence>

export const grants = {
  /** Newest first, or as asked. Not for clerks: it tells who is linked with whom (R97). */
  list: call({ roles: overseers })
    .input(GrantFilter)
    .output(z.object({ rows: z.array(GrantSummary), next: GrantCursor.nullable() })),
  timeline: call({ roles: customerReaders, passive: true })
    .input(z.strictObject({ id: Id, after: TimelineCursor.nullable().default(null) }))
    .output(
      z.object({
        why: Why,
        entries: z.array(TimelineEntry),
        next: TimelineCursor.nullable(),
      }),
    ),
  /** The permission screen as the customer saw it (R83). */
  evidence: call({ roles: customerReaders })
    .input(z.strictObject({ id: Id }))
    .output(Evidence),
  /** Read anew from the server's records at each call. */
  proof: call({ roles: customerReaders, passive: true })
    .input(z.strictObject({ ids: z.array(Id).min(1).max(100) }))
    .output(z.array(Proof)),
}
