import type { Engine } from '../engine.ts'
import type { ConsentSession } from './session.ts'

/**
 * Counts how far customers come: a page of a walk, the first time that it is shown. Before the sign-in nobody knows whether it is
 * a person or a company.
 */
export function countStep(
  { access, clock }: Pick<Engine, 'access' | 'clock'>,
  { seen, step, channel, providerId }: ConsentSession,
): void {
  if (seen.has(step)) return
  seen.add(step)
  access.count(clock.now(), providerId, `walk:${step === 'sign-in' ? step : `${channel}:${step}`}`)
}
