import { sql } from '#db'
import { AppError } from '#shared/errors'
import { type ImportKind, importNeeds } from '#shared/import-columns'
import type { Engine } from '../engine.ts'

const bases = ['branches', 'customers', 'accounts'] as const
type Base = (typeof bases)[number]

const isThere = (engine: Engine, base: Base): boolean =>
  engine.store.read(
    sql
      .selectFrom(base)
      .select((e) => e.lit(1).as('one'))
      .limit(1),
  ).length > 0
const count = (engine: Engine, base: Base): number =>
  engine.store.read(sql.selectFrom(base).select((e) => e.fn.countAll<number>().as('n')))[0]?.n ?? 0

/** The kind that has to be imported first; null: this one can be. */
function missingBefore(kind: ImportKind, has: (base: Base) => boolean): Base | null {
  return importNeeds[kind].find((needed) => !has(needed)) ?? null
}

/** @throws AppError import.order */
export function refuseWrongOrder(engine: Engine, kind: ImportKind): void {
  const needed = missingBefore(kind, (base) => isThere(engine, base))
  if (needed) throw new AppError('import.order', { detail: needed })
}

/** What is there, what each kind waits for, and how many customers could be asked a question that they do not have. */
export function importOverview(engine: Engine) {
  const lacking = engine.store.read(
    sql
      .selectFrom('customers')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('lacksQuestions', '=', (e) => e.lit(1)),
  )
  const last = engine.store.read(
    sql
      .selectFrom('imports')
      .select((e) => ['kind', e.fn.max('endedAt').as('endedAt')])
      .where('state', '=', 'done')
      .groupBy('kind'),
  )
  const counts = Object.fromEntries(bases.map((base) => [base, count(engine, base)])) as Record<
    Base,
    number
  >
  return {
    lackingQuestions: lacking[0]?.n ?? 0,
    kinds: (Object.keys(importNeeds) as ImportKind[]).map((kind) => ({
      kind,
      there: counts[kind as Base] ?? null,
      lastAt: last.find((one) => one.kind === kind)?.endedAt ?? null,
      waitsFor: missingBefore(kind, (base) => counts[base] > 0),
    })),
  }
}
