import { statSync } from 'node:fs'
import { join } from 'node:path'
import { sql as rawSql } from 'kysely'
import { databaseFile, type Store, sql } from '#db'
import { isoDate } from '#shared/japanese-date'
import { connected, isStopped } from '#shared/provider-status'
import type { Engine } from '../engine.ts'
import { grantCounts } from '../grants/counts.ts'
import { clockDoubt } from './clock-doubt.ts'
import { haltOf } from './halt-state.ts'

/** Counts that cost a walk of an index are kept for a few seconds: several windows ask at once. */
const keptMs = 3_000
/** Those of one branch cost more: no index has its grants. */
const keptOfBranchMs = 30_000
interface Counted {
  at: number
  counts: ReturnType<typeof count>
  data: ReturnType<typeof dataAge>
}
const kept = new WeakMap<Store, Map<string | null, Counted>>()

type Query = { compile(): unknown }
const one = (engine: Engine, query: Query): number =>
  Number(engine.store.read<{ n: number }>(query as never)[0]?.n ?? 0)

/** None is ever deleted, so the newest has the number of how many there are. */
const allCustomers = sql.selectFrom('customers').select((e) => e.fn.max('id').as('n'))
const allLive = sql.selectFrom('counters').select('n').where('name', '=', 'grants')
const customersOf = (own: string) =>
  sql
    .selectFrom('customers')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('branchCode', '=', own)
const liveOf = (own: string) =>
  sql
    .selectFrom('customers')
    .innerJoin('grants', 'grants.customerId', 'customers.id')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('customers.branchCode', '=', own)
    .where('grants.endedAt', 'is', null)

function count(engine: Engine, own: string | null) {
  return {
    customers: one(engine, own === null ? allCustomers : customersOf(own)),
    liveGrants: one(engine, own === null ? allLive : liveOf(own)),
    ...grantCounts(engine, own),
    providers: one(
      engine,
      sql
        .selectFrom('providers')
        .select((e) => e.fn.countAll<number>().as('n'))
        .where('status', 'in', connected),
    ),
    suspendedProviders: one(
      engine,
      sql
        .selectFrom('providers')
        .select((e) => e.fn.countAll<number>().as('n'))
        .where('status', 'in', connected.filter(isStopped)),
    ),
  }
}

/** When the newest balance was true and up to which day the newest 明細 are complete: open accounts that can be linked. */
function dataAge(engine: Engine) {
  const of = sql
    .selectFrom('accounts')
    .where('closedOn', 'is', null)
    // Literals, for the index of these accounts alone.
    .where(rawSql<boolean>`"typeCode" <> '9'`)
  const one = <Row>(query: { compile(): unknown }): Row | undefined =>
    engine.store.read<Row>(query as never)[0]
  const newest = one<{ balanceAt: number | null }>(
    of.select((e) => e.fn.max('balanceAt').as('balanceAt')),
  )
  const last = one<{ completeTo: string | null }>(
    of.select((e) => e.fn.max('completeTo').as('completeTo')),
  )
  return { balanceAt: newest?.balanceAt ?? null, completeTo: last?.completeTo ?? null }
}

const hourMs = 3_600_000

/** Nothing is old before there are accounts; 明細 whose period nobody told are not judged. */
function isOld(engine: Engine, { balanceAt, completeTo }: ReturnType<typeof dataAge>): boolean {
  const since = engine.clock.now() - engine.settings.get('policy').dataOldHours * hourMs
  const any = engine.store.read(sql.selectFrom('accounts').select('id').limit(1)).length > 0
  return (
    any &&
    (balanceAt === null ||
      balanceAt < since ||
      (completeTo !== null && completeTo < isoDate(since)))
  )
}

function counted(engine: Engine, own: string | null): Counted {
  const byBranch = kept.get(engine.store) ?? new Map<string | null, Counted>()
  kept.set(engine.store, byBranch)
  const found = byBranch.get(own)
  if (found && Date.now() - found.at <= (own === null ? keptMs : keptOfBranchMs)) return found
  const entry = { at: Date.now(), counts: count(engine, own), data: dataAge(engine) }
  byBranch.set(own, entry)
  return entry
}

/**
 * The state of the engine, for the status line and 稼働状況.
 * @param own the branch to which the person who looks is confined: customers and links are counted of it alone (R124)
 */
export function systemStatus(engine: Engine, own: string | null) {
  const at = engine.clock.now()
  const sizeOf = (name: string): number =>
    statSync(join(engine.store.folder, name), { throwIfNoEntry: false })?.size ?? 0
  const entry = counted(engine, own)
  return {
    at,
    version: engine.version,
    demo: engine.settings.mark('demo') === true,
    lastHour: engine.access.lastHour(at),
    counts: entry.counts,
    data: { ...entry.data, old: isOld(engine, entry.data) },
    database: {
      bytes: sizeOf(databaseFile) + sizeOf(`${databaseFile}-wal`),
      journal: String(engine.store.pragma('journal_mode')).toUpperCase(),
      onDisk: engine.store.isSure,
      folder: engine.store.folder,
    },
    memoryBytes: process.memoryUsage().rss,
    clockOffsetMs: engine.clock.offset,
    clockDoubtMs: Math.round(clockDoubt(engine)),
    halt: haltOf(engine),
  }
}
