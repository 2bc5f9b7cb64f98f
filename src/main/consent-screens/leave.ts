import { html } from './html.ts'
import { page } from './layout.ts'
import type { LeaveView } from './view.ts'
import { words } from './words.ts'

/**
 * The last page: it goes on to the provider by itself, by GET and without a script. A redirect of the POST would not do: browsers
 * hold the whole chain of redirects after a form to the page's form-action, and a provider may redirect on to anywhere.
 */
export function leaveScreen(view: LeaveView): string {
  return page(
    view,
    { title: words(view, 'leave.title'), goesOnTo: view.to },
    html`<p>${words(view, 'leave.lead')}</p>
<p><a class="primary" href="${view.to}">${words(view, 'leave.button')}</a></p>`,
  )
}
