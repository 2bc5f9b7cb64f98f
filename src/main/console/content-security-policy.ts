/** React Aria's one style element (touch-action of what can be pressed); the screens' tests fail when it changes. */
const reactAriaStyle = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='"

/** The console's own policy (product.md section 6, row 7), the same over app:// and over HTTP. */
export const consoleContentSecurityPolicy = `default-src 'none'; script-src 'self'; style-src 'self' ${reactAriaStyle}; img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'`
