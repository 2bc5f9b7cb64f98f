import { AppError } from '#shared/errors'
import type { Engine } from '../engine.ts'
import { callLimits } from '../policy.ts'
import { providerById } from '../providers/provider.ts'

/**
 * Counts a call whose token and proof are good.
 * @throws AppError calls.per-day, calls.per-minute; its detail is after how many seconds to come again
 */
export function countUse(
  engine: Pick<Engine, 'access' | 'clock' | 'providers' | 'settings' | 'store'>,
  { providerId, grantId }: { providerId: number; grantId: number },
  attended: boolean,
): void {
  const provider = providerById(engine, providerId)
  if (!provider) return
  const call = { at: engine.clock.now(), providerId, grantId, attended }
  const over = engine.access.usage.take(call, callLimits(engine, provider))
  if (over) throw new AppError(over.limit, { detail: String(over.seconds) })
}
