import type { TextKey, Texts } from '#shared/consent-texts'
import type { Channel } from '#shared/grant'
import type { Institution } from '#shared/settings'
import { type Html, html } from './html.ts'
import type { Frame } from './view.ts'
import { type Filled, words } from './words.ts'

/** How many steps each notice counts (手順1–4, 手順1–5). */
const stepsOf: Record<Channel, number> = { personal: 4, business: 5 }

/** The page around every screen. `step` is the number of the step in the notices. */
export function page(
  view: {
    channel: Channel
    institution: Institution
    texts: Texts
    provider?: { name: string; service: string } | undefined
    base?: string | undefined
  },
  head: { title: string; step?: number; goesOnTo?: string },
  body: Html,
): string {
  const { institution, provider } = view
  const document = html`<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${head.goesOnTo !== undefined && html`<meta http-equiv="refresh" content="0;url=${head.goesOnTo}">`}
<title>${head.title}｜${institution.name}</title>
<link rel="stylesheet" href="/consent-assets/style.css">
</head>
<body>
<header class="union"><span class="mark" aria-hidden="true"></span><span class="union-name">${institution.name}</span><span class="union-service">${words(view, 'frame.banking')}</span></header>
<main>
${provider && html`<p class="provider"><span class="provider-label">${words(view, 'frame.provider')}</span><strong>${provider.name}</strong><span>${provider.service}</span><span class="other-company">${words(view, 'frame.otherCompany')}</span></p>`}
${head.step !== undefined && html`<p class="step">${words(view, 'frame.step', { step: head.step, steps: stepsOf[view.channel] })}</p>`}
<h1>${head.title}</h1>
${body}
${view.base && html`<iframe class="time" src="${view.base}/time" title="${words(view, 'time.title')}"></iframe>`}
</main>
<footer>${institution.name}　${words(view, 'frame.contact', { phone: institution.phone })}</footer>
</body>
</html>
`
  return document.text
}

/** 中止する, on every screen and as large as the button that goes on (R34). */
export function cancelForm(
  view: Pick<Frame, 'base' | 'csrf' | 'texts'>,
  button: TextKey = 'frame.cancel',
): Html {
  return html`<form method="post" action="${view.base}/cancel" class="cancel"><input type="hidden" name="csrf" value="${view.csrf}"><button type="submit" class="secondary">${words(view, button)}</button></form>
<p class="hint">${words(view, 'frame.cancel.note')}</p>`
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

/** States above the form what went wrong and what to do; the fields refer to it. */
export function errorSummary(
  view: { texts: Texts },
  title: TextKey,
  advice: TextKey,
  filled: Filled = {},
): Html {
  return html`<div class="error" role="alert" id="error"><p class="error-title">${words(view, title)}</p><p>${words(view, advice, filled)}</p></div>`
}

export const pointsToError = html`aria-describedby="error"`
