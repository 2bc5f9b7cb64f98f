import { AppError } from '#shared/errors'
import { type ProviderStatus, providerTransitions } from '#shared/provider'
import type { ActContext } from '../actor.ts'
import { twoPersonAct } from '../proposals/propose.ts'
import { providerById } from './provider.ts'
import { refuseUnready } from './readiness.ts'
import { registration } from './save.ts'

interface StatusForm {
  id: number
  version: number
  to: Exclude<ProviderStatus, 'ended'>
  reason: string
}

const ways = { suspended: 'suspend', active: 'activate' } as const

/** What a change of status is, by the table of persons: 停止 is done by one at once (R14). */
function wayOf({ engine }: ActContext, { id, to }: StatusForm) {
  if (to === 'active' && providerById(engine, id)?.status === 'suspended') return 'resume'
  return ways[to as keyof typeof ways] ?? 'prepare'
}

/**
 * Changes the status of a provider (R11). One row changes, and the next request of the provider is judged by it, whatever
 * number of grants it has (R12). What becomes active is told whole: the second person agrees to this very registration.
 * @throws AppError provider.not-found, provider.changed-meanwhile, provider.transition-refused, provider.not-ready
 */
export const changeProviderStatus = twoPersonAct('providers.changeStatus', {
  what: wayOf,
  perform: ({ engine }, { id, version, to, reason }: StatusForm) => {
    const provider = providerById(engine, id)
    if (!provider) throw new AppError('provider.not-found')
    if (provider.version !== version) throw new AppError('provider.changed-meanwhile')
    if (!providerTransitions[provider.status].includes(to))
      throw new AppError('provider.transition-refused', { detail: `${provider.status}→${to}` })
    if (to === 'suspended' && !reason) throw new AppError('input.invalid', { detail: 'reason' })
    if (to === 'active') refuseUnready(engine, provider)
    const at = engine.clock.now()
    const change = { status: to, statusReason: reason || null, statusAt: at, updatedAt: at }
    engine.store.update('providers', { id }, { ...change, version: version + 1 })
    engine.authority.changed()
    return {
      target: { kind: 'provider', id, label: provider.name },
      before: { status: provider.status },
      after: { status: to, ...(to === 'active' && registration(provider)) },
      reason: reason || undefined,
    }
  },
})
