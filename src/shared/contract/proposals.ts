import * as z from 'zod'
import { call, Id } from './base.ts'

const roles = ['hq-admin', 'sysadmin'] as const
/** Why the person who looks may not decide: made it, has another role, or has a tie to its maker (decision 0030). */
const NotMine = z.enum(['same-person', 'role', 'tied'])

/** What the second person says to it. */
export const ProposalNote = z.string().trim().max(300)

/** By which call the second person decides. */
const DecidedBy = z.enum(['proposals.decide', 'texts.approve', 'retention.decide'])

/** Something that one person asks for and another must agree to, with what exactly would change. */
export const Proposal = z.object({
  /** Among those decided by the same call. */
  id: z.number(),
  decidedBy: DecidedBy,
  /** The call that was made, which the audit names alike. */
  action: z.string(),
  targetKind: z.string(),
  targetId: z.number(),
  targetLabel: z.string(),
  /** JSON, as the audit keeps it. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  reason: z.string().nullable(),
  madeByName: z.string(),
  madeAt: z.number(),
  mine: z.boolean(),
  /** Why the person who looks may not decide it; null: may. */
  notMine: NotMine.nullable(),
})
export type Proposal = z.infer<typeof Proposal>

const ProposalOutcome = z.object({
  state: z.enum(['pending', 'agreed', 'refused', 'withdrawn']),
  /** Null while it waits. */
  decidedByName: z.string().nullable(),
  /** Epoch ms. */
  decidedAt: z.number().nullable(),
  /** What the second person said to it. */
  note: z.string(),
  /** From which day on it will be so, ISO; null where it was carried out at once, or is not agreed to. */
  plannedFor: z.string().nullable(),
})

/** For how many days who made a proposal is told on きょう that it was refused. */
export const refusedDays = 7

const RefusedProposal = z.object({
  id: z.number(),
  action: z.string(),
  targetLabel: z.string(),
  decidedByName: z.string(),
  /** Epoch ms. */
  decidedAt: z.number(),
  /** What the second person said to it. */
  note: z.string(),
})
export type RefusedProposal = z.infer<typeof RefusedProposal>

/** All that waits for a second person (R14), but for requests; officers and system administrators are shown what is theirs. */
export const proposals = {
  list: call({ roles: [...roles, 'officer', 'auditor'], passive: true }).output(z.array(Proposal)),
  /** The maker's own that were refused of late. */
  refused: call({ roles: [...roles, 'officer'], passive: true }).output(z.array(RefusedProposal)),
  /** The second person agrees, and the change is made in the same commit; or refuses, and nothing is. */
  decide: call({ roles, fresh: true, act: true })
    .input(z.strictObject({ id: Id, approve: z.boolean(), note: ProposalNote }))
    /** The second half of an enrolment code, to be handed over. */
    .output(z.object({ code: z.string().nullable() })),
  /** What has become of a proposal, for who made it; its window follows it as long as it is told to wait. */
  outcome: call({ roles: [...roles, 'officer'], passive: true })
    .input(z.strictObject({ id: Id }))
    .output(ProposalOutcome),
  /** By who made it. */
  withdraw: call({ roles: [...roles, 'officer'], act: true })
    .input(z.strictObject({ id: Id }))
    .output(z.null()),
}
