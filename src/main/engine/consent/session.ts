import { randomBytes, randomInt } from 'node:crypto'
import type { BusinessService } from '#shared/business-service'
import type { FlowFacts, Step } from '#shared/consent-flow'
import type { Channel, Scope } from '#shared/grant'
import type { Evidence } from '../grants/permit.ts'
import { Turns } from './turns.ts'

/**
 * The state of one customer's walk through the consent screens. It is kept in memory: if it is lost the customer starts
 * anew.
 */
export interface ConsentSession extends FlowFacts {
  readonly uid: string
  readonly providerId: number
  /** Before the sign-in the customer's choice, where the provider serves both; then that of the login. */
  channel: Channel
  readonly scopes: Scope[]
  readonly redirectUri: string
  readonly csrf: string
  readonly correlationId: string
  /** Machine clock, epoch ms. */
  readonly endsAt: number
  step: Step
  customerId: number | undefined
  loginKey: number | undefined
  /** 利用業務 chosen at B2; undefined: all that the request amounts to. */
  services: BusinessService[] | undefined
  /** Accounts chosen; undefined: all that can be. */
  accountIds: number[] | undefined
  /** 照会用暗証番号 proven in this walk: they take effect with 許可 (R26). */
  pendingPins: Set<number>
  questionPosition: number
  range: string
  browser: string
  /** What went wrong with the last entry, to be said on the next page and then forgotten. */
  message:
    | 'wrong-sign-in'
    | 'wrong-digits'
    | 'wrong-answer'
    | 'wrong-pin'
    | 'nothing-chosen'
    | 'not-ticked'
    | 'changed'
    | undefined
  locked: boolean
  /** The permission page as it was last sent. */
  shown: Permitted | undefined
  /** Set by 許可: the grant itself is written together with the code, in one commit. */
  permitted: Permitted | undefined
}

/** What a permission page showed, and what the grant is made of when 許可 is pressed on it. */
export interface Permitted {
  /** The same for pages that say the same. */
  name: string
  /** What it says, part by part. */
  parts: Readonly<Record<string, string>>
  scopes: Scope[]
  services: BusinessService[]
  accountIds: number[]
  inquiryPins: number[]
  /** The number of days, as the page showed it. */
  days: number
  evidence: Evidence
}

const most = 20_000
/** How long a session that ran out is remembered, to tell the customer so. */
const rememberedMs = 60 * 60_000

/** Sessions by interaction uid; the oldest go when their time is over. */
export class ConsentSessions {
  readonly #sessions = new Map<string, ConsentSession>()
  /** A browser sends two or three at once at most: a double click, a reload. */
  readonly turns = new Turns(8)

  open(
    uid: string,
    given: {
      providerId: number
      channel: Channel
      scopes: Scope[]
      redirectUri: string
      minutes: number
      asksServices: boolean
      asksAccounts: boolean
    },
  ): ConsentSession {
    this.#sweep()
    const session: ConsentSession = {
      uid,
      providerId: given.providerId,
      channel: given.channel,
      scopes: given.scopes,
      redirectUri: given.redirectUri,
      csrf: randomBytes(24).toString('base64url'),
      correlationId: randomBytes(9).toString('base64url'),
      endsAt: Date.now() + given.minutes * 60_000,
      step: 'sign-in',
      customerId: undefined,
      loginKey: undefined,
      services: undefined,
      accountIds: undefined,
      pendingPins: new Set(),
      riskAsks: false,
      asksServices: given.asksServices,
      asksAccounts: given.asksAccounts,
      pinMissing: false,
      questionPosition: 1 + randomInt(3),
      range: '',
      browser: '',
      message: undefined,
      locked: false,
      shown: undefined,
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
    session.loginKey = undefined
    session.services = undefined
    session.accountIds = undefined
    session.pendingPins.clear()
    session.pinMissing = false
    session.riskAsks = false
    session.message = undefined
    session.shown = undefined
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
