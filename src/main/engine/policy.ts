import { AppError } from '#shared/errors'
import type { Channel } from '#shared/grant'
import { type ChannelPolicy, policyKey } from '#shared/settings'
import type { CallLimits } from '#shared/traffic'
import type { Engine } from './engine.ts'
import type { Provider } from './providers/shape.ts'

/** The policy for links of a provider in a channel: the provider's own where its contract sets one, else the channel's (R44). */
export function policyFor(
  engine: Pick<Engine, 'settings'>,
  channel: Channel,
  provider?: Pick<Provider, 'policy'>,
): ChannelPolicy {
  const policy = engine.settings.get(policyKey[channel])
  if (!provider) return policy
  const own =
    channel === 'personal'
      ? provider.policy.personalValidityDays
      : provider.policy.businessValidityDays
  return {
    ...policy,
    validityDays: own ?? policy.validityDays,
    accessTokenSeconds: provider.policy.accessTokenSeconds ?? policy.accessTokenSeconds,
  }
}

/** How much a provider may call: by its contract where that sets a number, else as the house does. */
export function callLimits(
  engine: Pick<Engine, 'settings'>,
  { policy: own }: Pick<Provider, 'policy'>,
): CallLimits {
  const house = engine.settings.get('policy')
  return {
    unattendedPerDay: own.unattendedPerDay ?? house.unattendedPerDay,
    callsPerMinute: own.callsPerMinute ?? house.callsPerMinute,
  }
}

/** How many days a new link lasts. @throws AppError policy.validity-missing: business has no default (R37) */
export function validityDays(
  engine: Pick<Engine, 'settings'>,
  channel: Channel,
  provider: Pick<Provider, 'policy'>,
): number {
  const { validityDays: days } = policyFor(engine, channel, provider)
  if (days === null) throw new AppError('policy.validity-missing', { detail: channel })
  return days
}
