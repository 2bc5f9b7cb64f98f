import type { NoticeKind } from '#shared/preview'
import { html } from './html.ts'
import { cancelForm, page, phoneHours } from './layout.ts'
import type { NoticeView } from './view.ts'
import { words, wordsWithPhone } from './words.ts'

/** Notices after which the same walk begins anew, or goes on. */
const again: readonly NoticeKind[] = ['out-of-order', 'busy', 'password-changed']

/** What the notices leave out (R34): each says what happened, why, and what to do. */
export function noticeScreen(view: NoticeView): string {
  const { kind, branchName: branch, detail: number, minutes } = view
  const way =
    view.base !== undefined && view.csrf !== undefined
      ? { base: view.base, csrf: view.csrf, texts: view.texts }
      : undefined
  return page(
    view,
    { title: words(view, `notice.${kind}.title`) },
    html`<p>${words(view, `notice.${kind}.why`)}</p>
${minutes === null && html`<p>${words(view, 'notice.locked.closed')}</p>`}
${minutes && html`<p>${words(view, 'notice.locked.until', { minutes })}</p>`}
<p>${words(view, `notice.${kind}.todo`)}</p>
${branch !== undefined && html`<p>${wordsWithPhone(view, 'notice.call', { branch })}${phoneHours(view)}</p>`}
${number !== undefined && html`<p class="hint">${words(view, 'notice.number', { number })}</p>`}
${way && again.includes(kind) && html`<p><a class="primary" href="${way.base}">${words(view, 'notice.again')}</a></p>`}
${way && minutes && html`<p><a class="primary" href="${way.base}">${words(view, 'notice.retry')}</a></p>`}
${way && cancelForm(way, again.includes(kind) ? 'frame.cancel' : 'notice.back')}
${view.back !== undefined && html`<p><a class="primary" href="${view.back}">${words(view, 'notice.back')}</a></p>`}`,
  )
}
