import type { Login } from '#bank'
import { AppError } from '#shared/errors'
import { act } from '../act.ts'
import { isRefused } from '../consent/wrong-entries.ts'
import type { Engine } from '../engine.ts'
import { isKnown, keepCall, ruleFor } from './call.ts'
import { mustBeOwn } from './own.ts'
import { actsOf, requestById } from './rows.ts'

/** The logins of a customer that wrong entries have locked now, of users who have not left. 利用停止 is no lock and stays. */
export function lockedLogins({ bank, clock }: Engine, customerId: number): Login[] {
  return bank.users(customerId).flatMap(({ id }) => {
    const login = bank.loginById(id)
    return login && !login.hasLeft && isRefused(login, clock.now()) ? [login] : []
  })
}

/**
 * Opens what wrong entries have locked, the counter of all of them too (R29), for the customer whose identity was checked in the
 * caller's own request. What P2 and P3 ask stays the same.
 * @throws AppError request.not-found, request.not-yours, request.closed, request.not-reachable, identity.not-met
 */
export const unlockCustomer = act(
  'requests.unlock',
  ({ engine, actor }, { id }: { id: number }) => {
    const request = requestById(engine, id)
    mustBeOwn(engine, request, actor)
    const customer = engine.bank.customer(request.customerId ?? 0)
    if (!customer || !ruleFor(engine, request).opens.includes('unlock'))
      throw new AppError('request.not-reachable')
    if (!isKnown(engine, request)) throw new AppError('identity.not-met')
    const locked = lockedLogins(engine, customer.id)
    if (locked.length === 0) throw new AppError('request.not-reachable', { detail: 'not locked' })
    keepCall(engine, request)
    for (const login of locked) engine.bank.clearWrongEntries(login.id)
    const waits = actsOf(engine, id).some(({ state }) => state === 'pending')
    const state = waits ? 'waiting' : 'done'
    engine.store.update('requests', { id }, { state, result: 'unlocked' })
    const shown = locked.map(({ userName, wrongEntries, refusedUntil }) => ({
      userName,
      wrongEntries,
      refusedUntil,
    }))
    return {
      target: { kind: 'customer', id: customer.id, label: customer.name },
      before: shown,
      after: { request: request.number, logins: locked.length },
    }
  },
)
