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

/**
 * The kinds that every new credit union brings, in turn. Users are there for companies alone, the Zengin file is another way to
 * bring transactions, and events come when they happen.
 */
const inTurn = [
  'branches',
  'customers',
  'questions',
  'accounts',
  'balances',
  'transactions',
] as const satisfies readonly ImportKind[]

/** @throws AppError import.order */
export function refuseWrongOrder(engine: Engine, kind: ImportKind): void {
  const needed = missingBefore(kind, (base) => isThere(engine, base))
  if (needed) throw new AppError('import.order', { detail: needed })
}

/** What is there, what comes next, what each kind waits for, and how many customers could be asked a question that they do not have. */
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
  const broughtAt = (kind: ImportKind) => last.find((one) => one.kind === kind)?.endedAt ?? null
  const isBrought = (kind: ImportKind): boolean =>
    (counts[kind as Base] ?? 0) > 0 ||
    broughtAt(kind) !== null ||
    (kind === 'transactions' && broughtAt('zengin') !== null)
  return {
    lackingQuestions: lacking[0]?.n ?? 0,
    next: inTurn.find((kind) => !isBrought(kind)) ?? null,
    kinds: (Object.keys(importNeeds) as ImportKind[]).map((kind) => ({
      kind,
      there: counts[kind as Base] ?? null,
      lastAt: broughtAt(kind),
      waitsFor: missingBefore(kind, (base) => counts[base] > 0),
    })),
  }
}
