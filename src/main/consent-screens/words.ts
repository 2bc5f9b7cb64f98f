import type { Placeholder, TextKey, Texts } from '#shared/consent-texts'

export type Filled = Partial<Record<Placeholder, string | number>>

/** A text of this version with its placeholders filled in. What a person typed stays text: html.ts escapes it. */
export function words(view: { texts: Texts }, key: TextKey, filled: Filled = {}): string {
  return (view.texts[key] ?? '').replace(/\{([a-z]+)\}/gi, (whole, name) =>
    name in filled ? String(filled[name as Placeholder]) : whole,
  )
}
