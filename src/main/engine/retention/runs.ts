import { query, sql } from '#db'
import { AppError } from '#shared/errors'
import { RetentionClass } from '#shared/retention'
import { act, Refusal } from '../act.ts'
import { recordAudit } from '../audit/record.ts'
import { type Engine, inCommits } from '../engine.ts'
import { mustStillStand, unfitSecond } from '../proposals/second.ts'
import { deleteSome } from './delete.ts'
import { cutoff, expiredCount } from './expired.ts'

const openOf = query<{ class: RetentionClass }>()((k, v) =>
  k
    .selectFrom('retentionRuns')
    .select('id')
    .where('class', '=', v('class'))
    .where('state', 'in', ['pending', 'approved']),
)
const waiting = query<Record<never, never>>()((k) =>
  k.selectFrom('retentionRuns').selectAll().where('state', '=', 'approved').orderBy('id').limit(1),
)
/** Each class with its period, the number of older records, and its deletions. */
export function retentionOverview(engine: Engine) {
  const terms = engine.settings.get('retention')
  return {
    classes: RetentionClass.options.map((kind) => {
      const before = cutoff(engine, kind)
      return {
        kind,
        years: terms[`${kind}Years`],
        before,
        expired: expiredCount(engine, kind, before),
      }
    }),
    runs: engine.store
      .read(sql.selectFrom('retentionRuns').selectAll().orderBy('id', 'desc').limit(100))
      .map(({ after: _, madeBy, checkedBy: __, class: kind, ...run }) => ({
        ...run,
        kind,
        madeBy,
      })),
  }
}

/**
 * Proposes to delete the records of a class whose period is over; another person decides.
 * @throws AppError retention.nothing, retention.already-asked
 */
export const proposeDeletion = act(
  'retention.propose',
  ({ engine, actor }, kind: RetentionClass) => {
    const before = cutoff(engine, kind)
    const counted = expiredCount(engine, kind, before)
    if (counted === 0) throw new AppError('retention.nothing')
    if (engine.store.statement(openOf).get({ class: kind }))
      throw new AppError('retention.already-asked')
    const id = engine.store.insert('retentionRuns', {
      class: kind,
      before,
      counted,
      madeBy: Number(actor.id),
      madeByName: actor.name,
      madeAt: engine.clock.now(),
      state: 'pending',
    })
    return {
      target: { kind: 'system', id, label: kind },
      after: { class: kind, before, counted },
      result: id,
    }
  },
)

/**
 * @throws AppError retention.not-found, request.same-person, proposal.tied, proposal.maker-gone, request.already-checked,
 * proposal.changed-meanwhile (records are kept longer by now, or the clock that it was asked for by was ahead)
 */
export const decideDeletion = act(
  'retention.decide',
  ({ engine, actor }, { id, approve }: { id: number; approve: boolean }) => {
    const run = engine.store.find('retentionRuns', { id })
    if (!run) throw new AppError('retention.not-found')
    const target = { kind: 'system', id, label: run.class } as const
    if (String(run.madeBy) === actor.id) throw new Refusal('request.same-person', target)
    if (unfitSecond(engine, run.madeBy, actor)) throw new Refusal('proposal.tied', target)
    if (run.state !== 'pending') throw new AppError('request.already-checked')
    if (approve) {
      mustStillStand(engine, { ...run, call: 'retention.propose' })
      if (run.before > cutoff(engine, run.class)) throw new AppError('proposal.changed-meanwhile')
    }
    engine.store.update(
      'retentionRuns',
      { id },
      {
        state: approve ? 'approved' : 'refused',
        checkedBy: Number(actor.id),
        checkedByName: actor.name,
        checkedAt: engine.clock.now(),
      },
    )
    return { target, after: { approve, maker: run.madeByName, counted: run.counted } }
  },
)

/**
 * Carries out approved deletions in small commits, and goes on after a stop. What is to be kept by now stays, whatever was agreed to
 * before.
 * @returns how many records were deleted
 */
export function continueDeletions(engine: Engine): Promise<number> {
  const { store, clock } = engine
  return inCommits(engine, 0, (deleted) => {
    const run = store.statement(waiting).get({})
    if (!run) return null
    const { id } = run
    const before = Math.min(run.before, cutoff(engine, run.class))
    const some = deleteSome(engine, run.class, before, run.after)
    const progress = { deleted: run.deleted + some.deleted, after: some.after }
    store.update('retentionRuns', { id }, progress)
    if (some.seen === 0) {
      store.update('retentionRuns', { id }, { state: 'done', doneAt: clock.now() })
      const actor = { kind: 'staff', id: String(run.madeBy), name: run.madeByName } as const
      recordAudit(
        { engine, actor, correlationId: `retention-${id}` },
        {
          action: 'retention.done',
          target: { kind: 'system', id, label: run.class },
          after: { before, deleted: run.deleted },
        },
      )
    }
    return deleted + some.deleted
  })
}
