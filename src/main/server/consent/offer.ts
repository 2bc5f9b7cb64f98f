import { createHash } from 'node:crypto'
import {
  accountLine,
  evidenceView,
  type Frame,
  type PermitPart,
  type PermitView,
  renderConsent,
  renewalOf,
  type ShownProvider,
} from '#consent-screens'
import {
  accountsToLink,
  type ConsentSession,
  type Engine,
  formerOf,
  leftOut,
  type Permitted,
  type Provider,
  policyFor,
  providerById,
  scopesToLink,
  servicesOf,
  textNumberAt,
} from '#engine'
import { progressOf } from '#shared/consent-flow'
import { textKindOf } from '#shared/consent-texts'
import type { Channel } from '#shared/grant'
import { dayMs, isoDate } from '#shared/japanese-date'

/** What 許可 would give now: as the page says it and as the grant keeps it. */
export interface Offer {
  view: Omit<PermitView, keyof Frame> &
    Pick<Frame, 'channel' | 'language' | 'institution' | 'termsNumber' | 'provider' | 'progress'>
  textVersion: number
  accountIds: number[]
  inquiryPins: number[]
}

/**
 * Read for the page, at the press of 許可 and in the commit that writes the grant: what is permitted is what was shown.
 * @returns undefined where there is nothing to permit
 */
export function offerOf(engine: Engine, session: ConsentSession): Offer | undefined {
  const { channel, language } = session
  const from = engine.clock.now()
  const provider = providerById(engine, session.providerId)
  const days = policyFor(engine, channel, provider).validityDays
  const chosen = accountsToLink(engine, session)
  if (!provider || days === null || chosen.length === 0) return undefined
  const accounts = chosen.map((choice) => accountLine(choice.account))
  const scopes = scopesToLink(session)
  const former = formerOf(engine, session)
  const formerAccounts = (former?.accountIds ?? []).flatMap((id) => {
    const account = engine.bank.account(id)
    return account ? [accountLine(account)] : []
  })
  return {
    view: {
      screen: 'permit',
      channel,
      language,
      institution: engine.settings.get('institution'),
      termsNumber: textNumberAt(engine, 'terms', from),
      provider: providerView(provider, channel),
      progress: progressOf(channel, session, 'permit'),
      scopes,
      services: servicesOf(session),
      from,
      to: from + days * dayMs,
      days,
      accounts: chosen.map((choice) => ({
        ...accountLine(choice.account),
        added: former !== undefined && !choice.former,
      })),
      leftOut: leftOut(engine, session).map(({ account, reason }) => ({
        ...accountLine(account),
        reason,
      })),
      renewal: former && renewalOf({ ...former, accounts: formerAccounts }, { scopes, accounts }),
      wrong: session.message === 'not-ticked',
    },
    textVersion: textNumberAt(engine, textKindOf(channel, language), from),
    accountIds: chosen.map((choice) => choice.account.id),
    inquiryPins: chosen
      .filter((choice) => choice.pin === 'pending')
      .map((choice) => choice.account.id),
  }
}

export function providerView(
  provider: Omit<ShownProvider, 'service'> & Pick<Provider, 'servicePersonal' | 'serviceBusiness'>,
  channel: Channel,
): ShownProvider {
  const { name, registrationNumber, site, privacyPolicy, purpose } = provider
  const service = channel === 'personal' ? provider.servicePersonal : provider.serviceBusiness
  return { name, service, registrationNumber, site, privacyPolicy, purpose }
}

/** Two pages say the same when each part does. Days count, not the millisecond at which the page was made. */
function partsOf({ view, ...kept }: Offer): Record<PermitPart, string> {
  const parts: Record<PermitPart, unknown> = {
    provider: view.provider,
    data: [view.scopes, view.services],
    accounts: [view.accounts, view.leftOut, kept.accountIds, kept.inquiryPins],
    period: [view.days, isoDate(view.from), isoDate(view.to)],
    former: view.renewal,
    words: [kept.textVersion, view.termsNumber, view.channel, view.language, view.institution],
  }
  return Object.fromEntries(
    Object.entries(parts).map(([part, value]) => [part, JSON.stringify(value) ?? '']),
  ) as Record<PermitPart, string>
}

/** One name for all that an offer says. */
export function nameOf(offer: Offer): string {
  return createHash('sha256')
    .update(JSON.stringify(partsOf(offer)))
    .digest('base64url')
}

/** The permission page as it is about to be sent. What it shows is kept with the walk, to be compared and to be proven (R83). */
export function freeze(
  session: ConsentSession,
  offer: Offer,
  frame: Pick<PermitView, 'texts' | 'base' | 'csrf' | 'otherLanguage'>,
): PermitView {
  const parts = partsOf(offer)
  const before = session.shown?.parts
  const differing = Object.entries(parts).flatMap(([part, value]) =>
    before && before[part] !== value ? [part as PermitPart] : [],
  )
  const changed = differing.length > 0 || session.message === 'changed' ? differing : undefined
  const otherLanguage = frame.otherLanguage.slice(frame.base.length)
  const bare = { ...offer.view, changed, texts: frame.texts, otherLanguage, base: '', csrf: '' }
  const name = nameOf(offer)
  session.shown = {
    name,
    parts,
    scopes: offer.view.scopes,
    services: offer.view.services,
    accountIds: offer.accountIds,
    inquiryPins: offer.inquiryPins,
    days: offer.view.days,
    evidence: {
      textVersion: offer.textVersion,
      termsNumber: offer.view.termsNumber,
      language: offer.view.language,
      view: evidenceView(bare),
      shownHash: createHash('sha256').update(renderConsent(bare)).digest(),
    },
  }
  return { ...bare, ...frame, shown: name }
}

/** What was shown on the page that 許可 was pressed on, when that was the last page and says what would be permitted now. */
export function permittedBy(
  engine: Engine,
  session: ConsentSession,
  pressed: string,
): Permitted | undefined {
  const { shown } = session
  const now = offerOf(engine, session)
  return shown && now && shown.name === pressed && nameOf(now) === pressed ? shown : undefined
}
