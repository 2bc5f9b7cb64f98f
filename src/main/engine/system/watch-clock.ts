import { act } from '../act.ts'
import { systemContext } from '../actor.ts'
import type { Engine } from '../engine.ts'

const everyMs = 5_000
/** Time services correct the clock by less than this; a larger step was made by somebody. */
const noticedMs = 30_000

const noteStep = act('system.clockStep', (_, stepSeconds: number) => ({
  target: null,
  after: { stepSeconds },
}))

/**
 * Records it when the machine's clock is set while the program runs, since grants end by the clock. No grant becomes longer
 * by it: its end is fixed at 許可.
 * @returns how to stop watching
 */
export function watchClock(engine: Engine): () => void {
  let wall = Date.now()
  let steady = performance.now()
  const timer = setInterval(() => {
    const step = Date.now() - wall - (performance.now() - steady)
    wall = Date.now()
    steady = performance.now()
    if (Math.abs(step) < noticedMs) return
    engine.log.warn({ stepMs: Math.round(step) }, 'the clock was set')
    noteStep(systemContext(engine), Math.round(step / 1000)).catch((err: unknown) =>
      engine.log.error({ err }, 'clock step not recorded'),
    )
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
