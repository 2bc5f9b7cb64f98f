import { sql as raw } from 'kysely'
import { sql } from '#db'
import { grantLabel } from '#shared/grant'
import { atJapan, dayMs } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'
import { maskedAccount } from './labels.ts'

/**
 * 第三者提供記録 of a customer (R84, 個人情報保護法29条): recipient, person, items, consent, first and last provision. It is made from the
 * access records, so it says what was answered and not what was allowed.
 */
export function provisionsOf(
  engine: Engine,
  input: { customerId: number; from: string; to: string },
) {
  const customer = engine.bank.customer(input.customerId)
  const rows = engine.store.read(
    sql
      .selectFrom('grants')
      .innerJoin('accessRecords', 'accessRecords.grantId', 'grants.id')
      .innerJoin('providers', 'providers.id', 'grants.providerId')
      .select((e) => [
        'grants.id',
        'providers.name as recipient',
        'grants.grantedAt as consentAt',
        'grants.textVersion',
        'grants.termsVersion',
        e.fn.min('accessRecords.at').as('firstAt'),
        e.fn.max('accessRecords.at').as('lastAt'),
        e.fn.countAll<number>().as('times'),
        raw<string>`group_concat(DISTINCT "accessRecords"."endpoint")`.as('items'),
        raw<string | null>`group_concat(DISTINCT "accessRecords"."accountId")`.as('accounts'),
      ])
      .where('grants.customerId', '=', input.customerId)
      .where('accessRecords.status', '<', 400)
      .where('accessRecords.result', '=', 'ok')
      .where('accessRecords.endpoint', 'in', ['accounts', 'balance', 'transactions'])
      .where('accessRecords.at', '>=', atJapan(input.from))
      .where('accessRecords.at', '<', atJapan(input.to) + dayMs)
      .groupBy('grants.id')
      .orderBy('grants.id'),
  )
  return rows.map(({ id, items, accounts, ...row }) => ({
    ...row,
    grantId: id,
    label: grantLabel(id),
    person: customer?.name ?? '',
    items: items.split(','),
    accounts: (accounts ?? '')
      .split(',')
      .filter(Boolean)
      .map((account) => {
        const found = engine.bank.account(Number(account))
        return found ? `${found.branchName} ${maskedAccount(found)}` : account
      }),
  }))
}
