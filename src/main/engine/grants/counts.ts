import { sql } from '#db'
import { endingSoonDays } from '#shared/grant'
import { dayMs, startOfDay } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'

/** All grants, or those of the customers of one branch. */
const counted = (own: string | null) => {
  const all = sql.selectFrom('grants').select((e) => e.fn.countAll<number>().as('n'))
  return own === null
    ? all
    : all
        .innerJoin('customers', 'customers.id', 'grants.customerId')
        .where('customers.branchCode', '=', own)
}

/**
 * How many grants the lists `ending-soon` and `revoked-today` have now.
 * @param own the branch to which the person who looks is confined (R124)
 */
export function grantCounts(
  { store, clock }: Engine,
  own: string | null,
): { endingSoon: number; revokedToday: number } {
  const now = clock.now()
  const [soon] = store.read(
    counted(own)
      .where('grants.endedAt', 'is', null)
      .where('grants.expiresAt', '>', now)
      .where('grants.expiresAt', '<=', now + endingSoonDays * dayMs),
  )
  const [revoked] = store.read(
    counted(own)
      .where('grants.endedAt', '>=', startOfDay(now))
      .where('grants.status', '=', 'revoked'),
  )
  return { endingSoon: soon?.n ?? 0, revokedToday: revoked?.n ?? 0 }
}
