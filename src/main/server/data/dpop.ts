import { hash } from 'node:crypto'
import type { AccessTokenRow, Engine } from '#engine'
import { AppError } from '#shared/errors'
import { SignedProofs } from './signed-proof.ts'

const longestJti = 200

/** What a call is, which its proof has to name. */
export interface ProofFor {
  method: string
  /** Without query and fragment. */
  url: string
  token: string
}

/** DPoP proofs at the resource server (RFC 9449 §4.3, §7), each good for one call. */
export class DpopProofs {
  readonly #signed = new SignedProofs()
  readonly #used: Engine['usedProofs']

  constructor(engine: Engine) {
    this.#used = engine.usedProofs
  }

  /**
   * @returns nothing, or what has to be waited for before the call is answered
   * @throws AppError dpop.invalid, dpop.replay-unknown
   */
  check(
    proof: string,
    call: ProofFor,
    bound: Pick<AccessTokenRow, 'id'> & { jkt: string },
  ): Promise<void> | undefined {
    const now = Math.floor(Date.now() / 1000)
    const claims = this.#signed.claims(proof, bound.jkt, now)
    if (!claims) throw refusal('the proof does not verify')
    const { htm, htu, ath, iat, jti } = claims
    if (htm !== call.method) throw refusal('htm')
    if (htu !== call.url && !isSameUrl(htu, call.url)) throw refusal('htu')
    if (ath !== hash('sha256', call.token, 'base64url')) throw refusal('ath')
    if (typeof iat !== 'number') throw refusal('iat')
    if (typeof jti !== 'string' || jti === '' || jti.length > longestJti) throw refusal('jti')
    return this.#used.use({ jkt: bound.jkt, jti, iat, tokenId: bound.id }, now)
  }
}

function refusal(detail: string): AppError {
  return new AppError('dpop.invalid', { detail })
}

/** RFC 9449 §4.3: without query and fragment, normalised as RFC 3986 §6.2.2 and §6.2.3 want. */
function isSameUrl(claimed: unknown, url: string): boolean {
  const parsed = typeof claimed === 'string' ? URL.parse(claimed) : null
  if (!parsed) return false
  parsed.search = ''
  parsed.hash = ''
  return parsed.href === new URL(url).href
}
