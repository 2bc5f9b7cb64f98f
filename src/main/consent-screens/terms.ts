import { html } from './html.ts'
import { page } from './layout.ts'
import type { TermsView } from './view.ts'
import { words } from './words.ts'

/** API利用規定, as the union entered them: plain paragraphs, in the version that the link named. */
export function termsScreen(view: TermsView): string {
  return page(
    view,
    { title: view.terms.title },
    html`<p class="hint">${words(view, 'signIn.terms', { version: view.number })}</p>${view.terms.paragraphs.map((paragraph) => html`<p class="paragraph">${paragraph}</p>`)}`,
  )
}
