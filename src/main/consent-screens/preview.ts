import type { TextKey, Texts } from '#shared/consent-texts'
import { renderConsent } from './render.ts'
import { consentStyle } from './style.ts'
import type { ConsentView } from './view.ts'

/** Marks around a changed text: private-use characters, which no text holds, replaced by markup after everything is escaped. */
const open = '\ue000'
const close = '\ue001'
/** Keys that are switches and not texts: they decide what is shown and are not shown themselves. */
const notShown: readonly TextKey[] = ['permit.details']

/** The texts with marks around those that differ from the ones that hold now. */
export function changeMarks(texts: Texts, current: Texts): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      text === current[key] || notShown.includes(key as TextKey) ? text : `${open}${text}${close}`,
    ]),
  )
}

/**
 * The page of a view as staff preview it: the page that the server serves (R91), with a watermark, its style inside it under
 * a nonce, and changed texts marked. It is shown in a sandboxed frame, which submits no form.
 */
export function renderPreview(view: ConsentView, nonce: string): string {
  return framed(withMarks(renderConsent(view)), nonce, 'プレビュー')
}

/** A page with its style inside it and a watermark in its corner. */
export function framed(page: string, nonce: string, watermark: string): string {
  return page
    .replace(
      '<link rel="stylesheet" href="/consent-assets/style.css">',
      () => `<style nonce="${nonce}">${consentStyle}</style>`,
    )
    .replace('<body>', `<body><p class="watermark" aria-hidden="true">${watermark}</p>`)
}

function withMarks(page: string): string {
  if (!page.includes(open)) return page
  const bare = (text: string): string => text.replaceAll(open, '').replaceAll(close, '')
  return page
    .replace(/<title>[^<]*<\/title>/, bare)
    .replace(/<[^>]*>/g, bare)
    .replaceAll(open, '<mark>')
    .replaceAll(close, '</mark>')
}
