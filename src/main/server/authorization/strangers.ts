/** Of refused calls that name one provider, or none: a provider whose key is wrong is explained by fewer. */
const mostInMinute = 120
const minuteMs = 60_000

/**
 * Refused calls of callers who have proven nothing. Anybody can make them, in any number and in any provider's name, and nobody may delete
 * what is written down of them for years: so each is counted, and only so many in a minute are written down.
 */
export class Strangers {
  readonly #monotonicMs: () => number
  #minute = Number.NaN
  readonly #taken = new Map<string, number>()

  constructor(monotonicMs = () => performance.now()) {
    this.#monotonicMs = monotonicMs
  }

  /**
   * @param name the client_id of the provider that is named; empty: none that we know, so that there are no more names than providers
   * @returns whether it is written down; `first`: it is the first of its minute that is not
   */
  take(name: string): { written: boolean; first: boolean } {
    const minute = Math.floor(this.#monotonicMs() / minuteMs)
    if (minute !== this.#minute) this.#taken.clear()
    this.#minute = minute
    const n = (this.#taken.get(name) ?? 0) + 1
    this.#taken.set(name, n)
    return { written: n <= mostInMinute, first: n === mostInMinute + 1 }
  }
}
