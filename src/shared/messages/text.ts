/** One text in every language: with one of them missing it does not compile. */
export type Text = readonly [ja: string, en: string]
export type Texts = Record<string, Text>
export type Language = 'ja' | 'en'

export const inLanguage = (text: Text, language: Language): string =>
  text[language === 'ja' ? 0 : 1]
