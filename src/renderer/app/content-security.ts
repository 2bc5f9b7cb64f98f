import { config } from 'zod'

/** What libraries may not do under the console's content security policy. To be imported before all of them. */

// zod would compile its schemas with new Function, which Trusted Types refuses.
config({ jitless: true })

interface TrustedTypes {
  createPolicy(name: 'default', rules: { createHTML: (text: string) => string | null }): unknown
}

/**
 * React Aria's announcer empties an element with innerHTML = ''. The policy lets an empty text through and no markup (item 7
 * of Electron's security list).
 */
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
trustedTypes?.createPolicy('default', { createHTML: (text) => (text === '' ? '' : null) })
