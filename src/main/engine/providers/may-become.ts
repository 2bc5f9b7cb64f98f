import { AppError } from '#shared/errors'
import { type ProviderInput, unregisteredPart } from '#shared/provider'
import { connected, takesWalks } from '#shared/provider-status'
import type { Engine } from '../engine.ts'
import { refuseIncomplete } from '../ledger/entries.ts'
import { validityDays } from '../policy.ts'
import type { Provider } from './shape.ts'

/**
 * What a registration must meet when a change of it is agreed to, and again when it takes effect: a channel without a validity cannot be
 * used (R37), and DPoP is given up for a reason alone that another person has checked (R14).
 * @throws AppError policy.validity-missing, provider.ledger-incomplete, provider.office-unknown
 */
export function refuseUnmet(engine: Engine, before: Provider, becomes: ProviderInput): void {
  refuseUnknownOffice(engine, becomes)
  if (takesWalks(before.status))
    for (const channel of becomes.channels) validityDays(engine, channel, becomes)
  // Off needs a written reason, as at the activation.
  if (connected.includes(before.status) && before.dpop && !becomes.dpop)
    refuseIncomplete(engine, { ...becomes, id: before.id }, ['technical.unbound'])
}

/** Inside a commit unit. @throws AppError provider.office-unknown: the lists have not the office or kind of its number (R2) */
export function refuseUnknownOffice(
  { settings }: Pick<Engine, 'settings'>,
  { registrationNumber }: Pick<ProviderInput, 'registrationNumber'>,
): void {
  if (unregisteredPart(settings.get('registers'), registrationNumber))
    throw new AppError('provider.office-unknown', { detail: registrationNumber })
}
