import { uptime } from 'node:os'
import type { Store } from '#db'
import type { Engine } from '../engine.ts'

/** `steady` stands still while a machine sleeps, and `up`, to the second, does not: a machine that wakes has no clock that was set. */
const readClocks = () => ({ wall: Date.now(), steady: performance.now(), up: uptime() * 1000 })
/** By store, which is one for all views of an engine. */
const seen = new WeakMap<Store, ReturnType<typeof readClocks>>()

/** Time services correct the clock by less than this; a larger step was made by somebody. */
export const noticedMs = 30_000

/**
 * By how much the clock has been set since it was last marked as seen, milliseconds, to about a second; 0: not at all, or by so
 * little as time services do.
 */
export function stepNow({ store }: Engine): number {
  const last = seen.get(store)
  if (!last) return 0
  const { wall, steady, up } = readClocks()
  const step = wall - last.wall - Math.max(steady - last.steady, up - last.up)
  return Math.abs(step) < noticedMs ? 0 : step
}

/** Looks at the clocks. @returns how to mark that as seen, once the step until then is recorded */
export function look({ store }: Engine): () => void {
  const clocks = readClocks()
  return () => void seen.set(store, clocks)
}
export const markUnseen = ({ store }: Engine): void => void seen.delete(store)
