import { html } from './html.ts'
import { inJapanese, page } from './layout.ts'
import type { TermsView } from './view.ts'
import { words } from './words.ts'

/**
 * API利用規定, as the union entered them: plain paragraphs, in the version that the link named. English readers get the Japanese
 * text where there is no other.
 */
export function termsScreen(view: TermsView): string {
  const { terms, language } = view
  const { englishParagraphs = [] } = terms
  const translated = englishParagraphs.length > 0
  const english = language === 'en' && translated
  const paragraphs = english ? englishParagraphs : terms.paragraphs
  return page(
    view,
    {
      title: english
        ? terms.englishTitle || words(view, 'signIn.terms', { version: view.number })
        : terms.title,
    },
    html`<p class="hint">${words(view, 'signIn.terms', { version: view.number })}</p>${(translated || language === 'en') && html`<p class="hint">${words(view, 'signIn.terms.japanese')}</p>`}<div${!english && inJapanese(view)}>${paragraphs.map((paragraph) => html`<p class="paragraph">${paragraph}</p>`)}</div>`,
  )
}
