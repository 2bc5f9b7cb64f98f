import { AppError } from '#shared/errors'
import { type ProviderStatus, providerTransitions } from '#shared/provider'
import type { ActContext } from '../actor.ts'
import { beginProviderEnding, liveGrantsOf } from '../grants/provider-ending.ts'
import { type Agreed, twoPersonAct } from '../proposals/propose.ts'
import { providerById } from './provider.ts'
import { refuseUnready } from './readiness.ts'
import { registration } from './save.ts'

interface StatusForm {
  id: number
  version: number
  to: ProviderStatus
  reason: string
}

const ways = { suspended: 'suspend', active: 'activate', ended: 'end' } as const

/** What a change of status is, by the table of persons: 停止 is done by one at once (R14). */
function wayOf({ engine }: ActContext, { id, to }: StatusForm) {
  if (to === 'active' && providerById(engine, id)?.status === 'suspended') return 'resume'
  return ways[to as keyof typeof ways] ?? 'prepare'
}

/**
 * Changes the status of a provider (R11). One row changes, and the next request of the provider is judged by it, whatever
 * number of grants it has (R12). What becomes active is told whole: the second person agrees to this very registration. With a
 * provider that comes to its end all of its grants end; who agrees does so for no more of them than were proposed.
 * @throws AppError provider.not-found, provider.changed-meanwhile, provider.transition-refused, provider.not-ready,
 * proposal.changed-meanwhile
 */
export const changeProviderStatus = twoPersonAct('providers.changeStatus', {
  what: wayOf,
  draw: ({ engine }, { id, to }: StatusForm) => ({
    kept: to === 'ended' ? liveGrantsOf(engine, id) : null,
    result: undefined,
  }),
  perform: (ctx, { id, version, to, reason }: StatusForm, agreed) => {
    const { engine } = ctx
    const provider = providerById(engine, id)
    if (!provider) throw new AppError('provider.not-found')
    if (provider.version !== version) throw new AppError('provider.changed-meanwhile')
    if (!providerTransitions[provider.status].includes(to))
      throw new AppError('provider.transition-refused', { detail: `${provider.status}→${to}` })
    if ((to === 'suspended' || to === 'ended') && !reason)
      throw new AppError('input.invalid', { detail: 'reason' })
    if (to === 'active') refuseUnready(engine, provider)
    const at = engine.clock.now()
    const change = { status: to, statusReason: reason || null, statusAt: at, updatedAt: at }
    engine.store.update('providers', { id }, { ...change, version: version + 1 })
    engine.authority.changed()
    return {
      target: { kind: 'provider', id, label: provider.name },
      before: { status: provider.status },
      after: {
        status: to,
        ...(to === 'active' && registration(provider)),
        ...(to === 'ended' && {
          mostGrants: endGrants(ctx, { providerId: id, at, note: reason }, agreed),
        }),
      },
      reason: reason || undefined,
    }
  },
})

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
  const most = agreed ? Number(agreed.kept) : count
  // Links that ended meanwhile are no reason to ask again; links that came are.
  if (count > most) throw new AppError('proposal.changed-meanwhile')
  return most
}
