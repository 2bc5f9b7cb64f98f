import { randomBytes, randomInt } from 'node:crypto'
import type { Channel, Scope } from '#shared/grant'
import type { Step } from './flow.ts'

/** One customer's walk through the consent screens. It lives in memory: losing it costs a new start, nothing more. */
export interface ConsentSession {
  readonly uid: string
  readonly providerId: number
  readonly channel: Channel
  readonly scopes: Scope[]
  readonly csrf: string
  readonly correlationId: string
  /** Machine clock, epoch ms. */
  readonly endsAt: number
  step: Step
  customerId: number | undefined
  riskAsks: boolean
  questionPosition: number
  range: string
  browser: string
  /** What went wrong with the last entry, to be said on the next page and then forgotten. */
  message: 'wrong-sign-in' | 'wrong-digits' | 'wrong-answer' | undefined
  locked: boolean
  /** Set by 許可: the grant itself is written together with the code, in one commit. */
  permitted: { shownHash: Buffer; termsVersion: string; textVersion: number } | undefined
}

const most = 20_000
/** How long a session that ran out is remembered, to tell the customer so. */
const rememberedMs = 60 * 60_000

/** Sessions by interaction uid; the oldest go when their time is over. */
export class ConsentSessions {
  readonly #sessions = new Map<string, ConsentSession>()

  open(
    uid: string,
    given: { providerId: number; channel: Channel; scopes: Scope[]; minutes: number },
  ): ConsentSession {
    this.#sweep()
    const session: ConsentSession = {
      uid,
      providerId: given.providerId,
      channel: given.channel,
      scopes: given.scopes,
      csrf: randomBytes(24).toString('base64url'),
      correlationId: randomBytes(9).toString('base64url'),
      endsAt: Date.now() + given.minutes * 60_000,
      step: 'sign-in',
      customerId: undefined,
      riskAsks: false,
      questionPosition: 1 + randomInt(3),
      range: '',
      browser: '',
      message: undefined,
      locked: false,
      permitted: undefined,
    }
    this.#sessions.set(uid, session)
    return session
  }

  find(uid: string): ConsentSession | undefined {
    const session = this.#sessions.get(uid)
    return session && Date.now() < session.endsAt ? session : undefined
  }

  timedOut(uid: string): boolean {
    const session = this.#sessions.get(uid)
    return session !== undefined && Date.now() >= session.endsAt
  }

  close(uid: string): void {
    this.#sessions.delete(uid)
  }

  /** Back to the first screen with nothing proven: what R21 demands of a step taken out of order. */
  restart(session: ConsentSession): void {
    session.step = 'sign-in'
    session.customerId = undefined
    session.riskAsks = false
    session.message = undefined
    session.permitted = undefined
  }

  #sweep(): void {
    const now = Date.now()
    for (const [uid, session] of this.#sessions) {
      if (session.endsAt + rememberedMs > now && this.#sessions.size < most) return
      this.#sessions.delete(uid)
    }
  }
}
