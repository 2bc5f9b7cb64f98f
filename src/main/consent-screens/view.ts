import type { BusinessService } from '#shared/business-service'
import type { Progress } from '#shared/consent-flow'
import type { Language, Terms, Texts } from '#shared/consent-texts'
import type { Channel, Scope } from '#shared/grant'
import type { NoticeKind } from '#shared/preview'
import type { Institution } from '#shared/settings'

/** What stands around every page, also one without a walk. */
export interface Around {
  channel: Channel
  language: Language
  institution: Institution
  texts: Texts
  /** The address of the same page in the other language. */
  otherLanguage: string
}

/** Who asks, as registered; empty where nothing is. */
export interface ShownProvider {
  /** The legal name. */
  name: string
  service: string
  registrationNumber: string
  site: string
  privacyPolicy: string
  /** 利用目的 */
  purpose: string
}

/** What every consent screen shows, whoever asks for it: the server for a customer, the preview for staff. */
export interface Frame extends Around {
  /** Number of the API利用規定 that hold now. */
  termsNumber: number
  provider: ShownProvider
  progress: Progress
  /** Where the forms go, without the step: `/consent/<uid>`. */
  base: string
  csrf: string
}

export interface SignInView extends Frame {
  screen: 'sign-in'
  wrong: boolean
  /** As typed before, so that only what was wrong is typed again. */
  loginId: string
  /** How long a permission lasts. */
  days: number
  /** Whether the provider serves the other channel too. */
  otherChannel: boolean
}
export interface UserNumberView extends Frame {
  screen: 'user-number'
  /** How often one may be wrong before the lock. */
  tries: number
  positions: number[]
  length: number
  wrong: boolean
  /** Other digits are asked than those that were typed. */
  anew: boolean
}
export interface ExtraChallengeView extends Frame {
  screen: 'extra-challenge'
  /** How often one may be wrong before the lock. */
  tries: number
  question: string
  wrong: boolean
}
export interface ChooseServicesView extends Frame {
  screen: 'choose-services'
  services: BusinessService[]
  wrong: boolean
}
export interface AccountLine {
  branchName: string
  branchCode: string
  type: string
  number: string
}
export interface ChooseAccountsView extends Frame {
  screen: 'choose-accounts'
  wrong: boolean
  accounts: (AccountLine & {
    /** Its position in the list; the form sends this, and no account number. */
    index: number
    unlinkable: 'type' | 'no-pin' | undefined
    former: boolean
    chosen: boolean
    pinLater: boolean
  })[]
}
export type PinState = 'registered' | 'pending' | 'missing' | 'not-on-file'
export interface InquiryPinView extends Frame {
  screen: 'register-inquiry-pin'
  /** How often one may be wrong before the lock. */
  tries: number
  wrong: boolean
  /** 登録 was pressed without a choice of account. */
  unchosen: boolean
  accounts: (AccountLine & { index: number; memo: string; state: PinState })[]
}
export interface InquiryPinResultView extends Frame {
  screen: 'inquiry-pin-result'
  accounts: (AccountLine & { memo: string; state: PinState })[]
  /** Whether another account without a PIN is left to register (R25). */
  more: boolean
}
/** What has changed since the former link, for a customer who links again (R102). */
export interface Renewal {
  grantedAt: number
  expiresAt: number
  addedScopes: Scope[]
  removedScopes: Scope[]
  removedAccounts: AccountLine[]
}
/** What a permission page says, in the parts in which it can change. */
export type PermitPart = 'provider' | 'data' | 'accounts' | 'period' | 'former' | 'words'
export interface PermitView extends Frame {
  screen: 'permit'
  scopes: Scope[]
  /** 利用業務 of business banking. */
  services: BusinessService[]
  accounts: (AccountLine & { added: boolean })[]
  /** Accounts that will not be linked, and not because the customer left them out. */
  leftOut: (AccountLine & { reason: 'type' | 'no-pin' | 'not-registered' })[]
  /** Epoch ms. */
  from: number
  to: number
  days: number
  renewal: Renewal | undefined
  /** 許可 was pressed without the tick. */
  wrong: boolean
  /** Parts that are not as they were on the page that 許可 was pressed on; empty when that page is merely no longer the last. */
  changed?: readonly PermitPart[] | undefined
  /** A name of all that this page shows. The form sends it back, so that the server knows what 許可 was pressed on. */
  shown?: string | undefined
}

export interface NoticeView extends Around {
  screen: 'notice'
  kind: NoticeKind
  provider?: ShownProvider | undefined
  branchName?: string | undefined
  /** Of a lock: how many minutes it lasts; null where staff alone can open it. */
  minutes?: number | null | undefined
  /** The provider's address, told that nothing came of it. */
  back?: string | undefined
  /** Where 中止する or はじめから goes, when there is still somewhere to go. */
  base?: string | undefined
  csrf?: string | undefined
  detail?: string | undefined
}
/** The way back to the provider, with the answer to its request. */
export interface LeaveView extends Around {
  screen: 'leave'
  to: string
}
export interface TermsView extends Around {
  screen: 'terms'
  number: number
  terms: Terms
}

export type ConsentView =
  | SignInView
  | UserNumberView
  | ExtraChallengeView
  | ChooseServicesView
  | ChooseAccountsView
  | InquiryPinView
  | InquiryPinResultView
  | PermitView
  | NoticeView
  | LeaveView
  | TermsView
