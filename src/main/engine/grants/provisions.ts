import { sql as raw } from 'kysely'
import { sql } from '#db'
import { grantLabel } from '#shared/grant'
import { atJapan, dayMs } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'
import { maskedAccount } from './labels.ts'

/** Days of Japan, both within. */
export interface ProvisionPeriod {
  customerId: number
  from: string
  to: string
}

/** What counts as provided to a third party, wherever it is counted: an inquiry that was answered. A refreshed token is none. */
export const isProvision = raw<boolean>`"accessRecords"."status" < 400 AND "accessRecords"."result" = 'ok'
  AND "accessRecords"."endpoint" IN ('accounts', 'balance', 'transactions')`

const provided = ({ customerId, from, to }: ProvisionPeriod) =>
  sql
    .selectFrom('grants')
    .innerJoin('accessRecords', 'accessRecords.grantId', 'grants.id')
    .innerJoin('providers', 'providers.id', 'grants.providerId')
    .select([
      'grants.id as grantId',
      'providers.name as recipient',
      'grants.grantedAt as consentAt',
      'grants.textVersion',
      'grants.termsVersion',
    ])
    .where('grants.customerId', '=', customerId)
    .where(isProvision)
    .where('accessRecords.at', '>=', atJapan(from))
    .where('accessRecords.at', '<', atJapan(to) + dayMs)

/** An account as it is shown; by its number of ours where the bank no longer knows it. */
function accountNames(engine: Engine): (id: number | string) => string {
  const known = new Map<number, string>()
  return (id) => {
    const number = Number(id)
    const kept = known.get(number)
    if (kept !== undefined) return kept
    const found = engine.bank.account(number)
    const name = found ? `${found.branchName} ${maskedAccount(found)}` : String(id)
    known.set(number, name)
    return name
  }
}

const personOf = (engine: Engine, { customerId }: ProvisionPeriod): string =>
  engine.bank.customer(customerId)?.name ?? ''

/**
 * 第三者提供記録 of a customer (R84, 個人情報保護法29条), one line for each grant: recipient, person, items, consent, first and last
 * provision. It is made from the access records (flushed before by who asks), so it says what was answered, not what was allowed.
 */
export function provisionsOf(engine: Engine, period: ProvisionPeriod) {
  const nameOf = accountNames(engine)
  const person = personOf(engine, period)
  const rows = engine.store.read(
    provided(period)
      .select((e) => [
        e.fn.min('accessRecords.at').as('firstAt'),
        e.fn.max('accessRecords.at').as('lastAt'),
        e.fn.countAll<number>().as('times'),
        raw<string>`group_concat(DISTINCT "accessRecords"."endpoint")`.as('items'),
        raw<string | null>`group_concat(DISTINCT "accessRecords"."accountId")`.as('accounts'),
      ])
      .groupBy('grants.id')
      .orderBy('grants.id'),
  )
  return rows.map(({ items, accounts, ...row }) => ({
    ...row,
    label: grantLabel(row.grantId),
    person,
    items: items.split(','),
    accounts: (accounts ?? '').split(',').filter(Boolean).map(nameOf),
  }))
}

/** The same, one line for each access: when, what, of which account, newest first. `after`: the id of the line before. */
export function provisionAccesses(
  engine: Engine,
  { after, limit, ...period }: ProvisionPeriod & { after: number | null; limit: number },
) {
  const nameOf = accountNames(engine)
  const person = personOf(engine, period)
  let query = provided(period)
    .select([
      ...(['accessRecords.id', 'accessRecords.at', 'accessRecords.endpoint as item'] as const),
      ...(['accessRecords.accountId', 'accessRecords.rows as count'] as const),
    ])
    .orderBy('accessRecords.id', 'desc')
    .limit(limit + 1)
  if (after !== null) query = query.where('accessRecords.id', '<', after)
  const found = engine.store.read(query)
  const rows = found.slice(0, limit).map(({ accountId, count, ...row }) => ({
    ...row,
    label: grantLabel(row.grantId),
    person,
    account: accountId === null ? null : nameOf(accountId),
    /** How many 明細; null: no inquiry of 明細. */
    count: row.item === 'transactions' ? count : null,
  }))
  return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null }
}
