import { expect, it } from 'vitest'
import { faceOf, inOtherLanguage, languageAsked } from '../../src/main/server/consent/face.ts'

it.each([
  ['/terms/1', undefined, 'personal', 'ja'],
  ['/terms/1?lang=en', undefined, 'personal', 'en'],
  ['/x', 'a=1; rk_words=business-en', 'business', 'en'],
  ['/x?lang=ja', 'rk_words=business-en; b=2', 'business', 'ja'],
  ['/x?lang=fr', 'rk_words=staff-xx', 'personal', 'ja'],
  ['//', 'rk_words=', 'personal', 'ja'],
])('%s with %s is answered in the words of %s, %s', (url, cookie, channel, language) => {
  expect(faceOf({ url, headers: { cookie } })).toEqual({ channel, language })
})

it.each([
  ['en', 'en'],
  ['fr-CA EN-us ja', 'en'],
  ['ja-JP en', 'ja'],
  ['fr', undefined],
  ['', undefined],
  [undefined, undefined],
  [['en'], undefined],
])('ui_locales %j asks for %s', (asked, language) => {
  expect(languageAsked(asked)).toBe(language)
})

it('the link to the other language keeps what was asked and stays on this host', () => {
  expect(inOtherLanguage('/auth?client_id=a&request_uri=b', 'ja')).toBe(
    '/auth?client_id=a&request_uri=b&lang=en',
  )
  expect(inOtherLanguage('/terms/2?lang=en', 'en')).toBe('/terms/2?lang=ja')
  expect(inOtherLanguage('//elsewhere.example/x', 'ja')).toBe('/elsewhere.example/x?lang=en')
})
