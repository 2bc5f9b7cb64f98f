import { createPrivateKey, createPublicKey } from 'node:crypto'
import type * as z from 'zod'
import type { Keys } from '../keys/keys.ts'

/** Signed statements about the audit, to be copied to another place. */
export const copiesFolder = 'audit-signed'

/** Loaded with the first check; no start has to wait for it. */
const jose = () => import('jose')
export type Signing = Pick<Keys, 'signing'>

/** A compact JWS (RFC 7515) of `claim` by the key that the server publishes. */
export async function signClaim(keys: Signing, claim: object, purpose: string): Promise<string> {
  const [key] = keys.signing
  if (!key) throw new Error('no signing key')
  const { CompactSign } = await jose()
  return new CompactSign(Buffer.from(JSON.stringify(claim)))
    .setProtectedHeader({ alg: 'ES256', typ: purpose, kid: key.kid })
    .sign(createPrivateKey({ key: key as never, format: 'jwk' }))
}

/** What one of our keys has signed for this purpose; undefined for anything else. */
export async function readClaim<T>(
  text: string,
  { signing }: Signing,
  { purpose, schema }: { purpose: string; schema: z.ZodType<T> },
): Promise<T | undefined> {
  const { compactVerify } = await jose()
  try {
    const { payload, protectedHeader } = await compactVerify(
      text.trim(),
      ({ kid }) => {
        const key = signing.find((one) => one.kid === kid)
        return createPublicKey({ key: key as never, format: 'jwk' })
      },
      { algorithms: ['ES256'] },
    )
    return protectedHeader.typ === purpose
      ? schema.parse(JSON.parse(Buffer.from(payload).toString()))
      : undefined
  } catch {
    return undefined
  }
}
