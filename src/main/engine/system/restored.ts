import { query } from '#db'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { endSignIn } from '../staff/enrolment.ts'

const endSessions = query<Record<never, never>>()((k) => k.deleteFrom('staffSessions'))
const endCodes = query<Record<never, never>>()((k) => k.deleteFrom('staffEnrolments'))
const mark = 'restoredAt'

interface GoneBack {
  madeAt: number
  head: number
  lostEntries: number | null
  /** Accounts that were changed after the backup, as far as is known. */
  changed: readonly number[]
}

/**
 * The data have gone back to a backup. Nobody regains by it what they had then: no session or enrolment code of that time counts,
 * whoever's account was changed since enrols anew, and what waited for a second person is asked for anew.
 */
export const noteRestore = act('system.restore', ({ engine }, { changed, ...told }: GoneBack) => {
  const { store, settings, clock } = engine
  store.statement(endSessions).run({})
  store.statement(endCodes).run({})
  for (const id of new Set(changed)) endSignIn(engine, id)
  settings.putMark(mark, clock.now(), clock.now())
  // The service that was running when the copy was made has not crashed.
  settings.putMark('running', false, clock.now())
  return { target: null, after: told }
})

/** When the data last went back, epoch ms; -1: never. */
export const restoredAt = ({ settings }: Engine): number => Number(settings.mark(mark) ?? -1)

/**
 * Inside a commit unit, of a clock that was set back: a restore that was made by a clock that was ahead was made now at the latest, or all
 * that is asked for until then would count as of before it.
 */
export function restoredByNow(engine: Engine): void {
  const now = engine.clock.now()
  if (restoredAt(engine) > now) engine.settings.putMark(mark, now, now)
}

/** Whether something was made before the data went back: it may have been refused, withdrawn or carried out since. */
export const isBeforeRestore = (engine: Engine, at: number): boolean => at <= restoredAt(engine)
