import * as z from 'zod'
import type { Terms } from './consent-texts.ts'
import { shippedTerms } from './consent-texts.ts'

/** What must be real before the first customer is shown a page; as long as one is missing no provider can be activated. */
export const ReadinessItem = z.enum([
  'institution',
  'phone',
  'phoneHours',
  'terms',
  'validityPersonal',
  'validityBusiness',
  'issuer',
])
export type ReadinessItem = z.infer<typeof ReadinessItem>

/** What a new house does first: nobody agrees to anything, and nobody links, before it is done. */
export const BeginItem = z.enum([
  'administrator',
  'headOffice',
  'branches',
  'customers',
  'accounts',
])
export type BeginItem = z.infer<typeof BeginItem>

/** The name that stands where nobody has entered one. */
export const nameUnset = '信用組合（名称未設定）'

/** Whether terms are a credit union's own: nobody may be asked to agree to the sample, wholly or in part. */
export function areOwnTerms(terms: Terms): boolean {
  return !terms.paragraphs.some((text) =>
    shippedTerms.paragraphs.some((sample) => text.includes(sample)),
  )
}

/** An address that nobody reaches but from the machine itself on which the engine runs. */
export const isOfOwnMachine = (address: string): boolean =>
  URL.canParse(address) && /^(localhost|127\.|\[::1\]|0\.0\.0\.0$)/.test(new URL(address).hostname)

/** An address that providers and customers reach from outside: https, and not this machine itself. */
export const isPublicIssuer = (issuer: string): boolean =>
  URL.canParse(issuer) && new URL(issuer).protocol === 'https:' && !isOfOwnMachine(issuer)
