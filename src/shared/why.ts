import * as z from 'zod'

/** Why a link works or does not (R98); the sentence for each is `why.<code>` in the messages. */
export const WhyCode = z.enum([
  'working',
  'never-used',
  'refused',
  'key-refused',
  'provider-suspended',
  'halted',
  'provider-ended',
  'held',
  'emergency',
  'expired',
  'superseded',
  'lapsed',
  'revoked',
  'terminated',
  'by-provider',
  'replayed',
  'password-changed',
  'service-stopped',
  'contract-ended',
])
export type WhyCode = z.infer<typeof WhyCode>
