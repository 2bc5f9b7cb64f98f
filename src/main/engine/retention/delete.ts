import { sql as raw } from 'kysely'
import { query } from '#db'
import { atJapan, isoDate } from '#shared/japanese-date'
import type { RetentionClass } from '#shared/retention'
import type { Engine } from '../engine.ts'
import { idBefore } from './id-before.ts'

const chunk = 200

const entryAt = query<{ id: number }>()((k, v) =>
  k.selectFrom('auditEntries').select(['id', 'at', 'hash']).where('id', '=', v('id')),
)
const firstEntry = query<Record<never, never>>()((k) =>
  k.selectFrom('auditEntries').select(['id', 'at']).orderBy('id').limit(1),
)
const dropAudit = query<{ upTo: number; limit: number }>()((k, v) =>
  k
    .deleteFrom('auditEntries')
    .where('id', 'in', (e) =>
      e
        .selectFrom('auditEntries')
        .select('id')
        .where('id', '<=', v('upTo'))
        .orderBy('id')
        .limit(v('limit')),
    ),
)
const oldAccess = query<{ after: number; below: number; before: number; limit: number }>()((k, v) =>
  k
    .selectFrom('accessRecords')
    .leftJoin('grants', 'grants.id', 'accessRecords.grantId')
    .select(['accessRecords.id', 'grants.lastAccessAt'])
    .where('accessRecords.id', '>', v('after'))
    .where('accessRecords.id', '<', v('below'))
    .orderBy('accessRecords.id')
    .limit(v('limit')),
)
const oldRequests = query<{ before: number; limit: number }>()((k, v) =>
  k
    .selectFrom('requests')
    .select('id')
    .where('openedAt', '<', v('before'))
    .where('state', 'in', ['done', 'closed'])
    // Requests on which a stopped grant still depends stay.
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('requestActs')
            .innerJoin('holds', 'holds.actId', 'requestActs.id')
            .select('holds.id')
            .whereRef('requestActs.requestId', '=', 'requests.id')
            .where('holds.endedAt', 'is', null),
        ),
      ),
    )
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('requestActs')
            .innerJoin('customerStops', 'customerStops.actId', 'requestActs.id')
            .select('customerStops.customerId')
            .whereRef('requestActs.requestId', '=', 'requests.id'),
        ),
      ),
    )
    .orderBy('id')
    .limit(v('limit')),
)
const actsOf = query<{ id: number }>()((k, v) =>
  k.selectFrom('requestActs').select('id').where('requestId', '=', v('id')),
)
const oldGrants = query<{ before: number; limit: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select(['id', 'customerId', 'providerId'])
    .where('endedAt', '<', v('before'))
    .orderBy('endedAt')
    .limit(v('limit')),
)
const otherGrant = query<{ customerId: number; providerId: number }>()((k, v) =>
  k
    .selectFrom('grants')
    .select('id')
    .where('customerId', '=', v('customerId'))
    .where(raw<number>`+"providerId"`, '=', v('providerId'))
    .limit(1),
)
const casesOf = query<{ providerId: number }>()((k, v) =>
  k.selectFrom('providerCases').select('id').where('providerId', '=', v('providerId')),
)
const ofGrant = [
  'grantEvidence',
  'grantHistory',
  'grantAccounts',
  'refreshTokens',
  'accessTokens',
  'authorizationCodes',
  'holds',
] as const

/**
 * Deletes old records of a class, as many as fit a small commit. The triggers that refuse every deletion allow it for this
 * class and this cut-off, within this commit alone (R85).
 * @param after where the last call stopped, for classes that leave rows behind
 * @returns how many records it looked at and deleted, and where it stopped; 0 looked at: done
 */
export function deleteSome(
  engine: Engine,
  kind: RetentionClass,
  before: number,
  after: number,
): { seen: number; deleted: number; after: number } {
  const { store } = engine
  store.insert('retentionOpen', { class: kind, before })
  try {
    if (kind === 'audit') {
      const n = dropAuditSome(engine, before)
      return { seen: n, deleted: n, after }
    }
    if (kind === 'provisions') return dropAccessSome(engine, before, after)
    if (kind === 'requests') {
      const rows = store.statement(oldRequests).all({ before, limit: chunk / 10 })
      for (const { id } of rows) {
        for (const act of store.statement(actsOf).all({ id })) {
          store.delete('holds', { actId: act.id })
          store.delete('providerEndings', { actId: act.id })
        }
        store.delete('requestActs', { requestId: id })
        store.delete('identityChecks', { requestId: id })
        store.delete('requestCorrections', { requestId: id })
        store.delete('requests', { id })
      }
      return { seen: rows.length, deleted: rows.length, after }
    }
    const rows = store.statement(oldGrants).all({ before, limit: chunk / 10 })
    for (const { id, customerId, providerId } of rows) {
      store.update('grants', { formerGrantId: id }, { formerGrantId: null })
      for (const table of ofGrant) store.delete(table, { grantId: id })
      store.delete('grants', { id })
      if (store.statement(otherGrant).get({ customerId, providerId })) continue
      // That they were written to is kept no longer than why.
      for (const one of store.statement(casesOf).all({ providerId }))
        store.delete('caseLetters', { caseId: one.id, customerId })
    }
    return { seen: rows.length, deleted: rows.length, after }
  } finally {
    store.delete('retentionOpen', { class: kind })
  }
}

/** Deletes whole months; the number and hash of each month's last entry stay, so that the chain can be followed from there. */
function dropAuditSome(engine: Engine, before: number): number {
  const { store, clock } = engine
  const upTo = idBefore(engine.store, 'audit', before) - 1
  if (upTo < 1) return 0
  for (const id of monthEnds(engine, upTo)) {
    const last = store.statement(entryAt).get({ id })
    const month = last && isoDate(last.at).slice(0, 7)
    if (month && !store.find('auditSegments', { month }))
      store.insert('auditSegments', {
        month,
        lastId: last.id,
        lastHash: last.hash,
        droppedAt: clock.now(),
      })
  }
  return store.statement(dropAudit).run({ upTo, limit: chunk })
}

function dropAccessSome(
  engine: Engine,
  before: number,
  after: number,
): { seen: number; deleted: number; after: number } {
  const { store } = engine
  const below = idBefore(engine.store, 'provisions', before)
  const rows = store.statement(oldAccess).all({ after, below, before, limit: chunk })
  let deleted = 0
  // The period begins with the last provision of the grant, not with each one (R85).
  for (const { id, lastAccessAt } of rows)
    if (lastAccessAt === null || lastAccessAt < before)
      deleted += store.delete('accessRecords', { id })
  return { seen: rows.length, deleted, after: rows.at(-1)?.id ?? after }
}

/** The number of every month's last entry up to one, oldest first; a month without entries has that of the month before. */
function monthEnds(engine: Engine, upTo: number): number[] {
  const first = engine.store.statement(firstEntry).get({})
  const last = engine.store.statement(entryAt).get({ id: upTo })
  if (!first || !last) return []
  const ends: number[] = []
  const [year, month] = isoDate(first.at).split('-').map(Number)
  for (let next = Number(month) + 1; ; next += 1) {
    // Month 13 is the next January.
    const end = Math.min(upTo, idBefore(engine.store, 'audit', atJapan(`${year}-${next}-01`)) - 1)
    ends.push(end)
    if (end >= upTo) return ends
  }
}
