import { createHash } from 'node:crypto'
import { type ConsentView, type NoticeKind, type NoticeView, renderConsent } from '#consent-screens'
import { type ConsentSession, type Engine, isRefused, type Provider, providerById } from '#engine'

export const accountTypes: Record<string, string> = {
  '1': '普通',
  '2': '当座',
  '4': '貯蓄',
  '9': 'その他',
}

/** Texts have one version until staff can change them (R93). */
const textVersion = 1

/** What the customer sees at the session's step, or the notice that stands in its way. */
export function viewOf(engine: Engine, session: ConsentSession): ConsentView {
  const { settings, bank, clock } = engine
  const institution = settings.get('institution')
  const provider = providerById(engine, session.providerId)
  const shownProvider = provider && providerView(provider)
  const base = `/consent/${session.uid}`
  const notice = (kind: NoticeKind, more: Partial<NoticeView> = {}): NoticeView => ({
    screen: 'notice',
    kind,
    institution,
    provider: shownProvider,
    base,
    csrf: session.csrf,
    ...more,
  })
  if (!provider || !shownProvider || provider.status !== 'active')
    return notice('provider-stopped', { base: undefined })
  const customerId = session.customerId
  const login = customerId === undefined ? undefined : bank.loginOf(customerId)
  const customer = customerId === undefined ? undefined : bank.customer(customerId)
  if (session.locked || (login && isRefused(login, clock.now())))
    return notice('locked', { branchName: customer?.branchName })
  const frame = {
    institution,
    texts: settings.get('texts.personal'),
    provider: shownProvider,
    base,
    csrf: session.csrf,
  }
  if (session.step === 'sign-in' || customerId === undefined || !login)
    return { ...frame, screen: 'sign-in', wrong: session.message === 'wrong-sign-in' }
  if (session.step === 'user-number')
    return {
      ...frame,
      screen: 'user-number',
      positions: login.digitPositions ?? [],
      length: bank.userNumberLength(customerId),
      wrong: session.message === 'wrong-digits',
    }
  if (session.step === 'extra-challenge')
    return {
      ...frame,
      screen: 'extra-challenge',
      wrong: session.message === 'wrong-answer',
      question:
        bank.questions(customerId).find((entry) => entry.position === session.questionPosition)
          ?.question ?? '',
    }
  const accounts = bank.linkableAccounts(customerId)
  if (accounts.length === 0) return notice('no-account')
  const days = settings.get('policy').validityDays
  const from = clock.now()
  return {
    ...frame,
    screen: 'permit',
    scopes: session.scopes,
    from,
    to: from + days * 86_400_000,
    days,
    accounts: accounts.map((account) => ({
      branchName: account.branchName,
      branchCode: account.branchCode,
      type: accountTypes[account.typeCode] ?? '',
      number: account.number,
    })),
  }
}

export function providerView(provider: Pick<Provider, 'name' | 'servicePersonal'>): {
  name: string
  service: string
} {
  return { name: provider.name, service: provider.servicePersonal }
}

/** The fingerprint of what was shown (R83): the page without the parts that differ each time for technical reasons. */
export function evidenceOf(engine: Engine, session: ConsentSession) {
  const view = viewOf(engine, session)
  const page = renderConsent(
    'base' in view && view.screen === 'permit' ? { ...view, base: '', csrf: '' } : view,
  )
  return {
    shownHash: createHash('sha256').update(page).digest(),
    termsVersion: engine.settings.get('texts.personal').termsVersion,
    textVersion,
  }
}
