import { type CaseStep, openSteps } from '#shared/provider-case'
import type { Engine } from '../engine.ts'
import { providerById } from '../providers/provider.ts'
import { listingOf } from '../publication/listing.ts'
import { type ProviderCase, stepsWritten } from './steps.ts'

/**
 * What stands between a case and its close. The step of the public list is no word of anybody: it is done while a provider that has ended
 * is not in the newest publication, and open again should one list it. A closed case never changes: done, nothing was open; called off,
 * what nobody had written.
 */
export function openStepsOf(
  engine: Pick<Engine, 'store' | 'providers'>,
  { id, kind, providerId, closedAs }: Pick<ProviderCase, 'id' | 'kind' | 'providerId' | 'closedAs'>,
): CaseStep[] {
  if (closedAs === 'done') return []
  const written = stepsWritten(engine, id)
  if (kind !== 'ending' || closedAs !== null) return openSteps(kind, written)
  const ended = providerById(engine, providerId)?.status === 'ended'
  return openSteps(kind, written, { listing: listingOf(engine, providerId).state, ended })
}
