import { query } from '#db'
import { roleMay } from '#shared/contract/may'
import { type Proposal, type RefusedProposal, refusedDays } from '#shared/contract/proposals'
import { AppError } from '#shared/errors'
import { dayMs, isoDate } from '#shared/japanese-date'
import { isOfBranch } from '#shared/staff'
import type { ActContext } from '../actor.ts'
import { notDecider } from './decide.ts'
import { unfitSecond } from './second.ts'

const mostShown = 200

const waiting = query<{ limit: number }>()((k, v) =>
  k
    .selectFrom('proposals')
    .selectAll()
    .where('state', '=', 'pending')
    .orderBy('id')
    .limit(v('limit')),
)
const refusedOf = query<{ madeBy: number; since: number }>()((k, v) =>
  k
    .selectFrom('proposals')
    .selectAll()
    .where('state', '=', 'refused')
    .where('madeBy', '=', v('madeBy'))
    .where('decidedAt', '>=', v('since'))
    .orderBy('id', 'desc')
    .limit(20),
)
const drafts = query<Record<never, never>>()((k) =>
  k
    .selectFrom('textVersions')
    .select(['kind', 'number', 'note', 'authorId', 'authorName', 'updatedAt'])
    .where('approvedAt', 'is', null)
    .orderBy('updatedAt'),
)
const deletions = query<Record<never, never>>()((k) =>
  k.selectFrom('retentionRuns').selectAll().where('state', '=', 'pending').orderBy('id'),
)

type Looking = Pick<ActContext, 'engine' | 'actor'>

/**
 * What waits for a second person, oldest first, and whether the person who looks may decide it: proposals here, drafts of texts
 * and deletions on their own pages. Who sees no customers, or works for one branch, is shown what they may decide and what they asked
 * for: a proposal may name a customer.
 */
export function listProposals(looking: Looking): Proposal[] {
  const all = [...proposed(looking), ...texts(looking), ...retention(looking)]
  const { role } = looking.actor
  const whole = role !== undefined && roleMay(role, 'customers.list') && !isOfBranch(role)
  const shown = whole ? all : all.filter(({ notMine }) => notMine !== 'role')
  return shown.sort((a, b) => a.madeAt - b.madeAt)
}

function proposed({ engine, actor }: Looking): Proposal[] {
  return engine.store
    .statement(waiting)
    .all({ limit: mostShown })
    .map((row) => ({
      id: row.id,
      decidedBy: 'proposals.decide',
      action: row.call,
      targetKind: row.targetKind,
      targetId: row.targetId,
      targetLabel: row.targetLabel,
      before: row.before,
      after: row.after,
      reason: row.reason,
      madeByName: row.madeByName,
      madeAt: row.madeAt,
      mine: String(row.madeBy) === actor.id,
      notMine: notDecider(engine, row, actor),
    }))
}

/** Who made it and who looks, where the call's own roles say who decides. */
function between(
  { engine, actor }: Looking,
  call: 'texts.approve' | 'retention.decide',
  maker: number,
) {
  const unfit = unfitSecond(engine, maker, actor)
  const may = actor.role !== undefined && roleMay(actor.role, call)
  const notMine = unfit === 'same-person' || may ? unfit : ('role' as const)
  return { decidedBy: call, action: call, mine: String(maker) === actor.id, notMine }
}

function texts(looking: Looking): Proposal[] {
  return looking.engine.store
    .statement(drafts)
    .all({})
    .map((row) => ({
      ...between(looking, 'texts.approve', Number(row.authorId)),
      id: row.number,
      targetKind: 'system',
      targetId: row.number,
      targetLabel: `${row.kind} 第${row.number}版`,
      before: null,
      after: null,
      reason: row.note,
      madeByName: row.authorName,
      madeAt: row.updatedAt,
    }))
}

function retention(looking: Looking): Proposal[] {
  return looking.engine.store
    .statement(deletions)
    .all({})
    .map((row) => ({
      ...between(looking, 'retention.decide', row.madeBy),
      id: row.id,
      targetKind: 'system',
      targetId: row.id,
      targetLabel: row.class,
      before: null,
      after: JSON.stringify({ class: row.class, before: row.before, counted: row.counted }),
      reason: null,
      madeByName: row.madeByName,
      madeAt: row.madeAt,
    }))
}

/** What of a person's own was refused within the last days, newest first: whoever asked for it may have left the page long ago. */
export function refusedProposals({ engine, actor }: Looking): RefusedProposal[] {
  const since = engine.clock.now() - refusedDays * dayMs
  return engine.store
    .statement(refusedOf)
    .all({ madeBy: Number(actor.id), since })
    .map((row) => ({
      id: row.id,
      action: row.call,
      targetLabel: row.targetLabel,
      decidedByName: row.decidedByName ?? '',
      decidedAt: row.decidedAt ?? 0,
      note: row.note ?? '',
    }))
}

/**
 * What has become of a person's own proposal. One that was agreed to for a later day is made on that day (planChange), and may fail
 * then.
 * @throws AppError proposal.not-found (another person's too)
 */
export function proposalOutcome({ engine, actor }: Looking, id: number) {
  const row = engine.store.find('proposals', { id })
  if (!row || String(row.madeBy) !== actor.id) throw new AppError('proposal.not-found')
  const { state, decidedByName, decidedAt, note } = row
  const { effectiveOn = null } = JSON.parse(row.after ?? '{}') as { effectiveOn?: string }
  const waits = state === 'agreed' && effectiveOn !== null && effectiveOn > isoDate(decidedAt ?? 0)
  return {
    state,
    decidedByName,
    decidedAt,
    note: note ?? '',
    plannedFor: waits ? effectiveOn : null,
  }
}
