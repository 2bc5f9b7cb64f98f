import { isoDate } from '#shared/japanese-date'
import { type CaseStep, stepOfStatus, stepsOf } from '#shared/provider-case'
import type { ProviderStatus, StatusCause } from '#shared/provider-status'
import type { ActContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { isLinkedWithoutLetter } from './letter-files.ts'
import { openStepsOf } from './off-list.ts'
import { insertCase, openCases, writeStep } from './steps.ts'

interface StatusChange {
  providerId: number
  to: ProviderStatus
  cause: StatusCause | null
  note: string
}

/**
 * Inside the commit unit of a change of status: what it is a step of keeps it, with who made it. An end by two names both; one
 * that comes unannounced opens its case, since its letters and contracts are still to be seen to.
 * @returns the steps of an ending that nobody has done yet: who agrees to the end reads them
 */
export function stepsByStatus(
  ctx: ActContext,
  { providerId, to, cause, note }: StatusChange,
  approvedBy?: string,
): CaseStep[] {
  const { engine } = ctx
  if (to === 'ended' && !openCases(engine, providerId).some(({ kind }) => kind === 'ending')) {
    const today = isoDate(engine.clock.now())
    const letterWords = cause === 'other' ? note : ''
    insertCase(ctx, providerId, {
      kind: 'ending',
      facts: {
        ...{ cause: cause ?? 'other', announcedOn: today, endsOn: today },
        ...{ successorId: null, letterWords },
      },
    })
  }
  const cases = openCases(engine, providerId)
  for (const { id: caseId, kind } of cases) {
    const step = stepOfStatus(kind, to)
    if (step)
      writeStep(ctx, {
        ...{ caseId, step, outcome: 'done', at: engine.clock.now() },
        ...{ whom: '', note, evidence: approvedBy === undefined ? '' : `検印 ${approvedBy}` },
      })
  }
  return to === 'ended' ? stepsBeforeEnd(engine, providerId) : []
}

/** The steps that nobody has done, for whoever agrees to the end of a connected provider; a publication that lists it is one, whatever was said of it. */
export function stepsBeforeEnd(engine: Engine, providerId: number): CaseStep[] {
  const ending = openCases(engine, providerId).find(({ kind }) => kind === 'ending')
  const open = ending ? openStepsOf(engine, ending) : stepsOf('ending')
  const lacksLetters = ending !== undefined && isLinkedWithoutLetter(engine, ending)
  return stepsOf('ending').filter(
    (step) => step !== 'ended' && (open.includes(step) || (lacksLetters && step === 'letters')),
  )
}
