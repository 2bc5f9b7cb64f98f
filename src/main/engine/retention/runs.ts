import { query, sql } from '#db'
import { AppError } from '#shared/errors'
import { RetentionClass } from '#shared/retention'
import type { Actor } from '../actor.ts'
import { auditRefusal, recordAudit } from '../audit/record.ts'
import { type Engine, inCommits } from '../engine.ts'
import { deleteSome } from './delete.ts'
import { cutoff, expiredCount } from './expired.ts'

const insert = query<{
  class: RetentionClass
  before: number
  counted: number
  by: number
  byName: string
  at: number
}>()((k, v) =>
  k
    .insertInto('retentionRuns')
    .values({
      class: v('class'),
      before: v('before'),
      counted: v('counted'),
      madeBy: v('by'),
      madeByName: v('byName'),
      madeAt: v('at'),
      state: 'pending',
    })
    .returning('id'),
)
const byId = query<{ id: number }>()((k, v) =>
  k.selectFrom('retentionRuns').selectAll().where('id', '=', v('id')),
)
const openOf = query<{ class: RetentionClass }>()((k, v) =>
  k
    .selectFrom('retentionRuns')
    .select('id')
    .where('class', '=', v('class'))
    .where('state', 'in', ['pending', 'approved']),
)
const decided = query<{
  id: number
  state: 'approved' | 'refused'
  by: number
  byName: string
  at: number
}>()((k, v) =>
  k
    .updateTable('retentionRuns')
    .set({
      state: v('state'),
      checkedBy: v('by'),
      checkedByName: v('byName'),
      checkedAt: v('at'),
    })
    .where('id', '=', v('id'))
    .where('state', '=', 'pending'),
)
const waiting = query<Record<never, never>>()((k) =>
  k.selectFrom('retentionRuns').selectAll().where('state', '=', 'approved').orderBy('id').limit(1),
)
const progress = query<{ id: number; n: number; after: number }>()((k, v) =>
  k
    .updateTable('retentionRuns')
    .set((e) => ({ deleted: e('deleted', '+', v('n')), after: v('after') }))
    .where('id', '=', v('id')),
)
const finish = query<{ id: number; at: number }>()((k, v) =>
  k
    .updateTable('retentionRuns')
    .set({ state: 'done', doneAt: v('at') })
    .where('id', '=', v('id')),
)

/** Each class with its term, what is older, and the runs there were. */
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

/** Asks for the deletion of what a class has kept long enough; another person decides. @throws AppError retention.nothing, retention.already-asked */
export function proposeDeletion(
  engine: Engine,
  actor: Actor,
  kind: RetentionClass,
  correlationId: string,
): Promise<number> {
  return engine.store.write(() => {
    const before = cutoff(engine, kind)
    const counted = expiredCount(engine, kind, before)
    if (counted === 0) throw new AppError('retention.nothing')
    if (engine.store.statement(openOf).get({ class: kind }))
      throw new AppError('retention.already-asked')
    const id = Number(
      engine.store.statement(insert).get({
        class: kind,
        before,
        counted,
        by: Number(actor.id),
        byName: actor.name,
        at: engine.clock.now(),
      })?.id,
    )
    recordAudit(engine, {
      actor,
      action: 'retention.propose',
      target: { kind: 'system', id, label: kind },
      after: { class: kind, before, counted },
      correlationId,
    })
    return id
  })
}

/** @throws AppError retention.not-found, request.same-person, request.already-checked */
export async function decideDeletion(
  engine: Engine,
  actor: Actor,
  input: { id: number; approve: boolean },
  correlationId: string,
): Promise<void> {
  const seen = engine.store.statement(byId).get({ id: input.id })
  if (!seen) throw new AppError('retention.not-found')
  if (String(seen.madeBy) === actor.id) {
    await auditRefusal(engine, {
      actor,
      action: 'retention.decide',
      target: { kind: 'system', id: seen.id, label: seen.class },
      reason: 'same-person',
      correlationId,
    })
    throw new AppError('request.same-person')
  }
  await engine.store.write(() => {
    const changed = engine.store.statement(decided).run({
      id: input.id,
      state: input.approve ? 'approved' : 'refused',
      by: Number(actor.id),
      byName: actor.name,
      at: engine.clock.now(),
    })
    if (changed === 0) throw new AppError('request.already-checked')
    recordAudit(engine, {
      actor,
      action: 'retention.decide',
      target: { kind: 'system', id: input.id, label: seen.class },
      after: { approve: input.approve, maker: seen.madeByName, counted: seen.counted },
      correlationId,
    })
  })
}

/** Carries out what two persons have agreed to, in small commits; a stop in between is taken up again. @returns how many records went */
export function continueDeletions(engine: Engine): Promise<number> {
  const { store, clock } = engine
  return inCommits(engine, 0, (deleted) => {
    const run = store.statement(waiting).get({})
    if (!run) return null
    const some = deleteSome(engine, run.class, run.before, run.after)
    store.statement(progress).run({ id: run.id, n: some.deleted, after: some.after })
    if (some.seen === 0) {
      store.statement(finish).run({ id: run.id, at: clock.now() })
      recordAudit(engine, {
        actor: { kind: 'staff', id: String(run.madeBy), name: run.madeByName },
        action: 'retention.done',
        target: { kind: 'system', id: run.id, label: run.class },
        after: { before: run.before, deleted: run.deleted },
        correlationId: `retention-${run.id}`,
      })
    }
    return deleted + some.deleted
  })
}
