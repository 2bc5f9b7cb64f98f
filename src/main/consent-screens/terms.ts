import { html } from './html.ts'
import { page } from './layout.ts'
import type { TermsView } from './view.ts'

/** The union's own terms are not ours to invent: until they are entered, the page says so. */
export function termsScreen(view: TermsView): string {
  return page(
    { title: 'API利用規定', institution: view.institution },
    html`<p>${view.texts.termsVersion}</p><p>この画面には、当組合が定めるAPI利用規定の本文が表示されます。規定の本文が必要なときは、当組合（${view.institution.phone}）までお申し付けください。</p>`,
  )
}
