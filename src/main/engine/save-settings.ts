import { sql } from '#db'
import { AppError } from '#shared/errors'
import type { ChannelPolicy, SettingKey } from '#shared/settings'
import type { Actor } from './actor.ts'
import { recordAudit } from './audit/record.ts'
import type { Engine } from './engine.ts'
import { asProvider } from './providers/provider.ts'

/** R37: while providers of the channel are active its validity cannot be taken away. */
function refuseUnsetting(engine: Engine, policy: ChannelPolicy): void {
  if (policy.validityDays !== null) return
  const active = engine.store
    .read(sql.selectFrom('providers').selectAll().where('status', '=', 'active'))
    .map(asProvider)
  if (
    active.some(
      (provider) =>
        provider.channels.includes('business') && provider.policy.businessValidityDays === null,
    )
  )
    throw new AppError('policy.validity-missing', { detail: 'active providers' })
}

/**
 * A setting and its audit row, in one commit; before and after are whole.
 * @throws AppError policy.validity-missing, settings.changed-meanwhile (someone saved since `seen`)
 */
export async function saveSettings(
  engine: Engine,
  actor: Actor,
  input: { key: SettingKey; seen: unknown; value: unknown },
  correlationId: string,
): Promise<void> {
  const before = engine.settings.get(input.key)
  // Both come out of the same schema, so that their keys stand in the same order.
  if (JSON.stringify(before) !== JSON.stringify(input.seen))
    throw new AppError('settings.changed-meanwhile')
  if (input.key === 'policy.business') refuseUnsetting(engine, input.value as ChannelPolicy)
  // Both are given to the commit queue in the same turn: one commit.
  await Promise.all([
    engine.settings.save(input.key, input.value as never, engine.clock.now()),
    engine.store.write(() =>
      recordAudit(engine, {
        actor,
        action: 'settings.save',
        target: { kind: 'system', id: 0, label: input.key },
        before,
        after: input.value,
        correlationId,
      }),
    ),
  ])
}
