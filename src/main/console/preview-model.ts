import type { AccountLine, ConsentView, PinState } from '#consent-screens'
import { changeMarks } from '#consent-screens'
import {
  type Engine,
  findText,
  policyFor,
  providerById,
  termsAt,
  termsNumbered,
  textNumberAt,
  textsAt,
  textsNumbered,
} from '#engine'
import { servicesFor } from '#shared/business-service'
import { type FlowFacts, progressOf, steps } from '#shared/consent-flow'
import { type Terms, type Texts, textKindOf } from '#shared/consent-texts'
import { AppError } from '#shared/errors'
import { type Channel, scopes } from '#shared/grant'
import { dayMs } from '#shared/japanese-date'
import type { PreviewOptions } from '#shared/preview'

/** The rows in the picture of the business notice, marked as サンプル (R78). */
const samples: (AccountLine & { memo: string })[] = [
  {
    branchName: 'サンプル・インターネット支店',
    branchCode: '001',
    type: '普通',
    number: '2000002',
    memo: '口座メモ5678901234567890',
  },
  {
    branchName: 'サンプル・インターネット支店',
    branchCode: '202',
    type: '普通',
    number: '1111111',
    memo: '',
  },
  {
    branchName: 'サンプル・インターネット支店',
    branchCode: '202',
    type: '普通',
    number: '2222222',
    memo: '',
  },
  {
    branchName: 'サンプル・支店支店',
    branchCode: '456',
    type: '普通',
    number: '1000014',
    memo: '口座メモ5678901234567890',
  },
]
const inventedProvider = {
  name: 'サンプル株式会社',
  registrationNumber: '関東財務局長（電代）第000号',
  site: 'https://sample.example/',
  privacyPolicy: 'https://sample.example/privacy',
  purpose: 'サンプル：収支の自動記録のため',
}
const inventedServices: Record<Channel, string> = {
  personal: '家計簿サンプル',
  business: '会計サンプル',
}

/** Notices to somebody whose branch is known. */
const withBranch: readonly string[] = [
  'locked',
  'stopped',
  'link-barred',
  'not-entitled',
  'user-left',
]

