import { expect, it } from 'vitest'
import { renderConsent } from '#consent-screens'
import { shippedTexts, textKindOf } from '#shared/consent-texts'
import { noticesOf } from '#shared/preview'

it.each(
  (['personal', 'business'] as const).flatMap((channel) =>
    noticesOf(channel).flatMap((kind) =>
      ([undefined, 3] as const).map((minutes) => [channel, kind, minutes] as const),
    ),
  ),
)(
  '%s, %s, locked for %s: what 中止 does is said where a button is called so',
  (channel, kind, minutes) => {
    const page = renderConsent({
      ...{ screen: 'notice', kind, channel, language: 'ja', otherLanguage: '', minutes },
      ...{ base: '/consent/x', csrf: 'c', texts: shippedTexts(textKindOf(channel, 'ja')) },
      institution: { code: '2075', name: '試験信用組合', phone: '018-000-0000', phoneHours: '' },
    })
    expect(page).toContain('action="/consent/x/cancel"')
    expect(page.includes('中止すると、')).toBe(page.includes('>中止する</button>'))
  },
)
