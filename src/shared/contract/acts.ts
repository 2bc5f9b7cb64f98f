import * as z from 'zod'
import { EndReason, GrantStatus } from '../grant.ts'
import { Permitter } from '../permitter.ts'
import { ActKind, ActOutcome, ActScopeKind, Approval, RequestResult } from '../request.ts'

export const TargetResult = z.object({
  grantId: z.number(),
  label: z.string(),
  providerName: z.string(),
  outcome: ActOutcome,
  status: GrantStatus,
  at: z.number(),
  endedTokens: z.number(),
  endedByName: z.string().nullable(),
  endedAt: z.number().nullable(),
  /** Those linked now, by kind and last digits. */
  accounts: z.array(z.string()),
  grantedAt: z.number(),
  /** The user of a company who permitted it; null: the customer in person, or not told. */
  permittedBy: Permitter.nullable(),
})
export type TargetResult = z.infer<typeof TargetResult>

export const RequestAct = z.object({
  id: z.number(),
  kind: ActKind,
  scope: ActScopeKind,
  reason: EndReason,
  note: z.string(),
  heldUntil: z.number().nullable(),
  heldAfterwards: z.enum(['resume', 'end']).nullable(),
  paperReceivedOn: z.string().nullable(),
  approval: Approval,
  dueAt: z.number().nullable(),
  madeByName: z.string(),
  madeAt: z.number(),
  checkedByName: z.string().nullable(),
  checkedAt: z.number().nullable(),
  checkNote: z.string().nullable(),
  state: z.enum(['pending', 'done', 'refused']),
  executedAt: z.number().nullable(),
  result: RequestResult.nullable(),
  changed: z.number(),
  /** Of an act that is carried out in small steps. */
  progress: z.object({ ended: z.number(), total: z.number() }).nullable(),
  already: z.number(),
  /** For those who may see them; before it is done, what it would reach now. */
  targets: z.array(TargetResult).nullable(),
  /** Whether the person who looks may decide it. */
  mayDecide: z.boolean(),
})
export type RequestAct = z.infer<typeof RequestAct>

/** What an act would do if it were made now, grant by grant, and how many persons it takes. */
export const Reach = z.object({
  approval: Approval,
  targets: z.array(TargetResult.omit({ at: true, endedTokens: true, endedByName: true })),
})
export type Reach = z.infer<typeof Reach>
