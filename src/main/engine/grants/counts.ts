import { query } from '#db'
import { endingSoonDays } from '#shared/grant'
import { dayMs, startOfDay } from '#shared/japanese-date'
import type { Engine } from '../engine.ts'

const soon = query<{ now: number; until: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', v('now'))
    .where('expiresAt', '<=', v('until')),
)
const revoked = query<{ since: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('endedAt', '>=', v('since'))
    .where('status', '=', 'revoked'),
)

/** How many grants the lists `ending-soon` and `revoked-today` have now. */
export function grantCounts(engine: Engine): { endingSoon: number; revokedToday: number } {
  const now = engine.clock.now()
  const until = now + endingSoonDays * dayMs
  return {
    endingSoon: engine.store.statement(soon).get({ now, until })?.n ?? 0,
    revokedToday: engine.store.statement(revoked).get({ since: startOfDay(now) })?.n ?? 0,
  }
}
