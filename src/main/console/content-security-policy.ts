/**
 * The hash of React Aria's only style element (touch-action of pressable elements); tests of the screens fail when it
 * changes.
 */
const reactAriaStyle = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='"

/** The headers of a previewed page: its own style, no script, no form, and only the console may frame it (R91). */
export function previewHeaders(nonce: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  }
}

/** The console's own policy (item 7 of Electron's security list), the same over app:// and over HTTP. blob: is the PDF that it prints. */
export const consoleContentSecurityPolicy = `default-src 'none'; script-src 'self'; style-src 'self' ${reactAriaStyle}; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'`
