import type { Selectable } from 'kysely'
import type { Tables } from '#db'
import { AppError } from '#shared/errors'
import { type ProposedCall, secondFor } from '#shared/persons'
import { act, Refusal } from '../act.ts'
import type { ActContext, Actor } from '../actor.ts'
import { type AuditTarget, recordAudit } from '../audit/record.ts'
import { setConsent } from '../customers/set-consent.ts'
import type { Engine } from '../engine.ts'
import { acceptImport } from '../imports/accept.ts'
import { removeFromLedger } from '../ledger/remove.ts'
import { changeProviderStatus } from '../providers/change-status.ts'
import { discardProvider } from '../providers/discard.ts'
import { updateProvider } from '../providers/save.ts'
import { makerOf } from '../requests/rows.ts'
import { saveSettings } from '../settings/save.ts'
import { reenrolStaff, updateStaff } from '../staff/accounts.ts'
import { createStaff } from '../staff/create.ts'
import { resumeService } from '../system/halt.ts'
import type { TwoPersonAct } from './propose.ts'
import { mustStillStand, unfitSecond } from './second.ts'

type ProposalRow = Selectable<Tables['proposals']>

/** What each call does once a second person agrees. */
const acts: { [Call in ProposedCall]: TwoPersonAct<Call, never, unknown> } = {
  'customers.setConsent': setConsent,
  'imports.accept': acceptImport,
  'ledger.remove': removeFromLedger,
  'providers.changeStatus': changeProviderStatus,
  'providers.discard': discardProvider,
  'providers.update': updateProvider,
  'settings.save': saveSettings,
  'staff.create': createStaff,
  'staff.reenrol': reenrolStaff,
  'staff.update': updateStaff,
  'system.resume': resumeService,
}

const partsOf = (row: ProposalRow) =>
  acts[row.call as ProposedCall] as unknown as TwoPersonAct<ProposedCall, unknown, unknown>

/** @throws AppError proposal.not-found, proposal.decided */
function pending(engine: Engine, id: number): { row: ProposalRow; target: AuditTarget } {
  const row = engine.store.find('proposals', { id })
  if (!row) throw new AppError('proposal.not-found')
  if (row.state !== 'pending')
    throw new AppError('proposal.decided', { detail: row.decidedByName ?? '' })
  return { row, target: { kind: row.targetKind, id: row.targetId, label: row.targetLabel } }
}

/** Why a person may not decide a proposal; null: may. Inside a commit unit. */
export function notDecider(
  engine: Engine,
  row: ProposalRow,
  person: Pick<Actor, 'id' | 'role'>,
): 'same-person' | 'role' | 'tied' | null {
  const unfit = unfitSecond(engine, row.madeBy, person)
  if (unfit === 'same-person') return unfit
  const call = row.call as ProposedCall
  const roles = Object.keys(acts).includes(call) ? secondFor(call, row.what as never) : null
  if (!roles || person.role === undefined || !roles.includes(person.role)) return 'role'
  return unfit
}

const refusals = {
  'same-person': 'proposal.same-person',
  role: 'permission.denied',
  tied: 'proposal.tied',
} as const

/**
 * A second person agrees, and the change is made in the same commit, if it still is the very change that was proposed; or
 * refuses, and nothing is made. The audit names both: the change is its maker's, with who agreed.
 * @throws AppError proposal.not-found, proposal.decided, proposal.same-person, proposal.tied, permission.denied,
 * proposal.maker-gone, proposal.changed-meanwhile, and whatever the change itself throws
 */
export const decideProposal = act(
  'proposals.decide',
  (ctx, { id, approve, note }: { id: number; approve: boolean; note: string }) => {
    const { engine, actor } = ctx
    const { row, target } = pending(engine, id)
    const unfit = notDecider(engine, row, actor)
    if (unfit) throw new Refusal(refusals[unfit], target)
    const result = approve ? make(ctx, row) : undefined
    engine.store.update(
      'proposals',
      { id },
      {
        state: approve ? 'agreed' : 'refused',
        decidedBy: Number(actor.id),
        decidedByName: actor.name,
        decidedAt: engine.clock.now(),
        note,
      },
    )
    return {
      target,
      after: { action: row.call, approve, maker: row.madeByName },
      reason: note || undefined,
      result: { call: row.call as ProposedCall, result },
    }
  },
)

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

function make(ctx: ActContext, row: ProposalRow): unknown {
  const { engine, actor: approver } = ctx
  mustStillStand(engine, { ...row, call: row.call as ProposedCall })
  const byMaker = { ...ctx, actor: makerOf(row) }
  const agreed = { approver, kept: JSON.parse(row.kept) }
  const { parts } = partsOf(row)
  const input = JSON.parse(row.input)
  // What one person may do by now two may do too.
  const what = parts.what(byMaker, input)
  const stillSo = what === row.what || secondFor(row.call as ProposedCall, what as never) === null
  const { result, ...told } = parts.perform(byMaker, input, agreed)
  if (!stillSo || json(told.before) !== row.before || json(told.after) !== row.after)
    throw new AppError('proposal.changed-meanwhile')
  const after = { ...(told.after as object | undefined), approvedBy: approver.name }
  recordAudit(byMaker, { ...told, after, action: row.call as ProposedCall })
  return result
}

/** Its maker takes a proposal back. @throws AppError proposal.not-found, proposal.decided, proposal.not-yours */
export const withdrawProposal = act('proposals.withdraw', ({ engine, actor }, id: number) => {
  const { row, target } = pending(engine, id)
  if (row.madeBy !== Number(actor.id)) throw new Refusal('proposal.not-yours', target)
  const decided = { decidedBy: row.madeBy, decidedByName: actor.name }
  const at = engine.clock.now()
  engine.store.update('proposals', { id }, { ...decided, state: 'withdrawn', decidedAt: at })
  return { target, after: { action: row.call } }
})
