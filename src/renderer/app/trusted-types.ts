interface TrustedTypes {
  createPolicy(name: 'default', rules: { createHTML: (text: string) => string | null }): unknown
}

/**
 * React Aria's announcer empties an element with innerHTML = ''. The policy lets an empty text through and no markup (item 7
 * of Electron's security list).
 */
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
trustedTypes?.createPolicy('default', { createHTML: (text) => (text === '' ? '' : null) })
