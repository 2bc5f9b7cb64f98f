import { query } from '#db'
import { AppError } from '#shared/errors'
import { dayMs, startOfDay } from '#shared/japanese-date'
import type { Actor } from '../actor.ts'
import type { AuditTarget } from '../audit/record.ts'
import type { Engine } from '../engine.ts'

const acts = query<{ requestId: number }>()((k, v) =>
  k.selectFrom('requestActs').selectAll().where('requestId', '=', v('requestId')).orderBy('id'),
)
const checks = query<{ requestId: number }>()((k, v) =>
  k.selectFrom('identityChecks').selectAll().where('requestId', '=', v('requestId')).orderBy('id'),
)
const own = query<{ staffId: number; customerId: number; since: number }>()((k, v) =>
  k
    .selectFrom('requests')
    .selectAll()
    .where('customerId', '=', v('customerId'))
    .where('staffId', '=', v('staffId'))
    .where('state', '<>', 'closed')
    .where('openedAt', '>', v('since'))
    .orderBy('id', 'desc')
    .limit(1),
)
const ofDay = query<{ customerId: number; since: number }>()((k, v) =>
  k
    .selectFrom('requests')
    .innerJoin('identityChecks', 'identityChecks.requestId', 'requests.id')
    .select([
      'identityChecks.id as id',
      'requestId',
      'item',
      'identityChecks.result as result',
      'identityChecks.staffId as staffId',
    ])
    .where('requests.customerId', '=', v('customerId'))
    .where('identityChecks.at', '>=', v('since')),
)

export type RequestRow = NonNullable<ReturnType<typeof findRequest>>
export type ActRow = ReturnType<typeof actsOf>[number]

export function findRequest(engine: Engine, id: number) {
  return engine.store.find('requests', { id })
}

/** @throws AppError request.not-found */
export function requestById(engine: Engine, id: number): RequestRow {
  const row = findRequest(engine, id)
  if (!row) throw new AppError('request.not-found')
  return row
}

export const requestTarget = (request: Pick<RequestRow, 'id' | 'number'>): AuditTarget => ({
  kind: 'request',
  id: request.id,
  label: request.number,
})

/** Who made an act, as the audit names a person: also for what happens later, and by another's agreement. */
export function makerOf(made: Pick<ActRow, 'madeBy' | 'madeByName' | 'madeAs'>): Actor {
  return {
    kind: 'staff',
    id: String(made.madeBy),
    name: made.madeByName,
    ...(JSON.parse(made.madeAs) as Pick<Actor, 'role' | 'branchCode' | 'terminal'>),
  }
}

export function findAct(engine: Engine, id: number) {
  return engine.store.find('requestActs', { id })
}

export function actsOf(engine: Engine, requestId: number) {
  return engine.store.statement(acts).all({ requestId })
}

export function checksOf(engine: Engine, requestId: number) {
  return engine.store.statement(checks).all({ requestId })
}

/** All checks of a customer on this day of Japan, in whosever request. */
export function checksOfDay(engine: Engine, customerId: number) {
  const since = startOfDay(engine.clock.now())
  return engine.store.statement(ofDay).all({ customerId, since })
}

/** The newest request of a person with a customer that is not closed. */
export function newestRequest(
  engine: Engine,
  staffId: number,
  customerId: number,
): RequestRow | undefined {
  const since = engine.clock.now() - dayMs
  return engine.store.statement(own).get({ staffId, customerId, since })
}
