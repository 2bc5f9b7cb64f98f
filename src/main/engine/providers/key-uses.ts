import type { Store } from '#db'

/**
 * When each key of a provider was last signed with, by its `kid`: kept in memory and written with the sweeps. A crash may lose
 * half a minute of it, which no decision hangs on.
 */
export class KeyUses {
  readonly #store: Store
  #used = new Map<string, { providerId: number; kid: string; lastAt: number }>()

  constructor(store: Store) {
    this.#store = store
  }

  /** @param kid empty: it was signed without one, and several keys could have been meant */
  note(providerId: number, kid: string, lastAt: number): void {
    this.#used.set(`${providerId} ${kid}`, { providerId, kid, lastAt })
  }

  /** Where nothing can be written, as on a full disk, it is kept for the next time. */
  async flush(): Promise<void> {
    const used = this.#used
    if (used.size === 0) return
    this.#used = new Map()
    try {
      await this.#store.write(() => {
        for (const { providerId, kid, lastAt } of used.values())
          this.#store.put('keyUses', { providerId, kid }, { lastAt })
      })
    } catch {
      this.#used = new Map([...used, ...this.#used])
    }
  }
}
