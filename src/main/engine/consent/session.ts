import { randomBytes } from 'node:crypto'
import type { BusinessService } from '#shared/business-service'
import type { FlowFacts, Step } from '#shared/consent-flow'
import type { Language } from '#shared/consent-texts'
import type { Channel, Scope } from '#shared/grant'
import type { Evidence } from '../grants/permit.ts'

/**
 * The state of one customer's walk through the consent screens. It is kept in memory: if it is lost the customer starts
 * anew.
 */
export interface ConsentSession extends FlowFacts {
  readonly uid: string
  /** The pushed request that it began with. */
  readonly link: string
  readonly providerId: number
  /** Before the sign-in the customer's choice, where the provider serves both; then that of the login. */
  channel: Channel
  language: Language
  readonly scopes: Scope[]
  readonly redirectUri: string
  readonly csrf: string
  readonly correlationId: string
  step: Step
  /** The last step of the path that was reached: B4 leads back to B3 while an account is left. */
  furthest: Step
  /** The steps whose page was shown, each counted once. */
  readonly seen: Set<Step>
  /** As last typed, so that a wrong password does not ask for it again. */
  typedLoginId: string
  customerId: number | undefined
  loginKey: number | undefined
  /** The version of the password that it began with. */
  password: string | undefined
  /** 利用業務 chosen at B2; undefined: all that the request amounts to. */
  services: BusinessService[] | undefined
  /** Accounts chosen; undefined: all that can be. */
  accountIds: number[] | undefined
  /** 照会用暗証番号 proven in this walk: they take effect with 許可 (R26). */
  pendingPins: Set<number>
  range: string
  browser: string
  /** What went wrong with the last entry, to be said on the next page and then forgotten. */
  message:
    | 'wrong-sign-in'
    | 'wrong-digits'
    | 'asked-anew'
    | 'wrong-answer'
    | 'wrong-pin'
    | 'nothing-chosen'
    | 'not-ticked'
    | 'busy'
    | 'changed'
    | undefined
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

/** A walk at its first page. */
export function newSession(
  given: Pick<
    ConsentSession,
    | 'uid'
    | 'link'
    | 'providerId'
    | 'channel'
    | 'language'
    | 'scopes'
    | 'redirectUri'
    | 'asksServices'
    | 'asksAccounts'
  >,
): ConsentSession {
  return {
    ...given,
    csrf: randomBytes(24).toString('base64url'),
    correlationId: randomBytes(9).toString('base64url'),
    pendingPins: new Set(),
    seen: new Set(),
    range: '',
    browser: '',
    ...nothingProven,
  }
}

const nothingProven = {
  step: 'sign-in',
  furthest: 'sign-in',
  typedLoginId: '',
  customerId: undefined,
  loginKey: undefined,
  password: undefined,
  services: undefined,
  accountIds: undefined,
  riskAsks: false,
  pinMissing: false,
  message: undefined,
  shown: undefined,
  permitted: undefined,
} as const

/** Back to the first screen with nothing proven: what R21 demands of a step taken out of order. */
export function restart(session: ConsentSession): void {
  Object.assign(session, nothingProven)
  session.pendingPins.clear()
}
