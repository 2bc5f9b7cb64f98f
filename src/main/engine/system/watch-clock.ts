import { act } from '../act.ts'
import { systemContext } from '../actor.ts'
import type { Engine } from '../engine.ts'

const everyMs = 5_000
/** Time services correct by less; a step of this size was somebody's or something's act. */
const noticedMs = 30_000

const noteStep = act('system.clockStep', (_, stepSeconds: number) => ({
  target: null,
  after: { stepSeconds },
}))

/**
 * Notices when the machine's clock is set while the program runs. Grants end by the clock, so a step belongs into the record;
 * none is ever made longer by it, since the end is fixed when the customer permits.
 * @returns the end of the watch
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
