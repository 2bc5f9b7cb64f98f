import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import * as z from 'zod'

/**
 * The secret that wraps keys.json. It is kept outside of the data folder: in a key file, a systemd credential, or the operating
 * system's store.
 */
export type DataKey = Uint8Array

const bytes = z.base64url().transform((text) => Buffer.from(text, 'base64url'))
export const WrappedKeys = z.strictObject({
  version: z.literal(2),
  cipher: z.literal('aes-256-gcm, key by hkdf-sha256'),
  salt: bytes,
  iv: bytes,
  tag: bytes,
  sealed: bytes,
})

const purpose = 'renkei-desk keys.json 2'
const derived = (key: DataKey, salt: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, purpose, 32))

/** AES-256-GCM (NIST SP 800-38D) under a key by HKDF (RFC 5869) with a salt of its own for each wrapping. */
export function wrap(plain: string, dataKey: DataKey): string {
  const salt = randomBytes(32)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', derived(dataKey, salt), iv)
  cipher.setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  const text = (part: Buffer): string => part.toString('base64url')
  return JSON.stringify(
    {
      version: 2,
      cipher: 'aes-256-gcm, key by hkdf-sha256',
      salt: text(salt),
      iv: text(iv),
      tag: text(cipher.getAuthTag()),
      sealed: text(sealed),
    } satisfies z.input<typeof WrappedKeys>,
    null,
    1,
  )
}

/** @returns undefined when it was wrapped under another key, or changed since */
export function unwrap(
  wrapped: z.output<typeof WrappedKeys>,
  dataKey: DataKey,
): string | undefined {
  try {
    const cipher = createDecipheriv('aes-256-gcm', derived(dataKey, wrapped.salt), wrapped.iv, {
      authTagLength: 16,
    })
    cipher.setAAD(Buffer.from(purpose))
    cipher.setAuthTag(wrapped.tag)
    return Buffer.concat([cipher.update(wrapped.sealed), cipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
