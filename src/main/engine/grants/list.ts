import { sql } from '#db'
import {
  type Channel,
  daysLeft,
  endingSoonDays,
  type GrantStatus,
  type Scope,
  statusAt,
} from '#shared/grant'
import { isoDate } from '#shared/japanese-date'
import type { ProviderStatus } from '#shared/provider'
import type { Engine } from '../engine.ts'
import { effectiveStatus } from './effective-status.ts'
import { grantLabel } from './number.ts'

export interface GrantLine {
  id: number
  label: string
  customerId: number
  customerName: string
  providerId: number
  providerName: string
  serviceName: string
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

const soonMs = endingSoonDays * 86_400_000
const accountNames: Record<string, string> = {
  '1': '普通',
  '2': '当座',
  '4': '貯蓄',
  '9': 'その他',
}

function lines() {
  return sql
    .selectFrom('grants')
    .innerJoin('customers', 'customers.id', 'grants.customerId')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select([
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
      'grants.endedAt',
    ])
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
    byGrant.set(row.grantId, [
      ...(byGrant.get(row.grantId) ?? []),
      `${accountNames[row.typeCode] ?? ''} •••${row.number.slice(-4)}`,
    ])
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
  return rows.map(({ servicePersonal, serviceBusiness, providerStatus, ...row }) => {
    const status = statusAt(row, now)
    return {
      ...row,
      status,
      label: grantLabel(row.id),
      serviceName: row.channel === 'personal' ? servicePersonal : serviceBusiness,
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

export interface GrantListFilter {
  status: 'active' | 'ending-soon' | 'ended' | 'revoked-today' | 'all'
  providerId: number | null
  after: number | null
  limit: number
}

/** A page of grants, newest first, by walking the primary key or one index; never the whole table. */
export function grantListQuery(filter: GrantListFilter, now: number) {
  let query = lines().limit(filter.limit)
  if (filter.providerId !== null) query = query.where('grants.providerId', '=', filter.providerId)
  if (filter.status === 'ending-soon') {
    query = query
      .where('grants.endedAt', 'is', null)
      .where('grants.expiresAt', '>', filter.after ?? now)
      .where('grants.expiresAt', '<=', now + soonMs)
    return query.orderBy('grants.expiresAt')
  }
  if (filter.status === 'revoked-today') {
    const midnight = Date.parse(`${isoDate(now)}T00:00:00+09:00`)
    query = query.where('grants.endedAt', '>=', midnight).where('grants.status', '=', 'revoked')
    if (filter.after !== null) query = query.where('grants.endedAt', '<', filter.after)
    return query.orderBy('grants.endedAt', 'desc')
  }
  if (filter.status === 'active')
    query = query.where('grants.endedAt', 'is', null).where('grants.expiresAt', '>', now)
  if (filter.status === 'ended')
    query = query.where((e) =>
      e.or([e('grants.endedAt', 'is not', null), e('grants.expiresAt', '<=', now)]),
    )
  if (filter.after !== null) query = query.where('grants.id', '<', filter.after)
  return query.orderBy('grants.id', 'desc')
}

export function listGrants(
  engine: Engine,
  filter: GrantListFilter,
): { rows: GrantLine[]; next: number | null } {
  const rows = finish(
    engine,
    engine.store.read<LineRow>(grantListQuery(filter, engine.clock.now())),
  )
  const last = rows.at(-1)
  const cursor =
    filter.status === 'ending-soon'
      ? last?.expiresAt
      : filter.status === 'revoked-today'
        ? last?.endedAt
        : last?.id
  return { rows, next: rows.length === filter.limit ? (cursor ?? null) : null }
}

export function grantById(engine: Engine, id: number): GrantLine | undefined {
  return finish(engine, engine.store.read<LineRow>(lines().where('grants.id', '=', id)))[0]
}
