import { randomInt } from 'node:crypto'
import type { Login } from '#bank'
import { isProven } from '#shared/consent-flow'
import { type Action, recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { policyFor } from '../policy.ts'
import { providerById } from '../providers/provider.ts'
import { consentActor } from './actor.ts'
import { addressRange } from './address.ts'
import { advance } from './choose.ts'
import { browserFamily } from './risk.ts'
import type { ConsentSession } from './session.ts'
import { addressRefused, countAddress, countWrongEntry, isRefused } from './wrong-entries.ts'

export interface Caller {
  address: string
  userAgent: string
}

/**
 * P1 and B1. Wrong, unknown and locked get the same answer after the same time (R29): a hash is always computed and a commit
 * always made. An address that has guessed too often gets neither. Where a provider serves both channels either kind of login
 * is accepted on either page.
 */
export async function signIn(
  engine: Engine,
  session: ConsentSession,
  typed: { loginId: string; password: string },
  caller: Caller,
): Promise<void> {
  const { bank, store } = engine
  if (addressRefused(engine, caller.address)) {
    session.message = 'busy'
    return
  }
  const login = bank.login(typed.loginId.normalize('NFKC').trim())
  const served = providerById(engine, session.providerId)?.channels ?? []
  const eligible = login && served.includes(login.channel) ? login : undefined
  const matches = await bank.passwordMatches(eligible?.id, typed.password)
  const range = addressRange(caller.address)
  const browser = browserFamily(caller.userAgent)
  const outcome = await store.write(() => {
    if (session.step !== 'sign-in') return 'moved'
    if (addressRefused(engine, caller.address)) return 'busy'
    // Read again inside the commit: guesses sent at the same time must all meet the counter.
    const now = eligible && bank.loginById(eligible.id)
    const refused = !now || isRefused(now, engine.clock.now())
    if (matches && !refused) {
      if (now.channel === 'personal' && now.digitPositions === null)
        bank.keepDigitPositions(
          now.id,
          choosePositions(
            bank.userNumberLength(now.id),
            policyFor(engine, now.channel).digitsAsked,
          ),
        )
      if (!now.mayConsent)
        auditWrongEntry(engine, session, 'consent.sign-in', now.customerId, 'not-entitled', now.id)
      return 'accepted'
    }
    if (now && !refused) countWrongEntry(engine, now.id)
    auditWrongEntry(
      engine,
      session,
      'consent.sign-in',
      eligible?.customerId,
      refused ? 'refused' : 'wrong',
      eligible?.id,
    )
    // Once for all that follows from there within the hour.
    if (countAddress(engine, caller.address))
      auditWrongEntry(engine, session, 'consent.sign-in', undefined, 'address', undefined)
    return 'wrong-sign-in'
  })
  // Asked here too: two units may share one commit.
  if (outcome === 'moved' || session.step !== 'sign-in') return
  if (outcome !== 'accepted' || !eligible) {
    session.message = outcome === 'busy' ? 'busy' : 'wrong-sign-in'
    return
  }
  session.channel = eligible.channel
  session.customerId = eligible.customerId
  session.loginKey = eligible.id
  session.range = range
  session.browser = browser
  const questions = bank.questions(eligible.customerId)
  session.riskAsks =
    riskAsks(engine, eligible, range, browser) &&
    (questions.length > 0 || policyFor(engine, eligible.channel).withoutQuestion === 'refuse')
  session.questionPosition = questions[randomInt(questions.length || 1)]?.position ?? 0
  session.message = undefined
  advance(engine, session, 'sign-in')
}

function riskAsks(engine: Engine, login: Login, range: string, browser: string): boolean {
  const { riskRule } = policyFor(engine, login.channel)
  if (login.alwaysExtraChallenge || riskRule === 'always') return true
  if (riskRule === 'never') return false
  return (
    !engine.bank.seenBefore(login.customerId, 'range', range) ||
    !engine.bank.seenBefore(login.customerId, 'browser', browser)
  )
}

/** P2. The positions stay the same until they were met or the customer is locked (R28; T11). */
export async function enterDigits(
  engine: Engine,
  session: ConsentSession,
  typed: string,
): Promise<void> {
  const { loginKey } = session
  if (loginKey === undefined) return
  await judge(engine, session, 'consent.user-number', 'wrong-digits', () => {
    const positions = engine.bank.loginById(loginKey)?.digitPositions ?? []
    return (
      positions.length > 0 &&
      engine.bank.digitsMatch(loginKey, positions, typed.normalize('NFKC').replace(/\s/g, ''))
    )
  })
}

/** P3. */
export async function answerQuestion(
  engine: Engine,
  session: ConsentSession,
  typed: string,
): Promise<void> {
  const { customerId } = session
  if (customerId === undefined) return
  const matches = engine.bank.answerMatches(customerId, session.questionPosition, typed)
  await judge(engine, session, 'consent.extra-challenge', 'wrong-answer', matches)
}

/** B3: the PIN on file of one account without a registered one. It takes effect with 許可 alone (R26). */
export async function enterInquiryPin(
  engine: Engine,
  session: ConsentSession,
  accountId: number | undefined,
  typed: string,
): Promise<void> {
  const pin = typed.normalize('NFKC').replace(/\s/g, '')
  const matches = engine.bank.inquiryPinMatches(accountId ?? 0, pin)
  const passed = await judge(engine, session, 'consent.register-inquiry-pin', 'wrong-pin', matches)
  if (passed && accountId !== undefined) session.pendingPins.add(accountId)
}

/**
 * Counts or accepts an entry, unless the walk has moved on since it was typed.
 * @param matches a hash under way, or what is compared in the commit
 */
async function judge(
  engine: Engine,
  session: ConsentSession,
  action: Action,
  message: 'wrong-digits' | 'wrong-answer' | 'wrong-pin',
  matches: Promise<boolean> | (() => boolean),
): Promise<boolean> {
  const customerId = session.customerId ?? 0
  const loginKey = session.loginKey ?? 0
  const step = session.step
  const moved = (): boolean => session.step !== step || (session.loginKey ?? 0) !== loginKey
  const hashed = typeof matches === 'function' ? undefined : await matches
  const outcome = await engine.store.write(() => {
    if (moved()) return 'moved'
    const login = engine.bank.loginById(loginKey)
    if (!login || isRefused(login, engine.clock.now())) {
      auditWrongEntry(engine, session, action, customerId, 'refused', loginKey)
      return 'locked'
    }
    if (typeof matches === 'function' ? matches() : hashed) {
      // Only 許可 resets the wrong entries of a company: otherwise a PIN could be guessed between one sign-in and the next.
      if (session.channel === 'personal' && isProven(session.channel, session, step)) {
        engine.bank.clearWrongEntries(loginKey)
        engine.bank.keepSignIn(customerId, session.range, session.browser, engine.clock.now())
      }
      return 'passed'
    }
    auditWrongEntry(engine, session, action, customerId, 'wrong', loginKey)
    if (!countWrongEntry(engine, loginKey)) return 'wrong'
    engine.bank.keepDigitPositions(loginKey, null)
    return 'locked'
  })
  if (outcome === 'moved' || moved()) return false
  session.locked = outcome === 'locked'
  session.message = outcome === 'wrong' ? message : undefined
  if (outcome === 'passed') advance(engine, session, step)
  return outcome === 'passed'
}

function choosePositions(length: number, count: number): number[] {
  const chosen = new Set<number>()
  while (chosen.size < Math.min(count, length)) chosen.add(1 + randomInt(length))
  return [...chosen].sort((a, b) => a - b)
}

function auditWrongEntry(
  engine: Engine,
  session: ConsentSession,
  action: Action,
  customerId: number | undefined,
  reason: string,
  loginKey: number | undefined,
): void {
  const customer = customerId === undefined ? undefined : engine.bank.customer(customerId)
  const actor = customer
    ? consentActor(engine, customerId, loginKey)
    : ({ kind: 'customer', id: '0', name: '（不明）' } as const)
  recordAudit(
    { engine, actor, correlationId: session.correlationId },
    {
      action,
      outcome: 'refused',
      reason,
      target: customer && { kind: 'customer', id: customer.id, label: customer.name },
    },
  )
}
