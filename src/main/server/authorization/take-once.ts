import { type Engine, tokenHash } from '#engine'
import { mostSecondsAhead } from './policy.ts'
import { currentWork } from './unit-of-work.ts'

/**
 * Takes a client assertion or a DPoP proof for this request. From now on it is used, whatever comes of the request (RFC 7523 §3,
 * RFC 9449 §11.1); it is kept with the request's commit.
 * @param name what it is, whose, and its jti
 * @param until seconds since 1970 up to which it could be taken again
 * @returns whether it was free
 */
export function takeOnce(engine: Engine, name: string, until: number): boolean {
  const hash = tokenHash(name)
  const expiresAt = (until + mostSecondsAhead) * 1000
  if (!engine.usedAssertions.claim(hash, expiresAt)) return false
  currentWork().always(() => engine.usedAssertions.keep(hash, expiresAt))
  return true
}
