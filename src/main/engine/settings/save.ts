import { query } from '#db'
import { AppError } from '#shared/errors'
import { settingCase } from '#shared/persons'
import { unregisteredPart } from '#shared/provider'
import { connected, usedStatuses } from '#shared/provider-status'
import type { ChannelPolicy, Institution, Registers, SettingKey } from '#shared/settings'
import type { Engine } from '../engine.ts'
import { twoPersonAct } from '../proposals/propose.ts'
import { asProvider } from '../providers/provider.ts'
import { missingOf } from '../providers/readiness.ts'

const active = query<Record<never, never>>()((k) =>
  k.selectFrom('providers').selectAll().where('status', 'in', usedStatuses),
)

/** Whether any provider has ever been active. Not whether one is now: one person can suspend them all, and would then change the house's settings alone. */
const wasActive = query<Record<never, never>>()((k) =>
  k
    .selectFrom('providers')
    .select('id')
    .where('status', 'in', [...connected, 'ended'])
    .limit(1),
)

interface SettingsForm {
  key: SettingKey
  seen: unknown
  value: unknown
}

/** While a provider is active customers see the credit union's name and telephone: neither can be taken away. */
function refuseNameless(engine: Engine, institution: Institution): void {
  const items = missingOf(institution)
  if (items.length === 0 || engine.settings.mark('demo') === true) return
  if (engine.store.statement(active).get({}))
    throw new AppError('provider.not-ready', { detail: items.join(' ') })
}

/** While a channel has active providers its validity cannot be removed (R37). */
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

const numbered = query<Record<never, never>>()((k) =>
  k
    .selectFrom('providers')
    .select(['name', 'registrationNumber'])
    .where('status', '<>', 'ended')
    .where('registrationNumber', 'is not', null)
    .orderBy('name'),
)
const planned = query<Record<never, never>>()((k) =>
  k
    .selectFrom('plannedChanges')
    .innerJoin('providers', 'providers.id', 'plannedChanges.providerId')
    .select(['providers.name', 'plannedChanges.becomes'])
    .where('plannedChanges.state', '=', 'planned'),
)

/** Whose number, or whose number from a day on, has an office or kind that the lists would no longer have (R2). */
function refuseInUse({ store }: Engine, lists: Registers): void {
  const later = store
    .statement(planned)
    .all({})
    .map(({ name, becomes }) => {
      const { registrationNumber } = JSON.parse(becomes) as { registrationNumber?: string | null }
      return { name, registrationNumber: registrationNumber ?? null }
    })
  const users = [...store.statement(numbered).all({}), ...later].filter(
    ({ registrationNumber }) => unregisteredPart(lists, registrationNumber ?? '') !== undefined,
  )
  if (users.length > 0)
    throw new AppError('settings.in-use', {
      detail: users.map((one) => `${one.name}（${one.registrationNumber}）`).join('、'),
    })
}

/**
 * Saves a setting; the audit has the whole value before and after.
 * @throws AppError settings.in-use, policy.validity-missing, provider.not-ready (an active provider needs what the value lacks), settings.changed-meanwhile (someone saved since `seen`)
 */
export const saveSettings = twoPersonAct('settings.save', {
  what: ({ engine }, { key }: SettingsForm) => {
    const what = settingCase[key]
    return what === 'house' && !engine.store.statement(wasActive).get({}) ? 'firstHouse' : what
  },
  perform: ({ engine }, { key, seen, value }: SettingsForm) => {
    const before = engine.settings.get(key)
    // The same schema made both, so their keys are in the same order.
    if (JSON.stringify(before) !== JSON.stringify(seen))
      throw new AppError('settings.changed-meanwhile')
    if (key === 'institution') refuseNameless(engine, value as Institution)
    if (key === 'policy.business') refuseUnsetting(engine, value as ChannelPolicy)
    if (key === 'registers') refuseInUse(engine, value as Registers)
    engine.settings.put(key, value as never, engine.clock.now())
    return {
      target: { kind: 'system', id: 0, label: key },
      before,
      after: engine.settings.get(key),
    }
  },
})
