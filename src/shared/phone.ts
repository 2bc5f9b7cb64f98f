/** How dashes are typed: hyphens, minus, the long vowel mark and their full-width forms. */
const dashes = /[‐‑‒–—―−ーｰ－]/g

/**
 * A Japanese telephone number as it is printed, in half-width digits and hyphens; undefined when it is none: it begins with 0 and
 * has 10 or 11 digits (電気通信番号計画, 総務省告示).
 */
export function parsePhone(typed: string): string | undefined {
  const text = typed.replace(dashes, '-').normalize('NFKC').trim()
  const digits = text.replace(/[-() ]/g, '')
  return /^0[1-9]\d{8,9}$/.test(digits) && /^[\d() -]+$/.test(text) ? text : undefined
}
