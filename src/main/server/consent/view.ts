import { createHash } from 'node:crypto'
import {
  accountLine,
  type ConsentView,
  evidenceView,
  type NoticeView,
  type PermitView,
  renderConsent,
  renewalOf,
} from '#consent-screens'
import {
  accountsToLink,
  type ConsentSession,
  choicesOf,
  type Engine,
  formerOf,
  gate,
  missingPins,
  type Permitted,
  type Provider,
  policyFor,
  providerById,
  scopesToLink,
  servicesOf,
  termsAt,
  textsAt,
} from '#engine'
import { servicesFor } from '#shared/business-service'
import type { Channel } from '#shared/grant'
import { dayMs } from '#shared/japanese-date'
import type { NoticeKind } from '#shared/preview'

/** What the customer sees at the session's step, or the notice that stands in its way. */
export function viewOf(engine: Engine, session: ConsentSession): ConsentView {
  const { settings, bank, clock } = engine
  const institution = settings.get('institution')
  const { channel, customerId, loginKey } = session
  const { texts } = textsAt(engine, channel, clock.now())
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
  if (stands === 'locked' || stands === 'not-entitled')
    return notice(stands, { branchName: customer?.branchName })
  // Where the provider cannot have the customer back, no button leads there.
  if (stands || !provider || !shownProvider)
    return notice(stands ?? 'provider-stopped', { base: undefined })
  const login = loginKey === undefined ? undefined : bank.loginById(loginKey)
  const frame = {
    channel,
    institution,
    texts,
    termsNumber: termsAt(engine, clock.now()).number,
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
      return {
        ...frame,
        screen: 'user-number',
        positions: login.digitPositions ?? [],
        length: bank.userNumberLength(loginKey),
        wrong: session.message === 'wrong-digits',
      }
    case 'extra-challenge':
      return {
        ...frame,
        screen: 'extra-challenge',
        wrong: session.message === 'wrong-answer',
        question:
          bank.questions(customerId).find((entry) => entry.position === session.questionPosition)
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
      const days = policyFor(engine, channel, provider).validityDays
      if (days === null) return notice('unavailable')
      return permitView(engine, session, frame, days) ?? notice('no-account')
    }
  }
}

function permitView(
  engine: Engine,
  session: ConsentSession,
  frame: Pick<
    PermitView,
    'channel' | 'institution' | 'texts' | 'termsNumber' | 'provider' | 'base' | 'csrf'
  >,
  days: number,
): PermitView | undefined {
  const chosen = accountsToLink(engine, session)
  if (chosen.length === 0) return undefined
  const accounts = chosen.map((choice) => accountLine(choice.account))
  const scopes = scopesToLink(session)
  const former = formerOf(engine, session)
  const formerAccounts = (former?.accountIds ?? []).flatMap((id) => {
    const account = engine.bank.account(id)
    return account ? [accountLine(account)] : []
  })
  const from = engine.clock.now()
  return {
    ...frame,
    screen: 'permit',
    scopes,
    services: servicesOf(session),
    from,
    to: from + days * dayMs,
    days,
    accounts: chosen.map((choice, i) => ({
      ...(accounts[i] as (typeof accounts)[number]),
      added: former !== undefined && !choice.former,
    })),
    renewal: former && renewalOf({ ...former, accounts: formerAccounts }, { scopes, accounts }),
    wrong: session.message === 'not-ticked',
  }
}

export function providerView(
  provider: Pick<Provider, 'name' | 'servicePersonal' | 'serviceBusiness'>,
  channel: Channel,
): { name: string; service: string } {
  return {
    name: provider.name,
    service: channel === 'personal' ? provider.servicePersonal : provider.serviceBusiness,
  }
}

/** What 許可 on this screen permits, and the fingerprint of the screen (R83). */
export function permittedBy(engine: Engine, session: ConsentSession, view: PermitView): Permitted {
  const linked = accountsToLink(engine, session)
  const page = renderConsent({ ...view, base: '', csrf: '', wrong: false })
  return {
    scopes: view.scopes,
    services: view.services,
    accountIds: linked.map((choice) => choice.account.id),
    inquiryPins: linked
      .filter((choice) => choice.pin === 'pending')
      .map((choice) => choice.account.id),
    days: view.days,
    loginKey: session.loginKey ?? 0,
    evidence: {
      textVersion: textsAt(engine, view.channel, engine.clock.now()).number,
      termsNumber: view.termsNumber,
      language: 'ja',
      view: evidenceView(view),
      shownHash: createHash('sha256').update(page).digest(),
    },
  }
}
