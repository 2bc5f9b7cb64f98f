import { randomInt } from 'node:crypto'
import { recordAudit } from '../audit/record.ts'
import type { Engine } from '../engine.ts'
import { sourceOf } from '../tokens/pseudonyms.ts'
import { nextStep } from './flow.ts'
import { addressRange, browserFamily } from './risk.ts'
import type { ConsentSession } from './session.ts'
import { countSource, countWrongEntry, isRefused, sourceRefused } from './wrong-entries.ts'

export interface Caller {
  address: string
  userAgent: string
}

/**
 * P1. Wrong, unknown and locked give one answer in one time (R29): the hash is always worked out, one commit is always made.
 */
export async function signIn(
  engine: Engine,
  session: ConsentSession,
  typed: { loginId: string; password: string },
  caller: Caller,
): Promise<void> {
  const { bank, store } = engine
  const login = bank.login(typed.loginId.normalize('NFKC').trim())
  const eligible = login?.channel === session.channel ? login : undefined
  const matches = await bank.passwordMatches(eligible?.customerId, typed.password)
  const source = sourceOf(engine, caller.address)
  const range = addressRange(caller.address)
  const browser = browserFamily(caller.userAgent)
  const accepted = await store.write(() => {
    // Read again inside the commit: guesses sent at the same time must all meet the counter.
    const now = eligible && bank.loginOf(eligible.customerId)
    const refused = sourceRefused(engine, source) || !now || isRefused(now, engine.clock.now())
    if (matches && !refused) {
      if (now.digitPositions === null)
        bank.keepDigitPositions(
          now.customerId,
          choosePositions(
            bank.userNumberLength(now.customerId),
            engine.settings.get('policy').digitsAsked,
          ),
        )
      return true
    }
    countSource(engine, source)
    if (now && !refused) countWrongEntry(engine, now.customerId)
    auditWrongEntry(
      engine,
      session,
      'consent.sign-in',
      eligible?.customerId,
      refused ? 'refused' : 'wrong',
    )
    return false
  })
  if (!accepted || !eligible) {
    session.message = 'wrong-sign-in'
    return
  }
  session.customerId = eligible.customerId
  session.range = range
  session.browser = browser
  session.riskAsks =
    eligible.alwaysExtraChallenge ||
    !bank.seenBefore(eligible.customerId, 'range', range) ||
    !bank.seenBefore(eligible.customerId, 'browser', browser)
  session.message = undefined
  session.step = nextStep(session.channel, session, 'sign-in')
}

/** P2. The positions stay the same until they were met or the customer is locked (R28; protocol.md section 2, trap 11). */
export async function enterDigits(
  engine: Engine,
  session: ConsentSession,
  typed: string,
): Promise<void> {
  const { customerId } = session
  if (customerId === undefined) return
  await judge(engine, session, 'consent.user-number', 'wrong-digits', () => {
    const positions = engine.bank.loginOf(customerId)?.digitPositions ?? []
    return (
      positions.length > 0 &&
      engine.bank.digitsMatch(customerId, positions, typed.normalize('NFKC').replace(/\s/g, ''))
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
  const matches = await engine.bank.answerMatches(customerId, session.questionPosition, typed)
  await judge(engine, session, 'consent.extra-challenge', 'wrong-answer', () => matches)
}

async function judge(
  engine: Engine,
  session: ConsentSession,
  action: string,
  message: 'wrong-digits' | 'wrong-answer',
  matches: () => boolean,
): Promise<void> {
  const customerId = session.customerId ?? 0
  const step = session.step
  const next = nextStep(session.channel, session, step)
  const outcome = await engine.store.write(() => {
    const login = engine.bank.loginOf(customerId)
    if (!login || isRefused(login, engine.clock.now())) {
      auditWrongEntry(engine, session, action, customerId, 'refused')
      return 'locked'
    }
    if (matches()) {
      if (next === 'permit') {
        engine.bank.clearWrongEntries(customerId)
        engine.bank.keepSignIn(customerId, session.range, session.browser, engine.clock.now())
      }
      return 'passed'
    }
    auditWrongEntry(engine, session, action, customerId, 'wrong')
    if (!countWrongEntry(engine, customerId)) return 'wrong'
    engine.bank.keepDigitPositions(customerId, null)
    return 'locked'
  })
  if (session.step !== step) return
  session.locked = outcome === 'locked'
  session.message = outcome === 'wrong' ? message : undefined
  if (outcome === 'passed') session.step = next
}

function choosePositions(length: number, count: number): number[] {
  const chosen = new Set<number>()
  while (chosen.size < Math.min(count, length)) chosen.add(1 + randomInt(length))
  return [...chosen].sort((a, b) => a - b)
}

function auditWrongEntry(
  engine: Engine,
  session: ConsentSession,
  action: string,
  customerId: number | undefined,
  reason: string,
): void {
  const customer = customerId === undefined ? undefined : engine.bank.customer(customerId)
  recordAudit(engine, {
    actor: { kind: 'customer', id: String(customerId ?? 0), name: customer?.name ?? '（不明）' },
    action,
    outcome: 'refused',
    reason,
    ...(customer && {
      target: { kind: 'customer' as const, id: customer.id, label: customer.name },
    }),
    correlationId: session.correlationId,
  })
}
