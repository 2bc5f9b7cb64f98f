import type { Selectable } from 'kysely'
import { query, type Tables } from '#db'
import { AppError } from '#shared/errors'
import {
  type CaseFacts,
  type CaseStep,
  type EndingFacts,
  type IncidentFacts,
  type StepWords,
  wayOf,
} from '#shared/provider-case'
import { act } from '../act.ts'
import type { ActContext } from '../actor.ts'
import type { AuditTarget } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { providerById } from '../providers/provider.ts'
import { listingOf } from '../publication/listing.ts'

type CaseRow = Selectable<Tables['providerCases']>
export type ProviderCase = Omit<CaseRow, 'kind' | 'facts'> &
  ({ kind: 'ending'; facts: EndingFacts } | { kind: 'incident'; facts: IncidentFacts })

const open = query<{ providerId: number }>()((k, v) =>
  k
    .selectFrom('providerCases')
    .selectAll()
    .where('providerId', '=', v('providerId'))
    .where('closedAt', 'is', null)
    .orderBy('id'),
)
const steps = query<{ caseId: number }>()((k, v) =>
  k.selectFrom('providerCaseSteps').selectAll().where('caseId', '=', v('caseId')).orderBy('id'),
)

export const asCase = (row: CaseRow): ProviderCase =>
  ({ ...row, facts: JSON.parse(row.facts) }) as ProviderCase

/** The cases of a provider that are under way, the oldest first. */
export const openCases = ({ store }: Pick<Engine, 'store'>, providerId: number): ProviderCase[] =>
  store.statement(open).all({ providerId }).map(asCase)

export const stepsWritten = ({ store }: Pick<Engine, 'store'>, caseId: number) =>
  store.statement(steps).all({ caseId })

/** @throws AppError case.not-found */
export function caseById({ store }: Pick<Engine, 'store'>, id: number): ProviderCase {
  const row = store.find('providerCases', { id })
  if (!row) throw new AppError('case.not-found')
  return asCase(row)
}

/** A case that is under way, and the provider that its entries are about. @throws AppError case.not-found, case.closed */
export function openCase(engine: Engine, id: number): { found: ProviderCase; target: AuditTarget } {
  const found = caseById(engine, id)
  if (found.closedAt !== null) throw new AppError('case.closed')
  const label = providerById(engine, found.providerId)?.name ?? ''
  return { found, target: { kind: 'provider', id: found.providerId, label } }
}

type Written = Omit<StepWords, 'step'> & { caseId: number; step: CaseStep }

/** Inside a commit unit. */
export function writeStep({ engine, actor }: ActContext, step: Written): void {
  engine.store.insert('providerCaseSteps', {
    ...step,
    staffName: actor.name,
    enteredAt: engine.clock.now(),
  })
}

/** Inside a commit unit. @returns its id */
export function insertCase(
  { engine, actor }: ActContext,
  providerId: number,
  { kind, facts }: CaseFacts,
): number {
  return engine.store.insert('providerCases', {
    ...{ providerId, kind, facts: JSON.stringify(facts), openedAt: engine.clock.now() },
    ...{ openedBy: Number(actor.id) || 0, openedByName: actor.name },
  })
}

/** A step as the audit keeps it. */
const told = ({ step, outcome, at, whom, note, evidence }: StepWords) => ({
  caseStep: step,
  stepOutcome: outcome,
  doneAt: at,
  ...(whom !== '' && { whom }),
  ...(note !== '' && { note }),
  ...(evidence !== '' && { evidence }),
})

/**
 * Writes that a step was done, when, to whom and with what, or why it is not needed. What a change of status or a file writes
 * by itself can only be said to be not needed; an end is always needed, and so is a list without the provider once one was published.
 * @throws AppError case.not-found, case.closed, case.listed, input.invalid
 */
export const noteStep = act('cases.note', (ctx, { id, ...words }: StepWords & { id: number }) => {
  const { found, target } = openCase(ctx.engine, id)
  const way = wayOf(found.kind, words.step)
  const needless = words.outcome === 'not-needed'
  if (way === undefined || (way !== 'hand' && !needless) || (needless && words.step === 'ended'))
    throw new AppError('input.invalid', { detail: 'step' })
  // What the world reads is not made needless by a word.
  if (way === 'publication' && listingOf(ctx.engine, found.providerId).state !== 'never')
    throw new AppError('case.listed')
  if (needless && words.note === '') throw new AppError('input.invalid', { detail: 'note' })
  if (words.at > ctx.engine.clock.now()) throw new AppError('input.invalid', { detail: 'at' })
  writeStep(ctx, { caseId: id, ...words })
  return { target, after: told(words) }
})

/** Writes the step of the list that was made. A case that was closed meanwhile keeps what it has. */
export const noteFile = act('cases.made', (ctx, { id, rows }: { id: number; rows: number }) => {
  const found = caseById(ctx.engine, id)
  const label = providerById(ctx.engine, found.providerId)?.name ?? ''
  const at = ctx.engine.clock.now()
  const note = `お客さま ${rows}人`
  const words = { step: 'list', outcome: 'done', at, whom: '', note, evidence: '' } as const
  if (found.closedAt === null) writeStep(ctx, { caseId: id, ...words })
  return {
    target: { kind: 'provider', id: found.providerId, label },
    after: { caseStep: 'list', rows },
  }
})
