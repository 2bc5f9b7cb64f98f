/**
 * The version of everything that may be remembered about grants, tokens and providers between two requests. Whatever ends or
 * changes one of them calls `changed()` inside its own commit unit; a commit runs to its end before any request is looked
 * at, so no request meets an entry from before an acknowledged change (R104).
 */
export class Version {
  current = 0

  changed(): void {
    this.current += 1
  }
}

/** What was read under the current version; everything older is dropped. */
export class VersionedCache<Key, Value> {
  readonly #version: Version
  readonly #most: number
  readonly #entries = new Map<Key, Value>()
  #readUnder = 0

  constructor(version: Version, most: number) {
    this.#version = version
    this.#most = most
  }

  /** The remembered value, or what `read` finds; nothing found is not remembered. */
  get(key: Key, read: () => Value | undefined): Value | undefined {
    this.#forgetOld()
    const known = this.#entries.get(key)
    if (known !== undefined) return known
    const value = read()
    if (value !== undefined) this.put(key, value)
    return value
  }

  /** Remembers a value in the place of another. */
  put(key: Key, value: Value): void {
    if (this.#entries.size >= this.#most) this.#entries.clear()
    // Reading may itself have changed something.
    this.#forgetOld()
    this.#entries.set(key, value)
  }

  #forgetOld(): void {
    if (this.#readUnder === this.#version.current) return
    this.#readUnder = this.#version.current
    this.#entries.clear()
  }
}
