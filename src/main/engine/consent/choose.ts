import { type Account, isLinkable } from '#bank'
import {
  type BusinessService,
  businessServices,
  scopesOf,
  servicesFor,
} from '#shared/business-service'
import { nextStep, type Step, steps } from '#shared/consent-flow'
import type { Scope } from '#shared/grant'
import type { Engine } from '../engine.ts'
import { accountIdsOf, type FormerGrant, isClosedToNew, replacedBy } from '../grants/former.ts'
import type { ConsentSession } from './session.ts'

export interface Choice {
  account: Account
  /** Why it cannot be linked, whatever the customer does here; undefined where it can. */
  unlinkable: 'type' | 'no-pin' | undefined
  /** Part of the grant that this link would replace. */
  former: boolean
  chosen: boolean
  pin: PinState
}

type PinState = 'registered' | 'pending' | 'missing'

/**
 * Every open account of the customer, with what was chosen so far or is suggested; with a provider that is closed to new links those
 * of the link that would be renewed.
 */
export function choicesOf(engine: Engine, session: ConsentSession): Choice[] {
  if (session.customerId === undefined) return []
  const former = formerOf(engine, session)
  const formerIds = new Set(former?.accountIds)
  const closed = isClosedToNew(engine, session.providerId)
  const offered = engine.bank
    .openAccounts(session.customerId)
    .filter(({ id }) => !closed || formerIds.has(id))
  return offered.map((account) => {
    const pin: PinState = account.inquiryPinRegistered
      ? 'registered'
      : session.pendingPins.has(account.id)
        ? 'pending'
        : 'missing'
    const unlinkable = !isLinkable(account)
      ? 'type'
      : session.channel === 'business' && pin === 'missing' && !account.inquiryPinOnFile
        ? 'no-pin'
        : undefined
    const suggested = session.asksAccounts ? formerIds.has(account.id) : true
    return {
      account,
      unlinkable,
      former: formerIds.has(account.id),
      chosen: unlinkable === undefined && (session.accountIds?.includes(account.id) ?? suggested),
      pin,
    }
  })
}

/** The accounts that 許可 would link: the chosen ones; in business banking those with a 照会用暗証番号. */
export function accountsToLink(engine: Engine, session: ConsentSession): Choice[] {
  return choicesOf(engine, session).filter(
    (choice) => choice.chosen && (session.channel === 'personal' || choice.pin !== 'missing'),
  )
}

/** Accounts that 許可 would leave out although the customer did not, with the reason. */
export function leftOut(
  engine: Engine,
  session: ConsentSession,
): { account: Account; reason: 'type' | 'no-pin' | 'not-registered' }[] {
  return choicesOf(engine, session).flatMap(({ account, unlinkable, chosen, pin }) => {
    const skipped = session.channel === 'business' && chosen && pin === 'missing'
    const reason = unlinkable ?? (skipped ? ('not-registered' as const) : undefined)
    return reason ? [{ account, reason }] : []
  })
}

export function formerOf(
  engine: Engine,
  session: ConsentSession,
): (FormerGrant & { accountIds: number[] }) | undefined {
  const { customerId, providerId, channel } = session
  if (customerId === undefined) return undefined
  const undecided = session.asksServices && session.services === undefined
  const scopes = undecided ? [] : scopesToLink(session)
  const former = replacedBy(engine, { customerId, providerId, channel, scopes })
  return former && { ...former, accountIds: accountIdsOf(engine, former.id) }
}

export function servicesOf(session: ConsentSession): BusinessService[] {
  return session.channel === 'business' ? (session.services ?? servicesFor(session.scopes)) : []
}

export function scopesToLink(session: ConsentSession): Scope[] {
  return session.channel === 'business'
    ? scopesOf(servicesOf(session), session.scopes)
    : session.scopes
}

/** What B2 lists: what the request covers, and of it what the link has that alone may be renewed. */
export function servicesOffered(engine: Engine, session: ConsentSession): BusinessService[] {
  const services = servicesFor(session.scopes)
  if (!isClosedToNew(engine, session.providerId)) return services
  const former = formerOf(engine, { ...session, services: undefined })
  return services.filter((service) =>
    businessServices[service].scopes.every(
      (scope) => former?.scopes.includes(scope) || !session.scopes.includes(scope),
    ),
  )
}

/** B2. Only services that the request covers can be chosen; an empty choice is asked again with a message. */
export function chooseServices(
  engine: Engine,
  session: ConsentSession,
  typed: readonly string[],
): void {
  const chosen = servicesOffered(engine, session).filter((service) => typed.includes(service))
  if (chosen.length === 0) {
    session.message = 'nothing-chosen'
    return
  }
  session.services = chosen
  advance(engine, session, 'choose-services')
}

/** Positions in the list as it was shown. */
export function chooseAccounts(
  engine: Engine,
  session: ConsentSession,
  places: readonly number[],
): void {
  const chosen = choicesOf(engine, session).filter(
    (choice, index) => choice.unlinkable === undefined && places.includes(index),
  )
  if (chosen.length === 0) {
    session.message = 'nothing-chosen'
    return
  }
  session.accountIds = chosen.map((choice) => choice.account.id)
  advance(engine, session, 'choose-accounts')
}

/** 確認 at B4. */
export function confirmInquiryPins(engine: Engine, session: ConsentSession): void {
  advance(engine, session, 'inquiry-pin-result')
}

/** 照会用暗証番号の追加登録: back to B3 while an account is left (R25). */
export function addInquiryPin(engine: Engine, session: ConsentSession): void {
  if (missingPins(engine, session).length > 0) session.step = 'register-inquiry-pin'
}

export function missingPins(engine: Engine, session: ConsentSession): Choice[] {
  return choicesOf(engine, session).filter((choice) => choice.chosen && choice.pin === 'missing')
}

/** Goes on to the next step. Whether B3 is needed is decided once the steps before it are done. */
export function advance(engine: Engine, session: ConsentSession, after: Step): void {
  if (session.step !== after) return
  if (session.channel === 'business' && session.pendingPins.size === 0)
    session.pinMissing = missingPins(engine, session).length > 0
  session.message = undefined
  session.step = nextStep(session.channel, session, after)
  if (steps.indexOf(session.step) > steps.indexOf(session.furthest)) session.furthest = session.step
}
