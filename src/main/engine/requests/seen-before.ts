import { isIdentityMet } from '#shared/request-rules'
import type { Actor } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { mayOversee } from './access.ts'
import { ruleFor } from './call.ts'
import { papersSeen } from './identity.ts'
import { checksOfDay, type RequestRow } from './rows.ts'

/**
 * Whether the person who took a request could give the answers without a caller, and the check does not stand on papers alone: their
 * role shows customers without a request, or another check of theirs has told them something of this customer on this day
 * (decision 0037). What ends a grant then takes a second person.
 */
export function couldAnswer(
  engine: Engine,
  request: RequestRow,
  actor: Pick<Actor, 'id' | 'role'>,
): boolean {
  const { ways } = ruleFor(engine, request)
  if (request.customerId === null || ways === 'nobody' || ways.length === 0) return false
  return (
    !isKnownByPapers(engine, request) &&
    (mayOversee({ role: actor.role ?? 'clerk' }) || toldBefore(engine, request))
  )
}

/** Whether the papers that were seen are enough without anything that was said. */
function isKnownByPapers(engine: Engine, request: RequestRow): boolean {
  const seen = papersSeen(engine, request).map(({ kind }) => kind)
  const settings = engine.settings.get('requests')
  return isIdentityMet(request.requestChannel, ruleFor(engine, request), {}, seen, settings)
}

/** Each answer that agreed was shown, and a check that was met showed the rest. */
function toldBefore(engine: Engine, request: RequestRow): boolean {
  return checksOfDay(engine, request.customerId ?? 0).some(
    (check) =>
      check.staffId === request.staffId &&
      check.result === 'match' &&
      (check.requestId !== request.id || check.id <= request.checksFrom),
  )
}
