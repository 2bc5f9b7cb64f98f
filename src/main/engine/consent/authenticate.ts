import type { Login } from '#bank'
import { isProven } from '#shared/consent-flow'
import { type Action, recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { policyFor } from '../policy.ts'
import { providerById } from '../providers/provider.ts'
import { consentActor } from './actor.ts'
import { addressRange } from './address.ts'
import { askAnotherQuestion, askOtherDigits, keepAsking } from './asked.ts'
import { browserFamily } from './browser-family.ts'
import { advance } from './choose.ts'
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
  const password = eligible && bank.passwordVersion(eligible.id)
  const matches = await bank.passwordMatches(eligible?.id, typed.password)
  const range = addressRange(caller.address)
  const browser = browserFamily(caller.userAgent)
  const outcome = await store.write(() => {
    if (session.step !== 'sign-in') return 'moved'
    if (addressRefused(engine, caller.address)) return 'busy'
    // Read again inside the commit: guesses sent at the same time must all meet the counter.
    const now = eligible && bank.loginById(eligible.id)
    const refused = !now || isRefused(now, engine.clock.now())
    if (matches && !refused && bank.passwordVersion(now.id) === password) {
      if (now.channel === 'personal') keepAsking(engine, now)
      const barred = now.hasLeft ? 'user-left' : now.mayConsent ? undefined : 'not-entitled'
      if (barred)
        auditWrongEntry(engine, session, 'consent.sign-in', now.customerId, barred, now.id)
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
  session.password = password
  session.range = range
  session.browser = browser
  const questions = bank.questions(eligible.customerId)
  session.riskAsks =
    riskAsks(engine, eligible, range, browser) &&
    (questions.length > 0 || policyFor(engine, eligible.channel).withoutQuestion === 'refuse')
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

/**
 * P2. The positions stay the same until they were met, through locks and in every walk of the customer (R28; T11).
 * @param asked the positions that stood on the page; digits for others are no wrong entry, they are asked for again
 */
export async function enterDigits(
  engine: Engine,
  session: ConsentSession,
  typed: string,
  asked?: string,
): Promise<void> {
  const { loginKey } = session
  if (loginKey === undefined) return
  const digits = typed.normalize('NFKC').replace(/\s/g, '')
  await judge(engine, session, 'consent.user-number', 'wrong-digits', undefined, () => {
    const login = engine.bank.loginById(loginKey)
    // The number on file may have become shorter since: a position beyond its end would be met by nothing at all.
    if (login) keepAsking(engine, login)
    const positions = engine.bank.loginById(loginKey)?.digitPositions ?? []
    if (positions.length === 0 || (asked !== undefined && asked !== positions.join(' ')))
      return undefined
    return engine.bank.digitsMatch(loginKey, positions, digits)
  })
}

/** P3. */
export async function answerQuestion(
  engine: Engine,
  session: ConsentSession,
  typed: string,
): Promise<void> {
  const { customerId, loginKey } = session
  if (customerId === undefined || loginKey === undefined) return
  const asked = engine.bank.loginById(loginKey)?.questionPosition ?? 0
  const hash = engine.bank.answerMatches(customerId, asked, typed)
  await judge(engine, session, 'consent.extra-challenge', 'wrong-answer', hash, (matches) =>
    engine.bank.loginById(loginKey)?.questionPosition === asked ? matches : undefined,
  )
}

/** B3: the PIN on file of one account without a registered one. It takes effect with 許可 alone (R26). */
export async function enterInquiryPin(
  engine: Engine,
  session: ConsentSession,
  accountId: number | undefined,
  typed: string,
): Promise<void> {
  const pin = typed.normalize('NFKC').replace(/\s/g, '')
  const hash = engine.bank.inquiryPinMatches(accountId ?? 0, pin)
  const passed = await judge(
    engine,
    session,
    'consent.register-inquiry-pin',
    'wrong-pin',
    hash,
    (matches) => matches,
  )
  if (passed && accountId !== undefined) session.pendingPins.add(accountId)
}

/**
 * Counts or accepts an entry, unless the walk has moved on since it was typed.
 * @param hash under way, where the entry is compared by one
 * @param matches asked in the commit; undefined where the entry answers what is no longer asked
 */
async function judge(
  engine: Engine,
  session: ConsentSession,
  action: Action,
  message: 'wrong-digits' | 'wrong-answer' | 'wrong-pin',
  hash: Promise<boolean> | undefined,
  matches: (hashed: boolean | undefined) => boolean | undefined,
): Promise<boolean> {
  const customerId = session.customerId ?? 0
  const loginKey = session.loginKey ?? 0
  const step = session.step
  const moved = (): boolean => session.step !== step || (session.loginKey ?? 0) !== loginKey
  const hashed = await hash
  const outcome = await engine.store.write(() => {
    if (moved()) return 'moved'
    const login = engine.bank.loginById(loginKey)
    if (!login || isRefused(login, engine.clock.now())) {
      auditWrongEntry(engine, session, action, customerId, 'refused', loginKey)
      return 'locked'
    }
    const right = matches(hashed)
    if (right === undefined) return 'asked-anew'
    if (right) {
      if (step === 'extra-challenge') askAnotherQuestion(engine, login)
      // Only 許可 resets the wrong entries of a company: otherwise a PIN could be guessed between one sign-in and the next.
      if (session.channel === 'personal' && isProven(session.channel, session, step)) {
        engine.bank.clearWrongEntries(loginKey)
        askOtherDigits(engine, login)
        engine.bank.keepSignIn(customerId, session.range, session.browser, engine.clock.now())
      }
      return 'passed'
    }
    auditWrongEntry(engine, session, action, customerId, 'wrong', loginKey)
    return countWrongEntry(engine, loginKey) ? 'locked' : 'wrong'
  })
  if (outcome === 'moved' || moved()) return false
  session.message =
    outcome === 'wrong' ? message : outcome === 'asked-anew' ? 'asked-anew' : undefined
  if (outcome === 'passed') advance(engine, session, step)
  return outcome === 'passed'
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
