import { accountLine, type ConsentView, type NoticeView } from '#consent-screens'
import {
  type ConsentSession,
  choicesOf,
  type Engine,
  gate,
  missingPins,
  providerById,
  textNumberAt,
  textsAt,
} from '#engine'
import { servicesFor } from '#shared/business-service'
import type { NoticeKind } from '#shared/preview'
import { freeze, offerOf, providerView } from './offer.ts'

/** What the customer's branch can help with: its name is told. */
const atBranch: readonly NoticeKind[] = ['locked', 'service-stopped', 'not-entitled', 'no-question']

/** What the customer sees at the session's step, or the notice that stands in its way. */
export function viewOf(engine: Engine, session: ConsentSession): ConsentView {
  const { settings, bank, clock } = engine
  const institution = settings.get('institution')
  const { channel, customerId, loginKey } = session
  const texts = textsAt(engine, channel, clock.now())
  const provider = providerById(engine, session.providerId)
  const shownProvider = provider && providerView(provider, channel)
  const base = `/consent/${session.uid}`
  const notice = (kind: NoticeKind, more: Partial<NoticeView> = {}): NoticeView => ({
    screen: 'notice',
    kind,
    channel,
    institution,
    texts,
    provider: shownProvider,
    base,
    csrf: session.csrf,
    ...more,
  })
  const customer = customerId === undefined ? undefined : bank.customer(customerId)
  const stands = session.locked ? 'locked' : gate(engine, session)
  if (stands && atBranch.includes(stands))
    return notice(stands, { branchName: customer?.branchName })
  // Where the provider cannot have the customer back, no button leads there.
  if (stands || !provider || !shownProvider)
    return notice(stands ?? 'provider-stopped', { base: undefined })
  if (session.message === 'busy') return notice('busy')
  const login = loginKey === undefined ? undefined : bank.loginById(loginKey)
  const frame = {
    channel,
    institution,
    texts,
    termsNumber: textNumberAt(engine, 'terms', clock.now()),
    provider: shownProvider,
    base,
    csrf: session.csrf,
  }
  if (session.step === 'sign-in' || customerId === undefined || loginKey === undefined || !login)
    return {
      ...frame,
      screen: 'sign-in',
      wrong: session.message === 'wrong-sign-in',
      otherChannel: provider.channels.length > 1,
    }
  switch (session.step) {
    case 'user-number':
      if (!login.digitPositions?.length) return notice('no-number')
      return {
        ...frame,
        screen: 'user-number',
        positions: login.digitPositions,
        length: bank.userNumberLength(loginKey),
        wrong: session.message === 'wrong-digits',
        anew: session.message === 'asked-anew',
      }
    case 'extra-challenge':
      return {
        ...frame,
        screen: 'extra-challenge',
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
        services: servicesFor(session.scopes),
      }
  }
  const choices = choicesOf(engine, session)
  if (!choices.some((choice) => choice.eligible)) return notice('no-account')
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
          eligible: one.eligible,
          former: one.former,
          chosen: one.chosen,
          pinLater: channel === 'business' && one.eligible && one.pin === 'missing',
        })),
      }
    case 'register-inquiry-pin':
    case 'inquiry-pin-result': {
      const accounts = shown
        .filter((one) => one.chosen)
        .map(({ account, index, memo, state }) => ({ ...accountLine(account), index, memo, state }))
      if (session.step === 'register-inquiry-pin')
        return {
          ...frame,
          screen: 'register-inquiry-pin',
          accounts,
          wrong: session.message === 'wrong-pin',
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
