import { dayMs } from '#shared/japanese-date'

/**
 * Two clocks: the engine's (grant ends, policy, records), which a demo may move, and the machine's (lifetimes of codes and
 * access tokens, times in JWTs, RFC 7519).
 */
export interface Clock {
  /** Engine time, epoch milliseconds. */
  now(): number
  /** How far the engine's clock is ahead of the machine's, milliseconds. */
  readonly offset: number
}

export function systemClock(offset = 0): Clock {
  return { offset, now: () => Date.now() + offset }
}

const unitMs = { d: dayMs, h: 3_600_000, m: 60_000, s: 1_000 }

/** `91d`, `-1s`, `90d-1s` → milliseconds; undefined when it is not of that form. */
export function parseOffset(text: string): number | undefined {
  if (!/^([+-]?\d+[dhms])+$/.test(text)) return undefined
  let total = 0
  for (const [, count, unit] of text.matchAll(/([+-]?\d+)([dhms])/g))
    total += Number(count) * unitMs[unit as keyof typeof unitMs]
  return total
}
