import { query } from '#db'
import { untilUnlocked } from '#shared/lock'
import { act } from '../act.ts'
import { systemContext } from '../actor.ts'
import type { Engine } from '../engine.ts'

const everyMs = 5_000
/** Time services correct the clock by less than this; a larger step was made by somebody. */
const noticedMs = 30_000

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

const noteStep = act('system.clockStep', ({ engine: { store } }, step: number) => {
  for (const wait of waits) store.statement(wait).run({ step, never: untilUnlocked })
  if (step > 0) store.statement(ties).run({ step })
  else for (const permit of permits) store.statement(permit).run({ step })
  return { target: null, after: { stepSeconds: Math.round(step / 1000) } }
})

const readClocks = () => ({ wall: Date.now(), steady: performance.now() })
const seen = new WeakMap<Engine, ReturnType<typeof readClocks>>()

/** By how much the clock has been set since the watch looked last, milliseconds; it looks every few seconds. */
export function stepNow(engine: Engine): number {
  const last = seen.get(engine)
  if (!last) return 0
  const { wall, steady } = readClocks()
  return wall - last.wall - (steady - last.steady)
}

/**
 * Records it when the machine's clock is set while the program runs, or was set back while it did not, and lets nobody gain by it:
 * waits become no shorter, and what lasts a while no longer. No grant becomes longer either: its end is fixed at 許可.
 * @returns how to stop watching
 */
export function watchClock(engine: Engine): () => void {
  const note = (step: number): void => {
    if (Math.abs(step) < noticedMs) return
    engine.log.warn({ stepMs: Math.round(step) }, 'the clock was set')
    noteStep(systemContext(engine), Math.round(step)).catch((err: unknown) =>
      engine.log.error({ err }, 'clock step not recorded'),
    )
  }
  const newest = engine.store.statement(newestEntry).get({})
  if (newest) note(Math.min(0, engine.clock.now() - newest.at))
  seen.set(engine, readClocks())
  const timer = setInterval(() => {
    const step = stepNow(engine)
    seen.set(engine, readClocks())
    note(step)
  }, everyMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    seen.delete(engine)
  }
}
