import type { Scope } from '#shared/grant'
import type { Institution, PersonalTexts } from '#shared/settings'

/** What every consent screen shows, whoever asks for it: the server for a customer, the preview for staff. */
export interface Frame {
  institution: Institution
  texts: PersonalTexts
  provider: { name: string; service: string }
  /** Where the forms go, without the step: `/consent/<uid>`. */
  base: string
  csrf: string
}

export interface SignInView extends Frame {
  screen: 'sign-in'
  wrong: boolean
}
export interface UserNumberView extends Frame {
  screen: 'user-number'
  positions: number[]
  length: number
  wrong: boolean
}
export interface ExtraChallengeView extends Frame {
  screen: 'extra-challenge'
  question: string
  wrong: boolean
}
export interface PermitView extends Frame {
  screen: 'permit'
  scopes: Scope[]
  accounts: { branchName: string; branchCode: string; type: string; number: string }[]
  /** Epoch ms. */
  from: number
  to: number
  days: number
}

export const noticeKinds = [
  'locked',
  'timed-out',
  'out-of-order',
  'already-finished',
  'provider-stopped',
  'no-account',
  'wrong-browser',
  'unavailable',
  'request-refused',
] as const
export type NoticeKind = (typeof noticeKinds)[number]
export interface NoticeView {
  screen: 'notice'
  kind: NoticeKind
  institution: Institution
  provider?: { name: string; service: string } | undefined
  branchName?: string | undefined
  /** Where 中止する or はじめから goes, when there is still somewhere to go. */
  base?: string | undefined
  csrf?: string | undefined
  detail?: string | undefined
}
export interface TermsView {
  screen: 'terms'
  institution: Institution
  texts: PersonalTexts
}

export type ConsentView =
  | SignInView
  | UserNumberView
  | ExtraChallengeView
  | PermitView
  | NoticeView
  | TermsView
