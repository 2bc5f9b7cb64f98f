import { query } from '#db'
import { AppError } from '#shared/errors'
import type { ChannelPolicy, SettingKey } from '#shared/settings'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { asProvider } from '../providers/provider.ts'

const active = query<Record<never, never>>()((k) =>
  k.selectFrom('providers').selectAll().where('status', '=', 'active'),
)

/** R37: while providers of the channel are active its validity cannot be taken away. */
function refuseUnsetting(engine: Engine, policy: ChannelPolicy): void {
  if (policy.validityDays !== null) return
  const needed = engine.store
    .statement(active)
    .all({})
    .map(asProvider)
    .some(
      ({ channels, policy: own }) =>
        channels.includes('business') && own.businessValidityDays === null,
    )
  if (needed) throw new AppError('policy.validity-missing', { detail: 'active providers' })
}

/**
 * A setting; before and after are whole in the audit.
 * @throws AppError policy.validity-missing, settings.changed-meanwhile (someone saved since `seen`)
 */
export const saveSettings = act(
  'settings.save',
  ({ engine }, { key, seen, value }: { key: SettingKey; seen: unknown; value: unknown }) => {
    const before = engine.settings.get(key)
    // Both come out of the same schema, so that their keys stand in the same order.
    if (JSON.stringify(before) !== JSON.stringify(seen))
      throw new AppError('settings.changed-meanwhile')
    if (key === 'policy.business') refuseUnsetting(engine, value as ChannelPolicy)
    engine.settings.put(key, value as never, engine.clock.now())
    return { target: { kind: 'system', id: 0, label: key }, before, after: value }
  },
)
