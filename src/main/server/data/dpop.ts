import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import { signingAlgorithms } from '#shared/algorithms'
import { AppError } from '#shared/errors'

const windowSeconds = 60

/**
 * DPoP proofs at the resource server (RFC 9449 §4.3, §7). Used jti live in memory for the window in which they could be
 * used again; after a start, proofs made before it are refused, so that a restart opens no gap.
 */
export class DpopProofs {
  readonly #used = new Map<string, number>()
  readonly #startedAt = Math.floor(Date.now() / 1000)

  /** @throws AppError dpop.invalid */
  async check(
    proof: string,
    expected: { method: string; url: string; token: string; jkt: string },
  ): Promise<void> {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: signingAlgorithms,
      typ: 'dpop+jwt',
    }).catch((cause: unknown) => {
      throw new AppError('dpop.invalid', { detail: 'the proof does not verify', cause })
    })
    const now = Math.floor(Date.now() / 1000)
    const refuse = (detail: string): never => {
      throw new AppError('dpop.invalid', { detail })
    }
    if (payload.htm !== expected.method) refuse('htm')
    if (!sameUrl(payload.htu, expected.url)) refuse('htu')
    if (payload.ath !== createHash('sha256').update(expected.token).digest('base64url'))
      refuse('ath')
    const { iat, jti } = payload
    if (typeof iat !== 'number' || Math.abs(now - iat) > windowSeconds || iat < this.#startedAt)
      refuse('iat')
    if (typeof jti !== 'string' || jti === '' || jti.length > 200) return refuse('jti')
    if (
      !protectedHeader.jwk ||
      (await calculateJwkThumbprint(protectedHeader.jwk)) !== expected.jkt
    )
      refuse('key')
    const id = `${expected.jkt}:${jti}`
    if (this.#used.has(id)) refuse('replayed')
    this.#sweep(now)
    this.#used.set(id, now + windowSeconds * 2)
  }

  #sweep(now: number): void {
    for (const [id, until] of this.#used) {
      if (until > now) return
      this.#used.delete(id)
    }
  }
}

/** Compares without query and fragment (RFC 9449 §4.3), normalised by RFC 3986 §6.2.2. */
function sameUrl(claimed: unknown, url: string): boolean {
  if (typeof claimed !== 'string' || !URL.canParse(claimed)) return false
  const strip = (text: string): string => {
    const parsed = new URL(text)
    return `${parsed.origin}${parsed.pathname}`
  }
  return strip(claimed) === strip(url)
}
