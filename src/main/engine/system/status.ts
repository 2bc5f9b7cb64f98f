import { statSync } from 'node:fs'
import { join } from 'node:path'
import { sql as rawSql } from 'kysely'
import { databaseFile, sql } from '#db'
import { isoDate } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'
import { grantCounts } from '../grants/counts.ts'

/** Counts that cost a walk of an index are kept for a few seconds: several windows ask at once. */
const keptMs = 3_000
const kept = new WeakMap<
  Engine,
  { at: number; counts: ReturnType<typeof count>; data: ReturnType<typeof dataAge> }
>()

function count(engine: Engine) {
  const one = (query: { compile(): unknown }): number =>
    Number(engine.store.read<{ n: number }>(query as never)[0]?.n ?? 0)
  return {
    // None is ever deleted, so the newest has the number of how many there are.
    customers: one(sql.selectFrom('customers').select((e) => e.fn.max('id').as('n'))),
    liveGrants: one(sql.selectFrom('counters').select('n').where('name', '=', 'grants')),
    ...grantCounts(engine, null),
    providers: one(
      sql
        .selectFrom('providers')
        .select((e) => e.fn.countAll<number>().as('n'))
        .where('status', 'in', ['active', 'suspended']),
    ),
    suspendedProviders: one(
      sql
        .selectFrom('providers')
        .select((e) => e.fn.countAll<number>().as('n'))
        .where('status', '=', 'suspended'),
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

/** The state of the engine, for the status line and 稼働状況. */
export function systemStatus(engine: Engine) {
  const at = engine.clock.now()
  const sizeOf = (name: string): number =>
    statSync(join(engine.store.folder, name), { throwIfNoEntry: false })?.size ?? 0
  let entry = kept.get(engine)
  if (!entry || Date.now() - entry.at > keptMs) {
    entry = { at: Date.now(), counts: count(engine), data: dataAge(engine) }
    kept.set(engine, entry)
  }
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
  }
}
