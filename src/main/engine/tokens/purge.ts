import { query } from '#db'
import { dayMs } from '#shared/japanese-date'
import { type Engine, inCommits } from '../engine.ts'

/** Rows that one step looks at: lifetimes differ, so that what is old stands anywhere among what is not. */
const windowRows = 1_000

const declare = (
  table: 'accessTokens' | 'authorizationCodes' | 'pushedRequests' | 'usedAssertions',
) => ({
  lastOfWindow: query<{ after: number }>()((k, v) =>
    k
      .selectFrom((e) =>
        e
          .selectFrom(table)
          .select('id')
          .where('id', '>', v('after'))
          .orderBy('id')
          .limit(windowRows)
          .as('some'),
      )
      .select((e) => e.fn.max('id').as('id')),
  ),
  drop: query<{ after: number; last: number; before: number }>()((k, v) =>
    k
      .deleteFrom(table)
      .where('id', '>', v('after'))
      .where('id', '<=', v('last'))
      .where('expiresAt', '<', v('before')),
  ),
})

const dropCodes = query<{ after: number; last: number; before: number }>()((k, v) =>
  k
    .deleteFrom('authorizationCodes')
    .where('id', '>', v('after'))
    .where('id', '<=', v('last'))
    .where('expiresAt', '<', v('before'))
    .where((e) =>
      e.or([
        e('consumedAt', 'is not', null),
        e.not(
          e.exists(
            e
              .selectFrom('grants')
              .select('grants.id')
              .whereRef('grants.id', '=', 'authorizationCodes.grantId')
              .where('grants.endedAt', 'is', null),
          ),
        ),
      ]),
    ),
)

/** How long a row stays after its time. An ended token stays for a day, so that the records can name its late use. */
const kept = [
  { ...declare('accessTokens'), forMs: dayMs },
  // A code that was never redeemed stays while its grant does: by it the grant is known to have lapsed.
  { ...declare('authorizationCodes'), drop: dropCodes, forMs: dayMs },
  { ...declare('pushedRequests'), forMs: 3_600_000 },
  { ...declare('usedAssertions'), forMs: 0 },
]

/** Deletes tokens that can no longer be used, in commits of some milliseconds. */
export async function purgeTokens(engine: Engine): Promise<void> {
  const now = Date.now()
  await inCommits(engine, { kind: 0, after: 0 }, ({ kind, after }) => {
    const rows = kept[kind]
    if (!rows) return null
    const last = engine.store.statement(rows.lastOfWindow).get({ after })?.id ?? null
    if (last === null) return { kind: kind + 1, after: 0 }
    engine.store.statement(rows.drop).run({ after, last, before: now - rows.forMs })
    return { kind, after: last }
  })
  engine.usedAssertions.forget(now)
}
