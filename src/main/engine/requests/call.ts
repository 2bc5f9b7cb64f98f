import type { CallState } from '#shared/contract/own-call'
import { AppError } from '#shared/errors'
import { closedRule, type RequestRule, ruleOf, type Subject } from '#shared/request-rules'
import type { Engine } from '../engine.ts'
import { newestRequest, type RequestRow } from './rows.ts'

const minuteMs = 60_000

/** Whom a request is about. */
export function subjectOf(engine: Engine, { customerId }: Pick<RequestRow, 'customerId'>): Subject {
  if (customerId === null) return 'provider'
  const customer = engine.bank.customer(customerId)
  if (!customer) throw new AppError('customer.not-found')
  return customer.channel
}

/** The rule of a request; one of a kind that can no longer be begun opens nothing. */
export function ruleFor(engine: Engine, request: RequestRow): RequestRule {
  const subject = subjectOf(engine, request)
  return ruleOf(request.requestChannel, request.requester, subject) ?? closedRule
}

/**
 * Whether the call or visit that a request stands for goes on: it ends when the request is closed, and some minutes after the
 * last act in it. Whoever calls then is somebody else.
 */
export function isCallOn(engine: Engine, request: RequestRow): boolean {
  const { callMinutes } = engine.settings.get('requests')
  return (
    request.state !== 'closed' && engine.clock.now() - request.activeAt <= callMinutes * minuteMs
  )
}

/** Whether who asks is known, now. */
export function isKnown(engine: Engine, request: RequestRow): boolean {
  return request.identityMetAt !== null && isCallOn(engine, request)
}

/** How much the person who took a request may see by it: nothing is unmasked for a requester whom no check lets further. */
export function opensCustomer(engine: Engine, request: RequestRow): boolean {
  return isKnown(engine, request) && ruleFor(engine, request).sees === 'all'
}

/** What has become of a person's calls with these customers, for the window in which they are tabs. */
export function callsWith(engine: Engine, staffId: number, customerIds: readonly number[]) {
  return customerIds.map((customerId) => {
    const row = newestRequest(engine, staffId, customerId)
    return row === undefined
      ? { customerId, number: null, state: 'none' as const }
      : { customerId, number: row.number, state: callState(engine, row) }
  })
}

function callState(engine: Engine, row: RequestRow): CallState {
  if (row.state !== 'open') return 'done'
  if (!isCallOn(engine, row)) return 'lapsed'
  return row.identityMetAt === null ? 'open' : 'known'
}

/** The request of a person with a customer whose call goes on. */
export function ownRequest(
  engine: Engine,
  staffId: number,
  customerId: number,
): RequestRow | undefined {
  const row = newestRequest(engine, staffId, customerId)
  return row && isCallOn(engine, row) ? row : undefined
}

/** Keeps the call going. Written at most once a minute. Inside a commit unit. */
export function keepCall(engine: Engine, request: RequestRow): void {
  const now = engine.clock.now()
  if (now - request.activeAt > minuteMs)
    engine.store.update('requests', { id: request.id }, { activeAt: now })
}
