import type { Store } from '#db'
import { AppError } from '#shared/errors'
import type { Sequences } from '../tokens/sequences.ts'
import { tokenHash } from '../tokens/token-value.ts'
import type { UsedAssertions } from '../tokens/used-assertions.ts'

/** How old a proof may be, and how far its maker's clock may be ahead (FAPI 2.0 §5.3.2.1), as at the token endpoint. */
const windowSeconds = 60

/**
 * DPoP proofs that the data API took, remembered while they could come again (RFC 9449 §11.1). The memory is this process's own,
 * since a commit for each read would stop reads with a full disk; why a restart opens no gap stands in decision 0025.
 */
export class UsedProofs {
  readonly #engine: { store: Store; usedAssertions: UsedAssertions }
  readonly #startedAt = Math.floor(Date.now() / 1000)
  readonly #newestTokenBefore: number
  readonly #most: number
  readonly #used = new Map<string, number>()

  /** @param most proofs kept at once: more than one process can answer in the time for which each is remembered */
  constructor(
    engine: { store: Store; usedAssertions: UsedAssertions; sequences: Sequences },
    most = 500_000,
  ) {
    this.#engine = engine
    this.#newestTokenBefore = engine.sequences.last('accessTokens')
    this.#most = most
  }

  /**
   * @param proof `tokenId`: the access token that it came with; `iat` and `now` in seconds of the machine's clock
   * @returns nothing, or what has to be waited for before the call is answered
   * @throws AppError dpop.invalid (too old, from the future, used before), dpop.replay-unknown
   */
  use(
    proof: { jkt: string; jti: string; iat: number; tokenId: number },
    now: number,
  ): Promise<void> | undefined {
    const { jkt, jti, iat, tokenId } = proof
    if (Math.abs(now - iat) > windowSeconds) throw new AppError('dpop.invalid', { detail: 'iat' })
    if (tokenId <= this.#newestTokenBefore && iat <= this.#startedAt)
      throw new AppError('dpop.replay-unknown', { detail: 'from before the start' })
    const hash = tokenHash(`${jkt}:${jti}`)
    const key = hash.toString('latin1')
    if (this.#used.has(key) || this.#engine.usedAssertions.has(hash))
      throw new AppError('dpop.invalid', { detail: 'used before' })
    this.#forget(now)
    if (this.#used.size >= this.#most)
      throw new AppError('dpop.replay-unknown', { detail: 'too many calls' })
    if (iat <= now) {
      this.#used.set(key, now + windowSeconds)
      return undefined
    }
    // The next start could not tell it from one made after it.
    const until = (iat + windowSeconds + 1) * 1000
    this.#engine.usedAssertions.claim(hash, until)
    return this.#engine.store.write(() => this.#engine.usedAssertions.keep(hash, until))
  }

  #forget(now: number): void {
    for (const [key, until] of this.#used) {
      if (until >= now) return
      this.#used.delete(key)
    }
  }
}
