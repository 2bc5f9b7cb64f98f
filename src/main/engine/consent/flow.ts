import type { Channel } from '#shared/grant'

export const steps = ['sign-in', 'user-number', 'extra-challenge', 'permit'] as const
export type Step = (typeof steps)[number]

export interface FlowFacts {
  riskAsks: boolean
}

/** Which steps a customer of the channel goes through, in this order (R21, R22). */
const table: Record<Step, Partial<Record<Channel, (facts: FlowFacts) => boolean>>> = {
  'sign-in': { personal: () => true },
  'user-number': { personal: () => true },
  'extra-challenge': { personal: (facts) => facts.riskAsks },
  permit: { personal: () => true },
}

export function stepsFor(channel: Channel, facts: FlowFacts): Step[] {
  return steps.filter((step) => table[step][channel]?.(facts) ?? false)
}

export function nextStep(channel: Channel, facts: FlowFacts, after: Step): Step {
  const path = stepsFor(channel, facts)
  return path[path.indexOf(after) + 1] ?? 'permit'
}
