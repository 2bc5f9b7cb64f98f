import { sql as raw } from 'kysely'
import { sql } from '#db'
import {
  type Channel,
  daysLeft,
  endingSoonDays,
  type GrantStatus,
  grantLabel,
  type Scope,
  statusAt,
  unusedDays,
} from '#shared/grant'
import { dayMs, startOfDay } from '#shared/japanese-date'
import { type GrantListStatus, type GrantOrder, grantOrders } from '#shared/list'
import type { ProviderStatus } from '#shared/provider-status'
import type { Engine } from '../engine.ts'
import { namesThen } from '../providers/names.ts'
import { effectiveEndedAt, effectiveStatus } from './effective-status.ts'
import { maskedAccount } from './labels.ts'

export interface GrantLine {
  id: number
  label: string
  customerId: number
  customerName: string
  providerId: number
  providerName: string
  serviceName: string
  /** Names of the provider and its service at the time of 許可, where they differ from those of today. */
  formerName: string | null
  channel: Channel
  scopes: Scope[]
  accounts: string[]
  grantedAt: number
  expiresAt: number
  daysLeft: number
  lastAccessAt: number | null
  status: GrantStatus
  providerSuspended: boolean
  endedAt: number | null
}

const soonMs = endingSoonDays * dayMs
const shown = [
  'grants.id',
  'grants.customerId',
  'customers.name as customerName',
  'grants.providerId',
  'providers.name as providerName',
  'providers.servicePersonal',
  'providers.serviceBusiness',
  'providers.status as providerStatus',
  'grants.channel',
  'grants.scopes',
  'grants.grantedAt',
  'grants.expiresAt',
  'grants.lastAccessAt',
  effectiveStatus.as('status'),
  effectiveEndedAt.as('endedAt'),
] as const

function lines() {
  return sql
    .selectFrom('grants')
    .innerJoin('customers', 'customers.id', 'grants.customerId')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select(shown)
}

/** Account numbers are shown by their last four digits (U17). */
function accountsOf(engine: Engine, ids: number[]): Map<number, string[]> {
  const byGrant = new Map<number, string[]>()
  if (ids.length === 0) return byGrant
  const rows = engine.store.read(
    sql
      .selectFrom('grantAccounts')
      .innerJoin('accounts', 'accounts.id', 'grantAccounts.accountId')
      .select(['grantAccounts.grantId', 'accounts.typeCode', 'accounts.number'])
      .where('grantAccounts.grantId', 'in', (e) =>
        e.selectFrom('grants').select('id').where('id', 'in', ids),
      )
      .where('grantAccounts.removedAt', 'is', null)
      .orderBy('accounts.id'),
  )
  for (const row of rows)
    byGrant.set(row.grantId, [...(byGrant.get(row.grantId) ?? []), maskedAccount(row)])
  return byGrant
}

interface LineRow {
  id: number
  customerId: number
  customerName: string
  providerId: number
  providerName: string
  servicePersonal: string
  serviceBusiness: string
  providerStatus: ProviderStatus
  channel: Channel
  scopes: string
  grantedAt: number
  expiresAt: number
  lastAccessAt: number | null
  status: GrantStatus
  endedAt: number | null
}

function finish(engine: Engine, rows: LineRow[]): GrantLine[] {
  const now = engine.clock.now()
  const accounts = accountsOf(
    engine,
    rows.map((row) => row.id),
  )
  const then = namesThen(engine, [...new Set(rows.map((row) => row.providerId))])
  return rows.map(({ servicePersonal, serviceBusiness, providerStatus, ...row }) => {
    const status = statusAt(row, now)
    const serviceName = row.channel === 'personal' ? servicePersonal : serviceBusiness
    const former = then(row.providerId, row.grantedAt)
    const formerService =
      row.channel === 'personal' ? former?.servicePersonal : former?.serviceBusiness
    return {
      ...row,
      status,
      label: grantLabel(row.id),
      serviceName,
      formerName:
        former === undefined || (former.name === row.providerName && formerService === serviceName)
          ? null
          : `${former.name} ${formerService}`.trim(),
      scopes: row.scopes.split(' ') as Scope[],
      accounts: accounts.get(row.id) ?? [],
      daysLeft: daysLeft(row.expiresAt, now),
      providerSuspended: providerStatus === 'suspended',
      endedAt: row.endedAt ?? (status === 'expired' ? row.expiresAt : null),
    }
  })
}

/** All grants of a customer, live ones first, then the newest. */
export function grantsOfCustomer(engine: Engine, customerId: number): GrantLine[] {
  const all = finish(
    engine,
    engine.store.read<LineRow>(
      lines().where('grants.customerId', '=', customerId).orderBy('grants.id', 'desc'),
    ),
  )
  return all.sort(
    (a, b) =>
      Number(b.status === 'active' || b.status === 'held') -
      Number(a.status === 'active' || a.status === 'held'),
  )
}

/** A live grant that no provider has used for so long (R100). */
const unusedMs = unusedDays * dayMs

