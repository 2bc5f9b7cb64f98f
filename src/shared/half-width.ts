/**
 * What is typed into a field for digits, codes, days or addresses, in half width: full-width letters, digits, signs and spaces
 * (Unicode's FF01–FF5E and 3000), and a dash of any kind after one of them. As long as it was, so that the caret stays where it is.
 * Japanese words in it, such as an era, stay.
 */
export function halfWidth(text: string): string {
  return text
    .replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll('　', ' ')
    .replace(/(?<=[!-~])[‐‑‒–—―−ーｰ]/g, '-')
}
