import { query, type Store } from '#db'

const auditAt = query<{ from: number }>()((k, v) =>
  k
    .selectFrom('auditEntries')
    .select(['id', 'at'])
    .where('id', '>=', v('from'))
    .orderBy('id')
    .limit(1),
)
const accessAt = query<{ from: number }>()((k, v) =>
  k
    .selectFrom('accessRecords')
    .select(['id', 'at'])
    .where('id', '>=', v('from'))
    .orderBy('id')
    .limit(1),
)
const lastAudit = query<Record<never, never>>()((k) =>
  k.selectFrom('auditEntries').select((e) => e.fn.max('id').as('id')),
)
const lastAccess = query<Record<never, never>>()((k) =>
  k.selectFrom('accessRecords').select((e) => e.fn.max('id').as('id')),
)
/** Rows are in the order of their time, so the first one that is not older is found by halving. */
function firstNotBefore(
  find: (from: number) => { id: number; at: number } | undefined,
  last: number,
  before: number,
): number {
  let low = 1
  let high = last + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = find(middle)
    if (row && row.at < before) low = row.id + 1
    else high = middle
  }
  return low
}

/** The id below which everything of the audit, or of the access records, is older. */
export function idBefore(store: Store, kind: 'audit' | 'provisions', before: number): number {
  return kind === 'audit'
    ? firstNotBefore(
        (from) => store.statement(auditAt).get({ from }),
        Number(store.statement(lastAudit).get({})?.id ?? 0),
        before,
      )
    : firstNotBefore(
        (from) => store.statement(accessAt).get({ from }),
        Number(store.statement(lastAccess).get({})?.id ?? 0),
        before,
      )
}
