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
import type { ExtraChallengeView } from './view.ts'
import { words } from './words.ts'

/** P3, only when the risk rule asks (R22). */
export function extraChallengeScreen(view: ExtraChallengeView): string {
  return page(
    view,
    { title: words(view, 'extraChallenge.title'), wrong: view.wrong },
    html`${view.wrong && errorSummary(view, 'extraChallenge.wrong.title', 'extraChallenge.wrong')}${view.wrong && triesLeft(view)}
<p>${words(view, 'extraChallenge.lead')}</p>
${stepForm(
  view,
  'extra-challenge',
  html`<dl class="question"><dt>${words(view, 'extraChallenge.question')}</dt><dd>${view.question}</dd></dl>
<div class="field"><label for="answer">${words(view, 'extraChallenge.answer')}</label><input id="answer" name="answer" type="text" required maxlength="64" autocomplete="off" spellcheck="false" ${view.wrong && pointsToError}></div>
${primary(words(view, 'extraChallenge.button'))}`,
)}
${cancelForm(view)}`,
  )
}
