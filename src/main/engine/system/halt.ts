import { AppError } from '#shared/errors'
import { act, Refusal } from '../act.ts'
import type { AuditTarget } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { twoPersonAct } from '../proposals/propose.ts'
import { unfitSecond } from '../proposals/second.ts'
import { type Halt, haltMark, haltOf, noteServed } from './halt-state.ts'

const target: AuditTarget = { kind: 'system', id: 0, label: '' }

/** The halt that was shown. @throws AppError service.changed-meanwhile */
function haltAt(engine: Engine, at: number): Halt {
  const halt = haltOf(engine)
  if (halt?.at !== at) throw new AppError('service.changed-meanwhile')
  return halt
}

const keep = (engine: Engine, halt: Halt | null): void => {
  engine.settings.putMark(haltMark, halt, engine.clock.now())
  engine.authority.changed()
}

/**
 * 全体停止: from the next request on no provider is served; look-ups, revocations and the desk go on. One person does it at once.
 * @throws AppError service.changed-meanwhile: it is halted already
 */
export const haltService = act(
  'system.halt',
  ({ engine, actor }, { reason }: { reason: string }) => {
    if (haltOf(engine)) throw new AppError('service.changed-meanwhile')
    const by = { by: Number(actor.id), byName: actor.name }
    keep(engine, { at: engine.clock.now(), ...by, reason, lookedByName: null })
    return { target, reason }
  },
)

/** Another person has looked at it, and lets it stand. @throws AppError service.changed-meanwhile, proposal.decided, proposal.same-person, proposal.tied */
export const lookAtHalt = act('system.lookAtHalt', ({ engine, actor }, { at }: { at: number }) => {
  const halt = haltAt(engine, at)
  if (halt.lookedByName !== null)
    throw new AppError('proposal.decided', { detail: halt.lookedByName })
  const unfit = unfitSecond(engine, halt.by, actor)
  if (unfit) throw new Refusal(`proposal.${unfit}`, target)
  keep(engine, { ...halt, lookedByName: actor.name })
  return { target, after: { maker: halt.byName } }
})

/** Serves providers again, by two persons. @throws AppError service.changed-meanwhile */
export const resumeService = twoPersonAct('system.resume', {
  what: () => 'resume',
  perform: ({ engine }, { at }: { at: number }) => {
    const { byName, reason } = haltAt(engine, at)
    keep(engine, null)
    noteServed(engine)
    return { target, before: { maker: byName }, after: {}, reason }
  },
})
