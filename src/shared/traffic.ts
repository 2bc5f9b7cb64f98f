/** What is counted of providers per hour and day; the name of a count is one of these, a colon and what it is of. */
type Kind = 'call' | 'refused' | 'ms' | 'walk' | 'link'
export type Measure = `${Kind}:${string}`

/** Who stands for all providers together in the counts. */
export const allProviders = 0

/** Answers within so many milliseconds are counted together; a longer one has the last. */
export const latencyBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] as const
export const slowest = 'more'

export function latencyMeasure(ms: number): Measure {
  return `ms:${latencyBounds.find((bound) => ms <= bound) ?? slowest}`
}

/** For how long the counts of single hours are kept before they are those of a day. */
export const hoursKeptDays = 14

/** An answer that took longer than the last bound. */
export const overSlowest = 5_001

export const trafficSpans = ['hour', 'day', 'month'] as const
export type TrafficSpan = (typeof trafficSpans)[number]
/** How many of each are shown. */
export const spanLengths: Readonly<Record<TrafficSpan, number>> = { hour: 48, day: 92, month: 36 }

/** Calls of one link on one day of Japan without a customer, and of one provider in one minute. */
export interface CallLimits {
  unattendedPerDay: number
  callsPerMinute: number
}

/** From this share of a limit on somebody is told. */
export const nearLimit = 0.8
/** Below this limit nobody is near before being refused: of four calls that are allowed in a day every working app makes four. */
export const leastNear = 10
