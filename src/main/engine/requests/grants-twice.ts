import { query } from '#db'
import type { Engine } from '../engine.ts'

/** The grants of a customer by way of what is linked, without the index that leads to them from the customer. */
const throughAccounts = query<{ customerId: number }>()((k, v) =>
  k
    .selectFrom('accounts')
    .innerJoin('grantAccounts', 'grantAccounts.accountId', 'accounts.id')
    .select('grantAccounts.grantId')
    .distinct()
    .where('accounts.customerId', '=', v('customerId')),
)

/**
 * An act of staff reaches what an index finds, and an index in which one bit is wrong finds less: an 緊急停止 would tell of 0
 * grants while one lives. So the grants are looked for by a second way too, and each is read from the table itself.
 * @throws AppError store.damaged where they do not agree; from then on nobody is served (decision 0040)
 */
export function mustAgree(
  { store }: Engine,
  customerId: number,
  found: readonly { id: number; status: string; endedAt: number | null }[],
): void {
  const known = new Set(found.map(({ id }) => id))
  for (const { grantId } of store.statement(throughAccounts).all({ customerId })) {
    if (known.has(grantId)) continue
    // An account that has passed to this customer may be in a grant of the former one.
    const row = store.find('grants', { id: grantId })
    if (row && row.customerId !== customerId) continue
    throw store.damage.report(`grants: row ${grantId} missing from the index of customers`)
  }
  for (const { id, status, endedAt } of found) {
    const row = store.find('grants', { id })
    if (row?.customerId !== customerId || row.status !== status || row.endedAt !== endedAt)
      throw store.damage.report(`grants: row ${id} is not what its index says`)
  }
}
