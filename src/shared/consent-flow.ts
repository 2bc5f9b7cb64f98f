import type { Channel } from './grant.ts'

export const steps = [
  'sign-in',
  'user-number',
  'extra-challenge',
  'choose-services',
  'choose-accounts',
  'register-inquiry-pin',
  'inquiry-pin-result',
  'permit',
] as const
export type Step = (typeof steps)[number]

export interface FlowFacts {
  /** The risk rule wants P3. */
  riskAsks: boolean
  /** The provider's setting 業務選択=あり (R23). */
  asksServices: boolean
  /** The provider's registration lets customers choose accounts. */
  asksAccounts: boolean
  /** An inquiry account among the chosen ones had no 照会用暗証番号 when this point was reached (R24). */
  pinMissing: boolean
}

const always = (): boolean => true
/** Which steps a customer of the channel goes through, in this order (R21–R24). */
const table: Record<Step, Partial<Record<Channel, (facts: FlowFacts) => boolean>>> = {
  'sign-in': { personal: always, business: always },
  'user-number': { personal: always },
  'extra-challenge': { personal: (facts) => facts.riskAsks },
  'choose-services': { business: (facts) => facts.asksServices },
  'choose-accounts': {
    personal: (facts) => facts.asksAccounts,
    business: (facts) => facts.asksAccounts,
  },
  'register-inquiry-pin': { business: (facts) => facts.pinMissing },
  'inquiry-pin-result': { business: (facts) => facts.pinMissing },
  permit: { personal: always, business: always },
}

export function stepsFor(channel: Channel, facts: FlowFacts): Step[] {
  return steps.filter((step) => table[step][channel]?.(facts) ?? false)
}

export function nextStep(channel: Channel, facts: FlowFacts, after: Step): Step {
  const path = stepsFor(channel, facts)
  return path[path.indexOf(after) + 1] ?? 'permit'
}

/** The step after which each fact is known that decides what is asked. */
const knownAfter = (facts: FlowFacts): Partial<Record<keyof FlowFacts, Step>> => ({
  riskAsks: 'sign-in',
  pinMissing: facts.asksAccounts ? 'choose-accounts' : 'sign-in',
})

export interface Progress {
  /** Which step of this walk it is, from 1 on. */
  step: number
  /** How many steps the walk has; two numbers as long as what follows is not decided. */
  fewest: number
  most: number
}

/** What 手順 n/m says: only steps that this customer goes through are counted. */
export function progressOf(channel: Channel, facts: FlowFacts, step: Step): Progress {
  const open = Object.entries(knownAfter(facts)).filter(
    ([, after]) => steps.indexOf(step) <= steps.indexOf(after),
  )
  const path = (value: boolean): Step[] =>
    stepsFor(channel, { ...facts, ...Object.fromEntries(open.map(([fact]) => [fact, value])) })
  const short = path(false)
  return { step: short.indexOf(step) + 1, fewest: short.length, most: path(true).length }
}

/** Whether every step that proves who the customer is has been passed. */
export function isProven(channel: Channel, facts: FlowFacts, after: Step): boolean {
  const next = nextStep(channel, facts, after)
  return next !== 'user-number' && next !== 'extra-challenge'
}
