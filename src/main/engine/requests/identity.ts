import { AppError } from '#shared/errors'
import { dayMs, isoDate } from '#shared/japanese-date'
import {
  type IdentityItem,
  type IdentityResult,
  isIdentityMet,
  type SpokenItem,
  type StaffRequestChannel,
} from '#shared/request'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { compareItem, type OnFile } from './compare.ts'
import { mustBeOwn } from './own.ts'
import { checksOf, type RequestRow, requestById, requestTarget } from './rows.ts'

/** For how many days back a caller may name a transaction. */
const movementDays = 60
const mostMovements = 200

function onFile(engine: Engine, customerId: number): OnFile {
  const customer = engine.bank.customer(customerId)
  if (!customer) throw new AppError('customer.not-found')
  const now = engine.clock.now()
  const accounts = engine.bank.openAccounts(customerId)
  const period = { from: isoDate(now - movementDays * dayMs), to: isoDate(now) }
  const first = { afterDate: '', afterId: 0, limit: mostMovements }
  return {
    ...customer,
    accounts,
    movements: accounts.flatMap((account) => engine.bank.transactions(account.id, period, first)),
  }
}

export interface ItemState {
  item: IdentityItem
  use: 'optional' | 'mandatory'
  result: IdentityResult | null
  triesLeft: number
  /** What is on file, shown after the caller's answer agreed (R49). */
  registered: string | null
}

/** The items that are asked and their results so far. Of what is on file it holds only what the caller has said and agrees. */
export function identityOf(engine: Engine, request: RequestRow): ItemState[] {
  return itemsAsked(engine, request.requestChannel, checksOf(engine, request.id))
}

/**
 * The items that are asked for a channel and requester, by the settings; where papers are seen they come first and the
 * others are optional.
 */
export function itemsAsked(
  engine: Engine,
  requestChannel: StaffRequestChannel,
  checks: ReturnType<typeof checksOf> = [],
): ItemState[] {
  const { identityItems, identityTries } = engine.settings.get('requests')
  const state = (item: IdentityItem, use: 'optional' | 'mandatory'): ItemState => {
    const own = checks.filter((check) => check.item === item)
    const last = own.at(-1)
    return {
      item,
      use,
      result: last?.result ?? null,
      triesLeft: Math.max(0, identityTries - own.filter((one) => one.result === 'mismatch').length),
      registered: last?.result === 'match' ? last.note : null,
    }
  }
  const spoken = Object.entries(identityItems).flatMap(([item, use]) =>
    use === 'off' ? [] : [state(item as IdentityItem, use)],
  )
  return requestChannel === 'branch' || requestChannel === 'letter'
    ? [
        state('document', 'mandatory'),
        ...spoken.map((one) => ({ ...one, use: 'optional' as const })),
      ]
    : spoken
}

/** Judges the identity rule anew from the checks that were kept, and keeps the result. Inside a commit unit. */
export function identityAgain(engine: Engine, requestId: number): boolean {
  const request = requestById(engine, requestId)
  const results: Partial<Record<IdentityItem, IdentityResult>> = {}
  for (const check of checksOf(engine, requestId)) results[check.item] = check.result
  const met = isIdentityMet(request.requestChannel, results, engine.settings.get('requests'))
  if (met !== (request.identityMetAt !== null))
    engine.store.update(
      'requests',
      { id: requestId },
      { identityMetAt: met ? engine.clock.now() : null },
    )
  return met
}

/**
 * Compares what the caller said with what is on file, item by item; only a match shows what was on file, and each is in the
 * audit (R48, R49). What was said is not kept.
 * @throws AppError request.not-found, request.not-yours, request.closed, identity.tries-used
 */
export const compareAnswers = act(
  'requests.compare',
  ({ engine, actor }, input: { id: number; answers: { item: SpokenItem; said: string }[] }) => {
    const { id: requestId, answers } = input
    const request = requestById(engine, requestId)
    mustBeOwn(request, actor)
    const file = onFile(engine, request.customerId ?? 0)
    const known = new Map(identityOf(engine, request).map((one) => [one.item, one]))
    const results: Record<string, IdentityResult> = {}
    for (const { item, said } of answers) {
      const state = known.get(item)
      // What agreed was shown, so asking it again would prove nothing.
      if (!state || state.result === 'match' || said.trim() === '') continue
      if (state.triesLeft === 0) throw new AppError('identity.tries-used', { detail: item })
      const { match, registered } = compareItem(item, said, file)
      results[item] = match ? 'match' : 'mismatch'
      engine.store.insert('identityChecks', {
        requestId,
        item,
        result: match ? 'match' : 'mismatch',
        note: match ? registered : '',
        at: engine.clock.now(),
        staffId: Number(actor.id),
      })
    }
    const met = identityAgain(engine, requestId)
    return { target: requestTarget(request), after: { ...results, met } }
  },
)

/**
 * Notes what is seen and not said: papers (`document`, and which) and a call back (`call-back`).
 * @throws AppError request.not-found, request.not-yours, request.closed, input.invalid
 */
export const noteIdentity = act(
  'requests.noteIdentity',
  (
    { engine, actor },
    input: { id: number; item: 'document' | 'call-back'; result: IdentityResult; note: string },
  ) => {
    const { id: requestId, ...given } = input
    const request = requestById(engine, requestId)
    mustBeOwn(request, actor)
    if (!identityOf(engine, request).some((one) => one.item === given.item))
      throw new AppError('input.invalid', { detail: given.item })
    if (given.item === 'document' && given.result === 'match' && given.note === '')
      throw new AppError('input.invalid', { detail: 'note' })
    engine.store.insert('identityChecks', {
      requestId,
      ...given,
      at: engine.clock.now(),
      staffId: Number(actor.id),
    })
    const met = identityAgain(engine, requestId)
    return { target: requestTarget(request), after: { ...given, met } }
  },
)

/**
 * The registered number, the only one to call back; showing it is in the audit (R51).
 * @throws AppError request.not-found, request.not-yours, request.closed
 */
export const callBackNumber = act('requests.callBackNumber', ({ engine, actor }, id: number) => {
  const request = requestById(engine, id)
  mustBeOwn(request, actor)
  const customer = engine.bank.customer(request.customerId ?? 0)
  if (!customer) throw new AppError('customer.not-found')
  return {
    target: requestTarget(request),
    result: { phone: customer.phone, changedAt: customer.phoneChangedAt },
  }
})
