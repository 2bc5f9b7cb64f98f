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

  async flush(): Promise<void> {
    const used = [...this.#used.values()]
    if (used.length === 0) return
    this.#used = new Map()
    await this.#store.write(() => {
      for (const { providerId, kid, lastAt } of used)
        this.#store.put('keyUses', { providerId, kid }, { lastAt })
    })
  }
}
