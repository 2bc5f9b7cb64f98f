import { AppError } from '#shared/errors'
import { isoDate } from '#shared/japanese-date'
import type { CaseStep } from '#shared/provider-case'
import {
  connected,
  isStop,
  isStopped,
  type ProviderStatus,
  providerTransitions,
  type StatusCause,
  stops,
  takesWalks,
} from '#shared/provider-status'
import type { ActContext } from '../actor.ts'
import { stepsBeforeEnd, stepsByStatus } from '../cases/by-status.ts'
import { openCases } from '../cases/steps.ts'
import type { Engine } from '../engine.ts'
import { beginProviderEnding, liveGrantsOf } from '../grants/provider-ending.ts'
import { ledgerTold, refuseIncomplete } from '../ledger/entries.ts'
import { type Agreed, twoPersonAct } from '../proposals/propose.ts'
import { providerById } from './provider.ts'
import { refuseUnready } from './readiness.ts'
import { registration } from './save.ts'

interface StatusForm {
  id: number
  version: number
  to: ProviderStatus
  /** Why it is stopped or ended. */
  cause?: StatusCause
  reason: string
  /** The last day for which a stop is meant, `YYYY-MM-DD`. */
  until?: string | null
}

const ways = {
  restricted: 'restrict',
  suspended: 'suspend',
  active: 'activate',
  ended: 'end',
} as const

/** What a change of status is, by the table of persons: a stop is made by one at once, and taken back by two (R14). */
function wayOf({ engine }: ActContext, { id, to }: StatusForm) {
  const from = providerById(engine, id)?.status
  const opens =
    (to === 'active' && from !== undefined && isStopped(from)) ||
    (to === 'restricted' && from === 'suspended')
  return opens ? 'resume' : (ways[to as keyof typeof ways] ?? 'prepare')
}

/** What is kept and told of a stop; nothing of any other change. @throws AppError input.invalid */
function stopOf(
  { engine }: ActContext,
  { to, cause = 'other', reason, until = null }: StatusForm,
): { statusCause: StatusCause | null; statusUntil: string | null } {
  if (!isStop(to)) return { statusCause: null, statusUntil: null }
  const causes: readonly StatusCause[] = stops[to]
  if (!causes.includes(cause)) throw new AppError('input.invalid', { detail: 'cause' })
  if (cause === 'other' && !reason) throw new AppError('input.invalid', { detail: 'reason' })
  if (until !== null && (!isStopped(to) || until < isoDate(engine.clock.now())))
    throw new AppError('input.invalid', { detail: 'until' })
  return { statusCause: cause, statusUntil: until }
}

/**
 * Changes the status of a provider (R11). One row changes, and the next request of the provider is judged by it, whatever
 * number of grants it has (R12). What becomes active is told whole: the second person agrees to this very registration. With a
 * provider that comes to its end all of its grants end; who agrees does so for no more of them than were proposed.
 * @throws AppError provider.not-found, provider.ended, provider.changed-meanwhile, provider.transition-refused,
 * provider.not-ready, proposal.changed-meanwhile
 */
export const changeProviderStatus = twoPersonAct('providers.changeStatus', {
  what: wayOf,
  draw: ({ engine }, { id, to }: StatusForm) => ({
    kept: to === 'ended' ? keptOfEnd(engine, id) : null,
    result: undefined,
  }),
  perform: (ctx, form: StatusForm, agreed) => {
    const { id, version, to, reason } = form
    const { engine } = ctx
    const provider = providerById(engine, id)
    if (!provider) throw new AppError('provider.not-found')
    // Nothing follows an end: whoever reads it anew has nothing to enter again.
    if (provider.status === 'ended') throw new AppError('provider.ended')
    if (provider.version !== version) throw new AppError('provider.changed-meanwhile')
    if (!providerTransitions[provider.status].includes(to))
      throw new AppError('provider.transition-refused', { detail: `${provider.status}→${to}` })
    const stop = stopOf(ctx, form)
    if (takesWalks(to) && !takesWalks(provider.status)) refuseUnready(engine, provider)
    // One that was active before is resumed with the ledger as it is: what is due on it suspends nobody (R10).
    const activates = to === 'active' && provider.status === 'approval'
    if (activates) refuseIncomplete(engine, provider)
    const ledger = activates ? ledgerTold(engine, id) : []
    const at = engine.clock.now()
    const change = {
      ...stop,
      ...{ status: to, statusReason: reason || null, statusAt: at, updatedAt: at },
    }
    engine.store.update('providers', { id }, { ...change, version: version + 1 })
    engine.authority.changed()
    const steps = connected.includes(provider.status)
      ? stepsByStatus(
          ctx,
          { providerId: id, to, cause: stop.statusCause, note: reason },
          agreed?.approver.name,
        )
      : []
    const resumes = isStopped(provider.status) && (to === 'active' || to === 'restricted')
    const conditions = resumes ? conditionsOf(engine, id) : []
    return {
      target: { kind: 'provider', id, label: provider.name },
      before: { status: provider.status },
      after: {
        status: to,
        ...(stop.statusCause !== null && { cause: stop.statusCause }),
        ...(stop.statusUntil !== null && { until: stop.statusUntil }),
        ...(to === 'active' && registration(provider)),
        ...(ledger.length > 0 && { ledger }),
        ...(to === 'ended' && {
          mostGrants: endGrants(ctx, { providerId: id, at, note: reason }, agreed),
          ...toldOfSteps(agreed ? keptBy(agreed).openSteps : steps),
        }),
        ...(conditions.length > 0 && { conditions }),
      },
      reason: reason || undefined,
    }
  },
})

/** What is kept of an end that is proposed: how many grants there are, and which steps of its procedure nobody has done. */
interface EndKept {
  grants: number
  openSteps: CaseStep[]
}
function keptOfEnd(engine: Engine, id: number): EndKept {
  const isConnected = connected.includes(providerById(engine, id)?.status ?? 'draft')
  const openSteps = isConnected ? stepsBeforeEnd(engine, id) : []
  return { grants: liveGrantsOf(engine, id), openSteps }
}
/** What was proposed before schema 53 kept the number alone. */
const keptBy = ({ kept }: Agreed): EndKept =>
  typeof kept === 'number' ? { grants: kept, openSteps: [] } : (kept as EndKept)
const toldOfSteps = (steps: readonly CaseStep[]) => (steps.length > 0 ? { openSteps: steps } : {})

/** What has to be met before a resumption, as the incidents under way say. */
const conditionsOf = (engine: Engine, id: number): string[] =>
  openCases(engine, id).flatMap((one) =>
    one.kind === 'incident' && one.facts.conditions !== '' ? [one.facts.conditions] : [],
  )

/** @returns how many grants end at most: as many as there were when it was proposed @throws AppError proposal.changed-meanwhile */
function endGrants(
  { engine, actor }: ActContext,
  { note, ...of }: { providerId: number; at: number; note: string },
  agreed?: Agreed,
): number {
  const reason = 'provider-ended' as const
  const asked = { requester: 'institution', requestChannel: 'institution', reason, note } as const
  const count = beginProviderEnding(engine, {
    ...{ ...of, actId: null },
    told: { ...asked, actor, approvedBy: agreed?.approver.name },
  })
  const most = agreed ? keptBy(agreed).grants : count
  // Links that ended meanwhile are no reason to ask again; links that came are.
  if (count > most) throw new AppError('proposal.changed-meanwhile')
  return most
}
