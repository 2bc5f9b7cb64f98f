import { query } from '#db'
import { AppError } from '#shared/errors'
import { type ProviderStatus, providerTransitions } from '#shared/provider'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { providerById } from './provider.ts'
import { refuseUnready } from './save.ts'
import { recordAct } from './single-handed.ts'

const update = query<{
  id: number
  version: number
  status: ProviderStatus
  reason: string | null
  at: number
}>()((k, v) =>
  k
    .updateTable('providers')
    .set((e) => ({
      status: v('status'),
      statusReason: v('reason'),
      statusAt: v('at'),
      updatedAt: v('at'),
      version: e('version', '+', 1),
    }))
    .where('id', '=', v('id'))
    .where('version', '=', v('version')),
)

/** R14: 有効化 and 停止解除 are acts of two; 停止 alone is one administrator's at once. */
const twoPersons: readonly string[] = ['approval→active', 'suspended→active']

/**
 * Moves a provider along R11's transitions. One row: whatever it holds, the provider's next request is judged by it (R12).
 * @throws AppError provider.not-found, provider.changed-meanwhile, provider.transition-refused
 */
export function changeProviderStatus(
  engine: Engine,
  actor: Actor,
  id: number,
  version: number,
  to: Exclude<ProviderStatus, 'ended'>,
  reason: string | undefined,
  correlationId: string,
): Promise<void> {
  return engine.store.write(() => {
    const provider = providerById(engine, id)
    if (!provider) throw new AppError('provider.not-found')
    if (provider.version !== version) throw new AppError('provider.changed-meanwhile')
    if (!providerTransitions[provider.status].includes(to))
      throw new AppError('provider.transition-refused', { detail: `${provider.status}→${to}` })
    if (to === 'suspended' && !reason) throw new AppError('input.invalid', { detail: 'reason' })
    if (to === 'active') refuseUnready(engine, provider)
    engine.authority.changed()
    engine.store
      .statement(update)
      .run({ id, version, status: to, reason: reason ?? null, at: engine.clock.now() })
    const alone = twoPersons.includes(`${provider.status}→${to}`)
    if (alone) recordAct(engine, actor, id, `providers.${to}`)
    recordAudit(engine, {
      actor,
      action: 'providers.change-status',
      target: { kind: 'provider', id, label: provider.name },
      before: { status: provider.status },
      after: { status: to },
      reason,
      singleHanded: alone,
      correlationId,
    })
  })
}
