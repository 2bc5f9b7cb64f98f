import { setTimeout as sleep } from 'node:timers/promises'
import {
  confinedTo,
  confirmClock,
  haltService,
  lookAtHalt,
  resumeService,
  systemStatus,
  viewerOf,
} from '#engine'
import { outcome, signedIn, stillIn } from './answer.ts'
import type { StaffContext } from './context.ts'

const everyMs = 5_000

function status(context: StaffContext) {
  const { engine, place, backups, actor } = context
  const known = systemStatus(engine, confinedTo(engine, viewerOf(context)))
  return {
    ...known,
    halt: known.halt && { ...known.halt, mine: String(known.halt.by) === actor.id },
    database: { ...known.database, checkedAt: engine.integrity.checkedAt },
    disk: engine.space.status,
    audit: engine.trail.status,
    backup: backups.status,
    keysWrapped: engine.keys.wrapped,
    startedAt: place.startedAt,
    console: place.console,
    provider: { listening: place.listening(), issuer: place.issuer },
  }
}

export const system = {
  status: signedIn.system.status.handler(({ context }) => status(context)),
  confirmClock: signedIn.system.confirmClock.handler(async ({ context, input }) => {
    await confirmClock(context, input)
    return null
  }),
  halt: signedIn.system.halt.handler(async ({ context, input }) => {
    await haltService(context, input)
    return null
  }),
  lookAtHalt: signedIn.system.lookAtHalt.handler(async ({ context, input }) => {
    await lookAtHalt(context, input)
    return null
  }),
  resume: signedIn.system.resume.handler(outcome(resumeService)),
  watch: signedIn.system.watch.handler(async function* ({ context, signal }) {
    for (
      let person: StaffContext | undefined = context;
      person && !signal?.aborted;
      person = stillIn(person)
    ) {
      yield status(person)
      await sleep(everyMs, undefined, signal ? { signal } : {}).catch(() => {})
    }
  }),
}