export interface GrantCursor {
  key: number
  id: number
}
export interface GrantListFilter {
  status: GrantListStatus
  providerId: number | null
  /** The branch to which the person who looks is confined (R124). */
  own?: string | null
  /** One of `grantOrders`; null or any other: the natural order of the filter. */
  order: GrantOrder | null
  /** Where the former page ended: its last row's key in the order, and its id, since many rows can share a key. */
  after: GrantCursor | null
  limit: number
}

const keys = {
  grantedAt: raw<number>`"grants"."grantedAt"`,
  expiresAt: raw<number>`"grants"."expiresAt"`,
  endedAt: raw<number>`"grants"."endedAt"`,
  // As in the index grantsByUse: a grant that was never used counts by the time of its permission.
  lastAccess: raw<number>`coalesce("grants"."lastAccessAt", "grants"."grantedAt")`,
}

function orderOf(filter: GrantListFilter): { by: keyof typeof keys; desc: boolean } {
  const { status, order } = filter
  if (order && grantOrders(filter).includes(order.by)) return order
  if (status === 'revoked-today') return { by: 'endedAt', desc: true }
  if (status === 'ending-soon') return { by: 'expiresAt', desc: false }
  if (status === 'unused') return { by: 'lastAccess', desc: false }
  return { by: 'grantedAt', desc: true }
}

/**
 * A call reads at most this many rows, however few of them pass its filter (decision 0018). A page may be short, even empty,
 * and still have a next one.
 */
const windowRows = 5_000

/** The next rows of one index, with the filters that this index can answer. */
function windowOf(filter: GrantListFilter, now: number) {
  const { status, providerId, after } = filter
  const { by, desc } = orderOf(filter)
  const key = keys[by]
  const way = desc ? 'desc' : 'asc'
  let rows = sql.selectFrom('grants').select(['grants.id as at', key.as('sortKey')])
  if (by === 'grantedAt') {
    if (providerId !== null) rows = rows.where('grants.providerId', '=', providerId)
  } else if (by === 'endedAt') rows = rows.where('grants.endedAt', '>=', startOfDay(now))
  else rows = rows.where('grants.endedAt', 'is', null)
  if (by === 'expiresAt') rows = rows.where('grants.expiresAt', '>', now)
  if (status === 'ending-soon') rows = rows.where('grants.expiresAt', '<=', now + soonMs)
  if (status === 'unused') rows = rows.where(key, '<', now - unusedMs)
  if (after !== null)
    rows = rows.where(
      raw<boolean>`(${key}, "grants"."id") ${raw.raw(desc ? '<' : '>')} (${after.key}, ${after.id})`,
    )
  return rows.orderBy(key, way).orderBy('grants.id', way)
}

/** A page of grants. The window is the outer loop of the join, so that its order needs no sorting. */
export function grantListQuery(filter: GrantListFilter, now: number) {
  let query = sql
    .selectFrom(windowOf(filter, now).limit(windowRows).as('w'))
    .crossJoin('grants')
    .crossJoin('customers')
    .crossJoin('providers')
    .whereRef('grants.id', '=', 'w.at')
    .whereRef('customers.id', '=', 'grants.customerId')
    .whereRef('providers.id', '=', 'grants.providerId')
    .select(shown)
    .select('w.sortKey')
    .limit(filter.limit)
  if (filter.providerId !== null) query = query.where('grants.providerId', '=', filter.providerId)
  if (filter.own != null) query = query.where('customers.branchCode', '=', filter.own)
  if (filter.status === 'active' || filter.status === 'unused')
    query = query.where('grants.endedAt', 'is', null).where('grants.expiresAt', '>', now)
  if (filter.status === 'revoked-today') query = query.where('grants.status', '=', 'revoked')
  if (filter.status === 'ended')
    query = query.where((e) =>
      e.or([e('grants.endedAt', 'is not', null), e('grants.expiresAt', '<=', now)]),
    )
  return query
}

export function listGrants(
  engine: Engine,
  filter: GrantListFilter,
): { rows: GrantLine[]; next: GrantCursor | null } {
  const now = engine.clock.now()
  const found = engine.store.read<LineRow & { sortKey: number }>(
    grantListQuery({ ...filter, limit: filter.limit + 1 }, now),
  )
  const rows = found.slice(0, filter.limit)
  const last = rows.at(-1)
  const next = (): GrantCursor | null => {
    if (last && found.length > filter.limit) return { key: last.sortKey, id: last.id }
    // The window has been read; this asks whether there is more.
    const [end] = engine.store.read(
      windowOf(filter, now)
        .limit(1)
        .offset(windowRows - 1),
    )
    return end ? { key: end.sortKey, id: end.at } : null
  }
  return {
    rows: finish(
      engine,
      rows.map(({ sortKey: _, ...row }) => row),
    ),
    next: next(),
  }
}

export function grantById(engine: Engine, id: number): GrantLine | undefined {
  return finish(engine, engine.store.read<LineRow>(lines().where('grants.id', '=', id)))[0]
}