/** A view of invented data: nobody is authenticated, and nothing is written or issued (R91). */
export function previewView(engine: Engine, options: PreviewOptions): ConsentView {
  const { channel, language, screen, wrong } = options
  const now = engine.clock.now()
  const provider =
    options.providerId === null ? undefined : providerById(engine, options.providerId)
  if (options.providerId !== null && !provider) throw new AppError('provider.not-found')
  const frame = {
    channel,
    language,
    otherLanguage: `?lang=${language === 'ja' ? 'en' : 'ja'}`,
    institution: engine.settings.get('institution'),
    texts: textsFor(engine, options),
    termsNumber: textNumberAt(engine, 'terms', now),
    provider: provider
      ? {
          name: provider.name,
          service: channel === 'personal' ? provider.servicePersonal : provider.serviceBusiness,
          registrationNumber: provider.registrationNumber,
          site: provider.site,
          privacyPolicy: provider.privacyPolicy,
          purpose: provider.purpose,
        }
      : { ...inventedProvider, service: inventedServices[channel] },
    base: '',
    csrf: '',
  }
  const step = steps.find((one) => one === screen)
  const progress = progressOf(channel, sampleFacts(options), step ?? 'permit')
  const services = servicesFor(scopes)
  const lines = samples.map(({ memo: _, ...line }) => line)
  const states = pinStates(options.missingPins)
  const pinAccounts = samples.map((account, index) => ({
    ...account,
    index,
    state: states[index] ?? 'registered',
  }))
  switch (screen) {
    case 'sign-in':
      return {
        ...frame,
        progress,
        screen,
        wrong,
        loginId: wrong ? 'sample' : '',
        days: policyFor(engine, channel, provider).validityDays ?? 90,
        otherChannel: (provider?.channels.length ?? 1) > 1,
      }
    case 'user-number':
      return {
        ...{ ...frame, progress, screen, wrong, tries: 4 },
        ...{ anew: false, positions: [2, 5, 8], length: 10 },
      }
    case 'extra-challenge':
      return { ...frame, progress, screen, wrong, tries: 4, question: '母の旧姓' }
    case 'choose-services':
      return { ...frame, progress, screen, wrong, services }
    case 'choose-accounts':
      return {
        ...frame,
        progress,
        screen,
        wrong,
        accounts: lines.map((line, index) => ({
          ...line,
          index,
          type: index === 3 ? 'その他' : line.type,
          unlinkable: index === 3 ? ('type' as const) : undefined,
          former: options.renewal && index === 0,
          chosen: options.renewal && index === 0,
          pinLater: channel === 'business' && index !== 3 && states[index] === 'missing',
        })),
      }
    case 'register-inquiry-pin':
      return { ...frame, progress, screen, wrong, tries: 4, unchosen: false, accounts: pinAccounts }
    case 'inquiry-pin-result': {
      // Shows the first missing PIN as just typed.
      const typed = pinAccounts.findIndex((account) => account.state === 'missing')
      return {
        ...frame,
        progress,
        screen,
        accounts: pinAccounts.map((account, index) => ({
          ...account,
          state: index === typed ? ('pending' as const) : account.state,
        })),
        more: options.missingPins > 1,
      }
    }
    case 'permit': {
      const days = policyFor(engine, channel, provider).validityDays ?? 90
      const shown = lines.slice(0, 2)
      return {
        ...frame,
        progress,
        screen,
        wrong,
        changed: wrong ? ['accounts', 'period'] : undefined,
        scopes: [...scopes],
        services: channel === 'business' ? services : [],
        accounts: shown.map((line, index) => ({ ...line, added: options.renewal && index === 1 })),
        from: now,
        to: now + days * dayMs,
        days,
        leftOut: lines
          .slice(3)
          .map((line) => ({ ...line, type: 'その他', reason: 'type' as const })),
        renewal: options.renewal
          ? {
              grantedAt: now - 60 * dayMs,
              expiresAt: now + (days - 60) * dayMs,
              addedScopes: ['transactions'],
              removedScopes: [],
              removedAccounts: lines.slice(2, 3),
            }
          : undefined,
      }
    }
    case 'terms': {
      return { ...frame, screen, ...termsFor(engine, options) }
    }
    default:
      return {
        ...frame,
        screen: 'notice',
        kind: screen,
        branchName: withBranch.includes(screen) ? 'サンプル支店' : undefined,
        minutes: screen === 'locked' ? 2 : undefined,
        back: screen === 'expired' || screen === 'timed-out' ? '#' : undefined,
      }
  }
}

/** A walk that meets the screen that is looked at. */
function sampleFacts({ screen, missingPins }: PreviewOptions): FlowFacts {
  return {
    riskAsks: screen === 'extra-challenge',
    asksServices: screen === 'choose-services',
    asksAccounts: screen === 'choose-accounts',
    pinMissing: missingPins > 0,
  }
}

function textsFor(
  engine: Engine,
  { channel, language, version, marked, screen }: PreviewOptions,
): Texts {
  const kind = textKindOf(channel, language)
  const current = textsAt(engine, kind, engine.clock.now())
  if (version === null || screen === 'terms') return current
  findText(engine, kind, version)
  const texts = textsNumbered(engine, kind, version)
  return marked ? changeMarks(texts, current) : texts
}

function termsFor(engine: Engine, { version }: PreviewOptions): { number: number; terms: Terms } {
  if (version === null) return termsAt(engine, engine.clock.now())
  const found = termsNumbered(engine, version)
  if (!found) throw new AppError('text.not-found')
  return found
}

function pinStates(missing: PreviewOptions['missingPins']): PinState[] {
  return samples.map((_, index) => (index > 0 && index <= missing ? 'missing' : 'registered'))
}
