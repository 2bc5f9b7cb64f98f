import { html } from './html.ts'
import {
  cancelForm,
  errorSummary,
  page,
  pointsToError,
  primary,
  stepForm,
  triesLeft,
} from './layout.ts'
import type { UserNumberView } from './view.ts'
import { words } from './words.ts'

/** P2: single digits of the 利用者番号, so that somebody who looks on does not learn the whole number. */
export function userNumberScreen(view: UserNumberView): string {
  const name = (position: number): string => words(view, 'userNumber.digit', { position })
  const positions = view.positions.map(name).join(view.language === 'ja' ? '、' : ', ')
  return page(
    view,
    { title: words(view, 'userNumber.title'), wrong: view.wrong },
    html`${view.anew && errorSummary(view, 'userNumber.anew.title', 'userNumber.anew', { positions })}
${view.wrong && errorSummary(view, 'userNumber.wrong.title', 'userNumber.wrong', { positions })}${view.wrong && triesLeft(view)}
<p>${words(view, 'userNumber.lead')}</p>
${stepForm(
  view,
  'user-number',
  html`<input type="hidden" name="asked" value="${view.positions.join(' ')}"><fieldset><legend>${words(view, 'userNumber.legend')}</legend>
<p class="hint">${words(view, 'userNumber.hint', { length: view.length, positions })}</p>
<div class="digits">${view.positions.map((position, i) => html`<div class="digit"><label for="digit-${i + 1}">${name(position)}</label><input id="digit-${i + 1}" name="digit" type="text" inputmode="numeric" required maxlength="1" size="1" pattern="[0-9０-９]" title="${words(view, 'userNumber.digit.hint')}" autocomplete="off" ${view.wrong && pointsToError}></div>`)}</div>
</fieldset>
${primary(words(view, 'userNumber.button'))}`,
)}
${cancelForm(view)}`,
  )
}
