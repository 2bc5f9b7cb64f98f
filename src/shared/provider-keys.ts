import * as z from 'zod'
import { Jwks } from './provider.ts'

/** What is wrong with public keys as somebody gives them, each with its own sentence. */
export const KeyFault = z.enum([
  'empty',
  'unreadable',
  'private-key',
  'shared-secret',
  'no-public-key',
  'unknown-type',
  'broken',
  'rsa-too-short',
  'life',
  'kid-not-unique',
  'too-many',
  'no-key-for-algorithm',
  // Of an address.
  'not-https',
  'private-address',
  'unreachable',
  'redirect',
  'status',
  'too-large',
  'timeout',
])
export type KeyFault = z.infer<typeof KeyFault>

/** Why a sound key is not one that the registered algorithm signs with. */
export const KeyMisfit = z.enum(['type', 'curve', 'algorithm', 'use'])
export type KeyMisfit = z.infer<typeof KeyMisfit>

/** One public key as it was read. */
export const ReadKey = z.object({
  kid: z.string(),
  /** It came without a `kid` and is named by its thumbprint. */
  kidGiven: z.boolean(),
  kty: z.string(),
  crv: z.string().nullable(),
  bits: z.number().nullable(),
  /** RFC 7638, SHA-256, base64url. */
  thumbprint: z.string(),
  misfit: KeyMisfit.nullable(),
  /** Valid from and until, epoch milliseconds. */
  from: z.number().nullable(),
  until: z.number().nullable(),
})
export type ReadKey = z.infer<typeof ReadKey>

/** A key that is registered: its life, and what of it is known from use. */
export const ProviderKey = ReadKey.extend({
  state: z.enum(['in-force', 'future', 'over']),
  /** When an assertion was last signed with it; null: never, as far as is known. */
  usedAt: z.number().nullable(),
  /** Nothing was signed with it for long, while another key is in use. */
  unused: z.boolean(),
})
export type ProviderKey = z.infer<typeof ProviderKey>

/** What was read of given keys. With a fault nothing of them can be registered. */
export const KeyReading = z.object({
  keys: z.array(ReadKey),
  /** The public parts alone, in the form in which they are registered; null with a fault. */
  jwks: Jwks.nullable(),
  /** `at` counts from 1; 0 is the whole of them. */
  faults: z.array(z.object({ fault: KeyFault, at: z.number(), value: z.string() })),
  /** It was given in another form than that in which it is registered. */
  converted: z.boolean(),
})
export type KeyReading = z.infer<typeof KeyReading>
