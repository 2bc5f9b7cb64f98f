import type { Progress } from '#shared/consent-flow'
import type { Language, TextKey, Texts } from '#shared/consent-texts'
import type { Institution } from '#shared/settings'
import { hoursInEnglish } from './hours.ts'
import { type Html, html } from './html.ts'
import type { Around, Frame } from './view.ts'
import { type Filled, words, wordsWithPhone } from './words.ts'

/** The page around every screen. `wrong`: an entry was refused; the window's title says so too, for those who do not see it. */
export function page(
  view: Around & {
    provider?: { name: string; service: string } | undefined
    base?: string | undefined
    progress?: Progress
  },
  head: { title: string; wrong?: boolean; goesOnTo?: string },
  body: Html,
): string {
  const { institution, provider, progress, language } = view
  const other = language === 'ja' ? 'en' : 'ja'
  const title = head.wrong ? words(view, 'frame.errorTitle', { title: head.title }) : head.title
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${head.goesOnTo !== undefined && html`<meta http-equiv="refresh" content="0;url=${head.goesOnTo}">`}
<title>${title}｜${institution.name}</title>
<link rel="stylesheet" href="/consent-assets/style.css">
</head>
<body>
<header class="union"><span class="mark" aria-hidden="true"></span><span class="union-name"${inJapanese(view)}>${institution.name}</span><span class="union-service">${words(view, 'frame.banking')}</span>${view.otherLanguage !== '' && html`<a class="language" href="${view.otherLanguage}" lang="${other}" hreflang="${other}">${words(view, 'frame.otherLanguage')}</a>`}</header>
<main>
${provider && html`<p class="provider"><span class="provider-label">${words(view, 'frame.provider')}</span><strong${inJapanese(view)}>${provider.name}</strong><span${inJapanese(view)}>${provider.service}</span><span class="other-company">${words(view, 'frame.otherCompany')}</span></p>`}
${progress && html`<p class="step">${words(view, 'frame.step', { step: progress.step, steps: stepsText(progress, language) })}</p>`}
<h1>${head.title}</h1>
${body}
${view.base && html`<iframe class="time" src="${view.base}/time" title="${words(view, 'time.title')}"></iframe>`}
</main>
<footer><span${inJapanese(view)}>${institution.name}</span>　${wordsWithPhone(view, 'frame.contact')}${phoneHours(view)}</footer>
</body>
</html>
`
  return document.text
}

const stepsText = ({ fewest, most }: Progress, language: Language): string =>
  fewest === most ? String(most) : `${fewest}${language === 'ja' ? '～' : '–'}${most}`

/** When somebody answers the telephone; to who reads English, in which zone too. */
export function phoneHours(view: { institution: Institution; language: Language }): Html | '' {
  const { phoneHours } = view.institution
  if (phoneHours === '') return ''
  if (view.language === 'ja') return html` <span class="hours">${phoneHours}</span>`
  const english = hoursInEnglish(phoneHours)
  return html` <span class="hours">${english ?? html`<span lang="ja">${phoneHours}</span>`}, Japan time (UTC+9)</span>`
}

/** For names that are Japanese on English pages too: a screen reader must know. */
export function inJapanese(view: { language: Language }): Html | false {
  return view.language !== 'ja' && html` lang="ja"`
}

/** The mark with which the business notice begins its headings. */
export function bullet(view: { language: Language }): string {
  return view.language === 'ja' ? '◎ ' : ''
}

/** 中止する, on every screen and as large as the button that goes on (R34); what it does is said where it is called so. */
export function cancelForm(
  view: Pick<Frame, 'base' | 'csrf' | 'texts'>,
  button: TextKey = 'frame.cancel',
): Html {
  return html`<form method="post" action="${view.base}/cancel" class="cancel"><input type="hidden" name="csrf" value="${view.csrf}"><button type="submit" class="secondary">${words(view, button)}</button></form>
${button === 'frame.cancel' && html`<p class="hint">${words(view, 'frame.cancel.note')}</p>`}`
}

/** How often one may still be wrong, said together with the error. */
export function triesLeft(view: { texts: Texts; tries: number }): Html {
  return html`<p class="tries">${words(view, 'tries.left', { tries: view.tries })}</p>`
}

/** The form of a step; everything in it goes to `<base>/<step>`. */
export function stepForm(view: Frame, step: string, body: Html): Html {
  return html`<form method="post" action="${view.base}/${step}" autocomplete="off">
<input type="hidden" name="csrf" value="${view.csrf}">
${body}
</form>`
}

export function primary(text: string): Html {
  return html`<button type="submit" class="primary">${text}</button>`
}

/** States above the form what went wrong and what to do. The page opens with the focus here; the fields refer to it. */
export function errorSummary(
  view: { texts: Texts; institution: Institution },
  title: TextKey,
  advice: TextKey,
  filled: Filled = {},
): Html {
  return html`<div class="error" role="alert" id="error" tabindex="-1" autofocus><p class="error-title">${words(view, title)}</p><p>${wordsWithPhone(view, advice, filled)}</p></div>`
}

export const pointsToError = html`aria-invalid="true" aria-describedby="error"`
