import type { Language, Texts } from '#shared/consent-texts'
import { html } from './html.ts'
import { words } from './words.ts'

export interface TimeView {
  language: Language
  texts: Texts
  base: string
  csrf: string
  /** Seconds until the walk ends; 0: it has ended. */
  left: number
  /** From how many seconds before the end on the warning stands. */
  warning: number
  /** Whether there is more time to be had. */
  more: boolean
}

/**
 * How much time is left, in a frame of its own below each page (WCAG 2.2.1): it tells by itself when little is left, and more is
 * asked for within it, without a script and without touching what has been typed on the page around it.
 */
export function renderTime(view: TimeView): string {
  const { left, warning } = view
  const warns = left > 0 && left <= warning
  // Never more than there is, and of what is said to be less than that, never less.
  const minutes = warns ? Math.ceil(left / 60) : Math.max(1, Math.floor(left / 60))
  // What it says is true for a minute.
  const again = left === 0 ? undefined : warns ? left + 1 : Math.min(left - warning, 60)
  return html`<!doctype html>
<html lang="${view.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${again !== undefined && html`<meta http-equiv="refresh" content="${again};url=${view.base}/time">`}
<title>${words(view, 'time.title')}</title>
<link rel="stylesheet" href="/consent-assets/style.css">
</head>
<body class="time-left">
${left > warning && html`<p class="hint">${words(view, 'time.left', { minutes })}</p>`}
${
  warns &&
  html`<form method="post" action="${view.base}/time"><input type="hidden" name="csrf" value="${view.csrf}"><p role="alert">${words(view, 'time.warning', { minutes })}</p>${view.more && html`<button type="submit" class="secondary">${words(view, 'time.continue')}</button>`}</form>`
}
${left === 0 && html`<p role="alert">${words(view, 'time.over')} <a href="${view.base}" target="_top">${words(view, 'time.next')}</a></p>`}
</body>
</html>
`.text
}
