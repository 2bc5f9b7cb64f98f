import { AppError } from '#shared/errors'
import { type ProviderStatus, providerTransitions } from '#shared/provider'
import { act } from '../act.ts'
import { providerById } from './provider.ts'
import { refuseUnready } from './readiness.ts'
import { recordAct } from './save.ts'

/** 有効化 and 停止解除 need two persons; 停止 is done by one at once (R14). */
const twoPersons: readonly string[] = ['approval→active', 'suspended→active']

interface StatusForm {
  id: number
  version: number
  to: Exclude<ProviderStatus, 'ended'>
  reason: string
}

/**
 * Changes the status of a provider (R11). One row changes, and the next request of the provider is judged by it, whatever
 * number of grants it has (R12).
 * @throws AppError provider.not-found, provider.changed-meanwhile, provider.transition-refused, provider.not-ready
 */
export const changeProviderStatus = act(
  'providers.changeStatus',
  ({ engine, actor }, { id, version, to, reason }: StatusForm) => {
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
    const singleHanded = twoPersons.includes(`${provider.status}→${to}`)
    if (singleHanded) recordAct(engine, actor, id, `providers.${to}`)
    return {
      target: { kind: 'provider', id, label: provider.name },
      before: { status: provider.status },
      after: { status: to },
      reason: reason || undefined,
      singleHanded,
    }
  },
)
