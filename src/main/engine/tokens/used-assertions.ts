import { query, type Store } from '#db'

const live = query<{ now: number }>()((k, v) =>
  k.selectFrom('usedAssertions').select(['hash', 'expiresAt']).where('expiresAt', '>', v('now')),
)
/**
 * Client assertions and DPoP proofs that were used (RFC 7523 §3, RFC 9449 §11.1). They are on disk so that a restart forgets
 * none, and looked up in memory, since a table in the order of random hashes would cost each request a page of its own.
 */
export class UsedAssertions {
  readonly #store: Store
  readonly #used = new Map<string, number>()

  constructor(store: Store) {
    this.#store = store
    for (const row of store.statement(live).all({ now: Date.now() }))
      this.#used.set(keyOf(row.hash), row.expiresAt)
  }

  has(hash: Uint8Array): boolean {
    return this.#used.has(keyOf(hash))
  }

  /** From now on nobody else uses it, whatever becomes of the request. @returns whether it was free */
  claim(hash: Uint8Array, expiresAt: number): boolean {
    const key = keyOf(hash)
    if (this.#used.has(key)) return false
    this.#used.set(key, expiresAt)
    return true
  }

  /** Inside a commit unit, for what was claimed. */
  keep(hash: Uint8Array, expiresAt: number): void {
    this.#store.insert('usedAssertions', { hash, expiresAt })
  }

  /** Those that could not come again; their rows are deleted by purgeTokens. */
  forget(now: number): void {
    for (const [key, expiresAt] of this.#used) if (expiresAt < now) this.#used.delete(key)
  }
}

function keyOf(hash: Uint8Array): string {
  return Buffer.from(hash).toString('latin1')
}
