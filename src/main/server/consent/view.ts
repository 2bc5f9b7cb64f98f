import { accountLine, type ConsentView, type NoticeView } from '#consent-screens'
import {
  type ConsentSession,
  choicesOf,
  type Engine,
  gate,
  missingPins,
  notServed,
  policyFor,
  providerById,
  servicesOffered,
  textNumberAt,
} from '#engine'
import { progressOf } from '#shared/consent-flow'
import { longestLockMs } from '#shared/lock'
import type { NoticeKind } from '#shared/preview'
import { freeze, offerOf, providerView } from './offer.ts'
import { aroundWalk } from './pages.ts'

/** Where the provider can still have its customer back. */
const withWayOut: readonly NoticeKind[] = [
  'stopped',
  'link-barred',
  'service-stopped',
  'not-entitled',
  'user-left',
  'no-question',
  'unavailable',
  'no-account',
  'provider-no-new',
]

/** What the customer sees at the session's step, or the notice that stands in its way. */
export function viewOf(engine: Engine, session: ConsentSession): ConsentView {
  const { bank, clock } = engine
  const { channel, customerId, loginKey } = session
  const around = aroundWalk(engine, session)
  const provider = providerById(engine, session.providerId)
  const shownProvider = provider && providerView(provider, channel)
  const base = `/consent/${session.uid}`
  const notice = (kind: NoticeKind, more: Partial<NoticeView> = {}): NoticeView => ({
    ...around,
    screen: 'notice',
    kind,
    provider: shownProvider,
    base,
    csrf: session.csrf,
    ...more,
  })
  const customer = customerId === undefined ? undefined : bank.customer(customerId)
  const stands = gate(engine, session)
  const login = loginKey === undefined ? undefined : bank.loginById(loginKey)
  const branchName = customer?.branchName
  if (stands === 'locked') {
    const until = login?.refusedUntil ?? undefined
    const left = until === undefined ? undefined : until - clock.now()
    const minutes = left && (left > longestLockMs ? null : Math.ceil(left / 60_000))
    return notice(stands, { branchName, minutes })
  }
  if (stands && withWayOut.includes(stands)) return notice(stands, { branchName })
  // Where the provider cannot have the customer back, no button leads there.
  if (stands || !provider || !shownProvider)
    return notice(stands ?? notServed(provider), { base: undefined })
  if (session.message === 'busy') return notice('busy')
  const { wrongEntriesBeforeLock } = policyFor(engine, channel, provider)
  const tries = Math.max(1, wrongEntriesBeforeLock - (login?.wrongEntries ?? 0))
  const frame = {
    ...around,
    termsNumber: textNumberAt(engine, 'terms', clock.now()),
    provider: shownProvider,
    progress: progressOf(channel, session, session.step),
    base,
    csrf: session.csrf,
  }
  if (session.step === 'sign-in' || customerId === undefined || loginKey === undefined || !login)
    return {
      ...frame,
      screen: 'sign-in',
      wrong: session.message === 'wrong-sign-in',
      loginId: session.typedLoginId,
      days: policyFor(engine, channel, provider).validityDays ?? 0,
      otherChannel: provider.channels.length > 1,
    }
  switch (session.step) {
    case 'user-number':
      if (!login.digitPositions?.length) return notice('no-number')
      return {
        ...frame,
        screen: 'user-number',
        tries,
        positions: login.digitPositions,
        length: bank.userNumberLength(loginKey),
        wrong: session.message === 'wrong-digits',
        anew: session.message === 'asked-anew',
      }
    case 'extra-challenge':
      return {
        ...frame,
        screen: 'extra-challenge',
        tries,
        wrong: session.message === 'wrong-answer',
        question:
          bank.questions(customerId).find((entry) => entry.position === login.questionPosition)
            ?.question ?? '',
      }
    case 'choose-services':
      return {
        ...frame,
        screen: 'choose-services',
        wrong: session.message === 'nothing-chosen',
        services: servicesOffered(engine, session),
      }
  }
  const choices = choicesOf(engine, session)
  if (!choices.some((choice) => choice.unlinkable === undefined)) return notice('no-account')
  const shown = choices.map((choice, index) => ({
    ...accountLine(choice.account),
    ...choice,
    index,
    memo: choice.account.memo,
    state: choice.pin,
  }))
  switch (session.step) {
    case 'choose-accounts':
      return {
        ...frame,
        screen: 'choose-accounts',
        wrong: session.message === 'nothing-chosen',
        accounts: shown.map((one) => ({
          ...accountLine(one.account),
          index: one.index,
          unlinkable: one.unlinkable,
          former: one.former,
          chosen: one.chosen,
          pinLater: channel === 'business' && !one.unlinkable && one.pin === 'missing',
        })),
      }
    case 'register-inquiry-pin':
    case 'inquiry-pin-result': {
      const accounts = shown
        // Where accounts are chosen, that page has said why an account cannot be.
        .filter((one) => one.chosen || (!session.asksAccounts && one.unlinkable === 'no-pin'))
        .map(({ account, index, memo, state, unlinkable }) => ({
          ...accountLine(account),
          index,
          memo,
          state: unlinkable ? ('not-on-file' as const) : state,
        }))
      if (session.step === 'register-inquiry-pin')
        return {
          ...frame,
          screen: 'register-inquiry-pin',
          tries,
          accounts,
          wrong: session.message === 'wrong-pin',
          unchosen: session.message === 'nothing-chosen',
        }
      const more = missingPins(engine, session).length > 0
      return { ...frame, screen: 'inquiry-pin-result', accounts, more }
    }
    case 'permit': {
      const offer = offerOf(engine, session)
      return offer ? freeze(session, offer, frame) : notice('no-account')
    }
  }
}
