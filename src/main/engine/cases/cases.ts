import { query } from '#db'
import { AppError } from '#shared/errors'
import { type CaseFacts, type IncidentStop, stepOfStatus } from '#shared/provider-case'
import { connected, isStopped, stops } from '#shared/provider-status'
import { act } from '../act.ts'
import type { ActContext } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { liveGrantsOf } from '../grants/provider-ending.ts'
import { changeProviderStatus } from '../providers/change-status.ts'
import { providerById } from '../providers/provider.ts'
import { isSomebodyLeft, whoeverIsLeft } from './letter-files.ts'
import { openStepsOf } from './off-list.ts'
import {
  asCase,
  caseById,
  insertCase,
  openCase,
  openCases,
  type ProviderCase,
  writeStep,
} from './steps.ts'

const ofProvider = query<{ providerId: number }>()((k, v) =>
  k
    .selectFrom('providerCases')
    .selectAll()
    .where('providerId', '=', v('providerId'))
    .orderBy('id', 'desc'),
)
const allOpen = query<Record<never, never>>()((k) =>
  k.selectFrom('providerCases').selectAll().where('closedAt', 'is', null).orderBy('id'),
)
const takenOver = query<Record<never, never>>()((k) =>
  k.selectFrom('providerCases').selectAll().where('kind', '=', 'ending').orderBy('id'),
)

/** All cases of a provider, the newest first. */
export const casesOf = ({ store }: Pick<Engine, 'store'>, providerId: number): ProviderCase[] =>
  store.statement(ofProvider).all({ providerId }).map(asCase)

/** What is under way with any provider. */
export const casesUnderWay = ({ store }: Pick<Engine, 'store'>): ProviderCase[] =>
  store.statement(allOpen).all({}).map(asCase)

/** What the desk says of the incidents under way with these providers, and how each stands. */
export function incidentsFor(engine: Engine, providerIds: ReadonlySet<number>) {
  return casesUnderWay(engine).flatMap((one) => {
    const provider = providerById(engine, one.providerId)
    if (one.kind !== 'incident' || !provider || !providerIds.has(provider.id)) return []
    const { name: providerName, status, statusAt: since } = provider
    return [{ providerName, status, since, words: one.facts.deskWords }]
  })
}

/** The providers whose business this one takes over. */
export const predecessorsOf = ({ store }: Pick<Engine, 'store'>, providerId: number): number[] =>
  store
    .statement(takenOver)
    .all({})
    .map(asCase)
    .flatMap((one) =>
      one.kind === 'ending' && one.closedAs !== 'called-off' && one.facts.successorId === providerId
        ? [one.providerId]
        : [],
    )

/** What a case says, as the audit keeps it. */
function told(engine: Engine, form: CaseFacts) {
  if (form.kind === 'incident') {
    const { category, from, until, ...facts } = form.facts
    return {
      ...{ caseKind: form.kind, incidentCategory: category },
      ...{ concernedFromAt: from, concernedUntilAt: until, ...facts },
    }
  }
  const { successorId, ...facts } = form.facts
  const successor = successorId === null ? null : providerById(engine, successorId)?.name
  return { caseKind: form.kind, ...facts, ...(successor != null && { successor }) }
}

/** @throws AppError input.invalid */
function refuseUnfit(engine: Engine, providerId: number, form: CaseFacts): void {
  const refuse = (detail: string): never => {
    throw new AppError('input.invalid', { detail })
  }
  if (form.kind === 'incident') {
    const { discoveredAt, from } = form.facts
    const now = engine.clock.now()
    if (discoveredAt > now) refuse('discoveredAt')
    if (from !== null && from > now) refuse('from')
    return
  }
  const { successorId, cause, letterWords } = form.facts
  if (!stops.ended.includes(cause)) refuse('cause')
  if (cause === 'other' && letterWords === '') refuse('letterWords')
  const successor = successorId === null ? undefined : providerById(engine, successorId)
  if (
    successorId !== null &&
    (!successor || successorId === providerId || successor.status === 'ended')
  )
    refuse('successorId')
}

interface OpenForm {
  providerId: number
  form: CaseFacts
  /** What an incident stops with it, at once. */
  stop: IncidentStop | null
}

/**
 * Opens a case. An incident can stop the provider in the same commit, as one administrator may anyway (R14).
 * @returns its id
 * @throws AppError provider.not-found, provider.ended, case.not-connected, case.ending-under-way, input.invalid,
 * provider.transition-refused
 */
