import type { Placeholder, TextKey, Texts } from '#shared/consent-texts'

export type Filled = Partial<Record<Placeholder, string | number>>

/** A text of this version with its placeholders filled in. Values stay plain text: html.ts escapes them. */
export function words(view: { texts: Texts }, key: TextKey, filled: Filled = {}): string {
  return (view.texts[key] ?? '').replace(/\{([a-z]+)\}/gi, (whole, name) =>
    name in filled ? String(filled[name as Placeholder]) : whole,
  )
}
