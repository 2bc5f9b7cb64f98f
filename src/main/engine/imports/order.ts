import { sql } from '#db'
import { AppError } from '#shared/errors'
import { type ImportKind, importNeeds } from '#shared/import-columns'
import type { Engine } from '../engine.ts'

const bases = ['branches', 'customers', 'accounts'] as const
type Base = (typeof bases)[number]

const count = (engine: Engine, base: Base): number =>
  engine.store.read(sql.selectFrom(base).select((e) => e.fn.countAll<number>().as('n')))[0]?.n ?? 0

/** The kind that has to be imported first; null: this one can be. */
function missingBefore(kind: ImportKind, has: (base: Base) => boolean): Base | null {
  return importNeeds[kind].find((needed) => !has(needed)) ?? null
}

/**
 * The kinds that a new credit union brings, in turn. The Zengin file is another way to bring transactions, and events come when
 * they happen.
 */
const inTurn = [
  'branches',
  'customers',
  'users',
  'questions',
  'accounts',
  'balances',
  'transactions',
] as const satisfies readonly ImportKind[]

/** One row is enough to know that something of a kind is there, whoever brought it: a file, the counter or the demo. */
const oneOf = {
  companies: sql.selectFrom('customers').select('id').where('channel', '=', 'business').limit(1),
  users: sql.selectFrom('logins').select('id').where('userName', 'is not', null).limit(1),
  branches: sql.selectFrom('branches').select('code').limit(1),
  customers: sql.selectFrom('customers').select('id').limit(1),
  questions: sql.selectFrom('customerQuestions').select('customerId').limit(1),
  accounts: sql.selectFrom('accounts').select('id').limit(1),
  balances: sql.selectFrom('accounts').select('id').where('balanceAt', 'is not', null).limit(1),
  transactions: sql.selectFrom('transactions').select('accountId').limit(1),
}
const isThere = ({ store }: Engine, kind: keyof typeof oneOf): boolean =>
  store.read<object>(oneOf[kind]).length > 0

/** Users belong to companies; who has brought the accounts without them has none to bring. */
const isBrought = (engine: Engine, kind: (typeof inTurn)[number]): boolean =>
  isThere(engine, kind) ||
  (kind === 'users' && (isThere(engine, 'accounts') || !isThere(engine, 'companies')))

/** @throws AppError import.order */
export function refuseWrongOrder(engine: Engine, kind: ImportKind): void {
  const needed = missingBefore(kind, (base) => isThere(engine, base))
  if (needed) throw new AppError('import.order', { detail: needed })
}

/** The first of the files without which no customer can link that nobody has brought. */
export const firstMissing = (engine: Engine): (typeof bases)[number] | null =>
  bases.find((base) => !isThere(engine, base)) ?? null

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
  return {
    lackingQuestions: lacking[0]?.n ?? 0,
    next: inTurn.find((kind) => !isBrought(engine, kind)) ?? null,
    kinds: (Object.keys(importNeeds) as ImportKind[]).map((kind) => ({
      kind,
      there: counts[kind as Base] ?? null,
      lastAt: broughtAt(kind),
      waitsFor: missingBefore(kind, (base) => counts[base] > 0),
    })),
  }
}
