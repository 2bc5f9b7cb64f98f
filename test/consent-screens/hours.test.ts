import { describe, expect, it } from 'vitest'
import { renderConsent } from '#consent-screens'
import { shippedTexts, textKindOf } from '#shared/consent-texts'
import { hoursInEnglish } from '../../src/main/consent-screens/hours.ts'

describe('when the telephone is answered, on English pages', () => {
  it.each([
    ['平日 9:00〜17:00', 'Weekdays 9:00–17:00'],
    ['平日　９：００～１７：００', 'Weekdays 9:00–17:00'],
    ['平日9時から17時30分まで', 'Weekdays 9:00–17:30'],
    ['月〜金 9:00-15:00', 'Weekdays 9:00–15:00'],
    ['毎日 8:30〜20:00', 'Every day 8:30–20:00'],
    ['平日 9:00〜17:00（練習）', 'Weekdays 9:00–17:00 (practice)'],
  ])('%s is %s', (japanese, english) => expect(hoursInEnglish(japanese)).toBe(english))

  it.each(['平日 9:00〜17:00（12/31〜1/3を除く）', '平日 9:00〜12:00、13:00〜17:00', '第2土曜も'])(
    '%s is not told as something else',
    (japanese) => expect(hoursInEnglish(japanese)).toBeUndefined(),
  )

  const shown = (language: 'ja' | 'en', phoneHours: string) =>
    renderConsent({
      ...{ screen: 'notice', kind: 'busy', channel: 'personal', language, otherLanguage: '' },
      ...{ base: '/consent/x', csrf: 'c', texts: shippedTexts(textKindOf('personal', language)) },
      ...{ minutes: undefined, branchName: '本店' },
      institution: { code: '2075', name: '試験信用組合', phone: '018-000-0000', phoneHours },
    })

  it('the English page says what the Japanese one says, and the zone', () => {
    const japanese = '平日 9:00〜17:00'
    expect(shown('ja', japanese)).toContain(`<span class="hours">${japanese}</span>`)
    const english = shown('en', japanese)
    expect(english.match(/Weekdays 9:00–17:00, Japan time \(UTC\+9\)/g)?.length).toBe(2)
    expect(english).not.toContain(japanese)
    const other = '第2土曜も 9:00〜12:00'
    expect(shown('en', other)).toContain(`<span lang="ja">${other}</span>, Japan time (UTC+9)`)
    expect(shown('en', '')).not.toContain('Japan time')
  })
})
