import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Keys } from '../keys/keys.ts'

/** The secret as a key that is kept: given as bytes, Node 24 takes 12 µs for a pseudonym instead of 2. */
const kept = new WeakMap<Keys, KeyObject>()
function keyOf(keys: Keys): KeyObject {
  const key = kept.get(keys) ?? createSecretKey(keys.pseudonyms)
  kept.set(keys, key)
  return key
}

/** Half of HMAC-SHA-256 (RFC 2104 §5): 128 bits. */
function pseudonym(engine: { keys: Keys }, what: string): string {
  const digest = createHmac('sha256', keyOf(engine.keys)).update(what).digest()
  return digest.toString('base64url', 0, 16)
}

/** `sub`: the same customer looks different to each provider, and shows nothing of the bank (R43). */
export function subjectOf(engine: { keys: Keys }, customerId: number, providerId: number): string {
  return pseudonym(engine, `sub:${customerId}:${providerId}`)
}

/**
 * `accountId` in the data API: opaque, and for one customer and provider always the same, so that a provider knows an account
 * again after a new link, and two providers know nothing of each other's (R81).
 */
export function wireAccountId(engine: { keys: Keys }, subject: string, accountId: number): string {
  return pseudonym(engine, `account:${subject}:${accountId}`)
}

/** The network address of a customer's browser, for counting only; the address itself is not kept (R43). */
export function sourceOf(engine: { keys: Keys }, address: string): string {
  return pseudonym(engine, `source:${address}`)
}
