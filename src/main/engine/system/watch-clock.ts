import { query } from '#db'
import { untilUnlocked } from '#shared/lock'
import { act } from '../act.ts'
import { systemContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { noteDoubt } from './clock-doubt.ts'
import { look as lookAtClocks, markUnseen, noticedMs, stepNow } from './clock-step.ts'
import { restoredByNow } from './restored.ts'

const everyMs = 5_000

interface By {
  step: number
}
/** What people wait for: it is as far away after the step as before it, so that no wait ends because the clock was set. */
const waits = [
  query<By & { never: number }>()((k, v) =>
    k
      .updateTable('staff')
      .set((e) => ({ refusedUntil: e('refusedUntil', '+', v('step')) }))
      .where('refusedUntil', '<', v('never')),
  ),
  query<By & { never: number }>()((k, v) =>
    k
      .updateTable('logins')
      .set((e) => ({ refusedUntil: e('refusedUntil', '+', v('step')) }))
      .where('refusedUntil', '<', v('never')),
  ),
  query<By>()((k, v) =>
    k.updateTable('sourceFailures').set((e) => ({ firstAt: e('firstAt', '+', v('step')) })),
  ),
]
/** A clock that is set ahead leaves a tie as long as it was; one that is set back only makes it longer. */
const ties = query<By>()((k, v) =>
  k.updateTable('staffTies').set((e) => ({ at: e('at', '+', v('step')) })),
)
/** What somebody may do for a while only: a clock that is set back leaves no more of it. */
const permits = [
  query<By>()((k, v) =>
    k.updateTable('staffEnrolments').set((e) => ({ expiresAt: e('expiresAt', '+', v('step')) })),
  ),
  query<By>()((k, v) =>
    k.updateTable('staffSessions').set((e) => ({
      createdAt: e('createdAt', '+', v('step')),
      lastActAt: e('lastActAt', '+', v('step')),
    })),
  ),
  query<By>()((k, v) =>
    k
      .updateTable('requests')
      .set((e) => ({ activeAt: e('activeAt', '+', v('step')) }))
      .where('state', 'in', ['open', 'waiting']),
  ),
]
const newestEntry = query<Record<never, never>>()((k) =>
  k.selectFrom('auditEntries').select('at').orderBy('id', 'desc').limit(1),
)

const noteStep = act('system.clockStep', ({ engine }, step: number) => {
  const { store } = engine
  noteDoubt(engine, step)
  for (const wait of waits) store.statement(wait).run({ step, never: untilUnlocked })
  if (step > 0) store.statement(ties).run({ step })
  else for (const permit of permits) store.statement(permit).run({ step })
  restoredByNow(engine)
  return { target: null, after: { stepSeconds: Math.round(step / 1000) } }
})

/**
 * Records it when the machine's clock is set while the program runs, or was set back while it did not, and lets nobody gain by it:
 * waits become no shorter, and what lasts a while no longer. No grant becomes longer either: its end is fixed at 許可.
 * @returns how to stop watching
 */
export function watchClock(engine: Engine): () => void {
  // Until a step is in a commit it counts as not seen, so that nothing slips through in between, nor when that fails.
  const note = async (step: number, seen: () => void): Promise<void> => {
    if (step !== 0) {
      engine.log.warn({ stepMs: Math.round(step) }, 'the clock was set')
      await noteStep(systemContext(engine), Math.round(step))
    }
    seen()
  }
  let busy = false
  const look = async (step: () => number): Promise<void> => {
    if (busy) return
    busy = true
    try {
      await note(step(), lookAtClocks(engine))
    } catch (err) {
      engine.log.error({ err }, 'clock step not recorded')
    } finally {
      busy = false
    }
  }
  const newest = engine.store.statement(newestEntry).get({})
  const behind = newest ? engine.clock.now() - newest.at : 0
  lookAtClocks(engine)()
  if (behind <= -noticedMs) void look(() => behind)
  const timer = setInterval(() => void look(() => stepNow(engine)), everyMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    markUnseen(engine)
  }
}
