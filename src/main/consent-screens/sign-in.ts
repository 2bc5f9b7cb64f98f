import type { TextKey } from '#shared/consent-texts'
import { html } from './html.ts'
import { cancelForm, errorSummary, page, pointsToError, primary, stepForm } from './layout.ts'
import type { SignInView } from './view.ts'
import { words } from './words.ts'

/** ご利用にあたっての注意事項, in the notices' order; their last one stands in full as signIn.caution. */
const notes = [
  'signIn.notes.contract',
  'signIn.notes.stop',
  'signIn.notes.period',
  'signIn.notes.service',
] as const satisfies readonly TextKey[]

/** P1 and B1. */
export function signInScreen(view: SignInView): string {
  const other = view.channel === 'personal' ? 'business' : 'personal'
  const button = words(view, 'signIn.button')
  return page(
    view,
    { title: words(view, 'signIn.title'), wrong: view.wrong },
    html`${view.wrong && errorSummary(view, 'signIn.wrong.title', 'signIn.wrong')}
<p>${words(view, 'signIn.lead', { button })}</p>
${stepForm(
  view,
  'sign-in',
  html`<div class="field"><label for="loginId">${words(view, 'signIn.loginId')}</label><input id="loginId" name="loginId" type="text" required maxlength="64" value="${view.loginId}" autocomplete="username" autocapitalize="none" spellcheck="false" ${view.wrong && pointsToError}></div>
<div class="field"><label for="password">${words(view, 'signIn.password')}</label><input id="password" name="password" type="password" required maxlength="128" autocomplete="current-password" ${view.wrong && pointsToError}></div>
<section class="caution" aria-labelledby="caution"><h2 id="caution">${words(view, 'signIn.caution.title')}</h2>
<p>${words(view, 'signIn.caution')}</p>
<ul class="notes">${notes.map((key) => html`<li>${words(view, key, { days: view.days })}</li>`)}</ul>
<h3>${words(view, 'signIn.disclaimer.title')}</h3>
<p><a href="/terms/${view.termsNumber}" target="_blank" rel="noopener">${words(view, 'signIn.terms', { version: view.termsNumber })} <span class="new-tab">${words(view, 'signIn.newTab')}</span></a></p></section>
${primary(button)}`,
)}
${cancelForm(view)}
${view.otherChannel && html`<p class="other-channel"><a href="${view.base}/sign-in?channel=${other}">${words(view, 'frame.otherChannel')}</a></p>`}`,
  )
}