export const openProviderCase = act('cases.open', (ctx, { providerId, form, stop }: OpenForm) => {
  const { engine } = ctx
  const provider = providerById(engine, providerId)
  if (!provider) throw new AppError('provider.not-found')
  if (provider.status === 'ended') throw new AppError('provider.ended')
  if (!connected.includes(provider.status)) throw new AppError('case.not-connected')
  refuseUnfit(engine, providerId, form)
  if (form.kind === 'ending' && openCases(engine, providerId).some(({ kind }) => kind === 'ending'))
    throw new AppError('case.ending-under-way')
  const caseId = insertCase(ctx, providerId, form)
  // Stopped before already: the step is there, and says since when.
  const before = stepOfStatus(form.kind, provider.status)
  if (before && isStopped(provider.status))
    writeStep(ctx, {
      ...{ caseId, step: before, outcome: 'done', at: provider.statusAt },
      ...{ whom: '', note: provider.statusReason ?? '', evidence: '' },
    })
  if (stop !== null && form.kind === 'incident' && provider.status !== stop)
    stopAtOnce(ctx, { id: providerId, version: provider.version, to: stop }, form.facts.summary)
  return {
    target: { kind: 'provider', id: providerId, label: provider.name },
    after: told(engine, form),
    result: caseId,
  }
})

/** @throws AppError provider.transition-refused: from 停止 to 新規停止 takes two, since links would be read again */
function stopAtOnce(
  ctx: ActContext,
  change: { id: number; version: number; to: IncidentStop },
  summary: string,
): void {
  const form = { ...change, cause: 'incident' as const, reason: summary.slice(0, 300) }
  const { parts } = changeProviderStatus
  const what = parts.what(ctx, form)
  if (what !== 'suspend' && what !== 'restrict')
    throw new AppError('provider.transition-refused', { detail: change.to })
  const { result: _, ...entry } = parts.perform(ctx, form)
  recordAudit(ctx, { ...entry, action: 'providers.changeStatus' })
}

interface SaveForm {
  id: number
  version: number
  form: CaseFacts
}

/** Changes what is known of a case. @throws AppError case.not-found, case.closed, case.changed-meanwhile, input.invalid */
export const saveCase = act('cases.save', ({ engine }, { id, version, form }: SaveForm) => {
  const { found, target } = openCase(engine, id)
  if (found.version !== version || found.kind !== form.kind)
    throw new AppError('case.changed-meanwhile')
  refuseUnfit(engine, found.providerId, form)
  const change = { facts: JSON.stringify(form.facts), version: version + 1 }
  engine.store.update('providerCases', { id }, change)
  return {
    target,
    before: told(engine, { kind: found.kind, facts: found.facts } as CaseFacts),
    after: told(engine, form),
  }
})

interface CloseForm {
  id: number
  version: number
  as: 'done' | 'called-off'
  note: string
}

/**
 * Closes a case, for good: done when each of its steps was done or is not needed, and of an ending every grant has its end and nobody
 * who needs a letter is without; an ending whose provider has not ended can be called off instead.
 * @throws AppError case.not-found, case.closed, case.changed-meanwhile, case.steps-open, input.invalid
 */
export const closeCase = act(
  'cases.close',
  ({ engine }, { id }: CloseForm) => whoeverIsLeft(engine, caseById(engine, id)),
  ({ engine, actor }, form, withoutLetters) => {
    const { id, version, as, note } = form
    const { found, target } = openCase(engine, id)
    if (found.version !== version) throw new AppError('case.changed-meanwhile')
    const ended = providerById(engine, found.providerId)?.status === 'ended'
    if (as === 'called-off') {
      if (found.kind !== 'ending' || ended) throw new AppError('input.invalid', { detail: 'as' })
      if (note === '') throw new AppError('input.invalid', { detail: 'note' })
    } else {
      const open = openStepsOf(engine, found)
      if (open.length > 0) throw new AppError('case.steps-open', { detail: open.join(' ') })
      // Whoever linked after the letters were made has none.
      if (withoutLetters && isSomebodyLeft(engine, found, withoutLetters))
        throw new AppError('case.steps-open', { detail: 'letters' })
      if (found.kind === 'ending' && liveGrantsOf(engine, found.providerId) > 0)
        throw new AppError('case.grants-ending')
    }
    const closed = { closedAs: as, closedByName: actor.name, closedAt: engine.clock.now() }
    engine.store.update(
      'providerCases',
      { id },
      { ...closed, closedNote: note, version: version + 1 },
    )
    return {
      target,
      after: { caseKind: found.kind, closedAs: as, ...(note !== '' && { note }) },
    }
  },
)
